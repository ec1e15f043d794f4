// Mails inside a mail: forwarded ones (message/rfc822; RFC 2046, 5.2.1), and patches of `git format-patch` of which
// several are attached to one mail. Each becomes a message of its own.
import type { MailOrigin, Message } from './message.js';
import { messageOf } from './message.js';
import { type ParsedMail, type Part, parseMail } from './part.js';
import { areMails, attachedPatches } from './text-part.js';

/** A forward of a forward of a forward. */
const MAX_DEPTH = 4;

/** An attached patch as a mail that answers the one that it came with, in the charset of its part. */
const asMail = ({ bytes, charset }: Part, outer: Message): Buffer => {
  const text = bytes.toString('latin1').replace(/^\s*(?:>?From [0-9a-f]{40,64} .*\n)?/, '');
  const header = text.split('\n\n', 1).join('');
  const fields = [
    `In-Reply-To: <${outer.messageId}>`,
    ...(/^content-type:/im.test(header) ? [] : [`Content-Type: text/plain; charset=${charset || 'utf-8'}`]),
  ];
  return Buffer.from(`${fields.join('\n')}\n${text}`, 'latin1');
};

const innerMails = (parts: readonly Part[], outer: Message): readonly Buffer[] => {
  const attached = attachedPatches(parts);
  return [
    ...parts.filter(({ type }) => type === 'message/rfc822').map(({ bytes }) => bytes),
    ...(areMails(attached) ? attached.map((part) => asMail(part, outer)) : []),
  ];
};

const readDeep = (mail: Buffer, origin: MailOrigin, depth: number): readonly Message[] => {
  const parsed: ParsedMail = parseMail(mail);
  const outer = messageOf(parsed, mail, origin);
  if (depth === MAX_DEPTH) return [outer];
  const inner = innerMails(parsed.parts, outer).flatMap((bytes) => readDeep(bytes, origin, depth + 1));
  return [outer, ...inner.filter(({ subject }) => subject !== '')];
};

/**
 * The messages of one mail: itself, and those inside it.
 * @throws HostileMail when it breaks a limit of `limit.ts`
 */
export const readMail = (mail: Buffer, origin: MailOrigin): readonly Message[] => readDeep(mail, origin, 0);
