// The entry of this folder: inputs in, messages out, one at a time.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { MailInput } from '../base/mail-input.js';
import { type BodyStore, packingStore, plainStore } from './body-store.js';
import { MAX_MAIL_BYTES } from './limit.js';
import { type RawMail, splitMbox, tooBig } from './mbox.js';
import { type Message, readMessage } from './message.js';

/** The bytes of an input that is one mail, without its end when it is larger than a mail may be. */
async function* oneMail(input: MailInput, context: Context): AsyncGenerator<RawMail> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of input.bytes) {
    length += piece.length;
    if (length > MAX_MAIL_BYTES) {
      context.report({ ...tooBig(1), path: input.name });
      return;
    }
    pieces.push(piece);
  }
  if (length > 0) yield { bytes: Buffer.concat(pieces), line: 1 };
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
  const mails = input.form === 'mbox' ? splitMbox(input.bytes, report) : oneMail(input, context);
  for await (const mail of mails) {
    context.signal.throwIfAborted();
    let message: Message;
    try {
      message = await readMessage(mail.bytes, { input: input.name, line: mail.line }, input.fidelity, store);
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
    yield message;
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
