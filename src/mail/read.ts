// The entry of this folder: inputs in, messages out, one at a time.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { MailInput } from '../base/mail-input.js';
import { type BodyStore, packingStore, plainStore } from './body-store.js';
import { readMail } from './inner-mail.js';
import { MAX_MAIL_BYTES, MAX_PIPED_BYTES } from './limit.js';
import { type RawMail, splitMbox, tooBig } from './mbox.js';
import type { Message } from './message.js';
import { splitPiped } from './piped.js';

/** The mails of an input that is one mail, or several without `From ` lines; one that is too big is reported. */
async function* plainMails(input: MailInput, report: Context['report']): AsyncGenerator<RawMail> {
  const isOne = input.form === 'mail';
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of input.bytes) {
    length += piece.length;
    if (length > (isOne ? MAX_MAIL_BYTES : MAX_PIPED_BYTES)) return report(tooBig(1));
    pieces.push(piece);
  }
  if (length === 0) return;
  const bytes = Buffer.concat(pieces);
  for (const mail of isOne ? [{ bytes, line: 1 }] : splitPiped(bytes)) {
    if (mail.bytes.length > MAX_MAIL_BYTES) report(tooBig(mail.line));
    else yield mail;
  }
}

/**
 * The messages of one input, in order, holding one at a time. A mail that cannot be read is reported
 * (`mail-too-big`, `not-mail`, `mail-unreadable`) and left out.
 */
export async function* streamMessages(
  input: MailInput,
  context: Context,
  store: BodyStore = plainStore,
): AsyncGenerator<Message> {
  const report: Context['report'] = (diagnostic) => context.report({ ...diagnostic, path: input.name });
  const mails = input.form === 'mbox' ? splitMbox(input.bytes, report) : plainMails(input, report);
  for await (const mail of mails) {
    context.signal.throwIfAborted();
    let found: readonly Message[];
    try {
      const place = { input: input.name, line: mail.line };
      found = readMail(mail.bytes, { place, fidelity: input.fidelity, store });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      report({
        severity: 'warning',
        code: 'mail-unreadable',
        message: `a mail is left out: ${why}`,
        line: mail.line,
      });
      continue;
    }
    yield* found;
  }
}

/**
 * All messages of all inputs, in order.
 * @throws UserError `input` when there is no message at all
 */
export const readMessages = async (
  inputs: readonly MailInput[],
  context: Context,
): Promise<readonly Message[]> => {
  const messages: Message[] = [];
  const store = packingStore();
  for (const input of inputs) {
    for await (const message of streamMessages(input, context, store)) messages.push(message);
  }
  if (messages.length === 0) {
    const names = inputs.map((input) => input.name).join(', ');
    throw new UserError('input', `${names}: no mail in it`, {
      hint: 'give an mbox, a mail, a Maildir or a folder of patches',
    });
  }
  return messages;
};
