// A mail put together again from its parts, as RFC 5322 writes it, for what was shown and not archived.
import { fieldText, mailboxField, oneLine } from '../base/mail-field.js';

import type { Fidelity, MailInput } from '../base/mail-input.js';
import { once } from './byte-stream.js';

/** The parts of a mail to write. */
export interface MailParts {
  /** Without angle brackets; `undefined` when nothing tells it. */
  readonly messageId: string | undefined;
  /** The mail that this one answers. */
  readonly parent: string | undefined;
  /** All mails above it, the first of the thread first. */
  readonly references: readonly string[];
  readonly name: string;
  /** `undefined` when it was not shown. */
  readonly address: string | undefined;
  readonly subject: string;
  /** As a mail writes it (RFC 5322, 3.3); `undefined` when it was not shown. */
  readonly date: string | undefined;
  readonly body: string;
}

/** `2026-04-07 18:01`, as public-inbox shows a date (always UTC), as a mail writes it. */
export const mailDate = (shown: string): string | undefined => {
  const [, year, month, day, hour, minute] = /(\d{4})-(\d\d)-(\d\d) +(\d?\d):(\d\d)/.exec(shown) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return Number.isNaN(time) ? undefined : new Date(time).toUTCString().replace('GMT', '+0000');
};

/** The mail's bytes, UTF-8, lines ended by LF. */
export const writeMail = (parts: MailParts): Uint8Array => {
  const fields: [string, string | undefined][] = [
    ['From', mailboxField(parts.name, parts.address)],
    ['Subject', fieldText(parts.subject)],
    ['Date', parts.date === undefined ? undefined : oneLine(parts.date)],
    ['Message-ID', parts.messageId === undefined ? undefined : `<${oneLine(parts.messageId)}>`],
    ['In-Reply-To', parts.parent === undefined ? undefined : `<${oneLine(parts.parent)}>`],
    [
      'References',
      parts.references.length === 0
        ? undefined
        : parts.references.map((id) => `<${oneLine(id)}>`).join('\n '),
    ],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=UTF-8'],
    ['Content-Transfer-Encoding', '8bit'],
  ];
  const header = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]));
  return Buffer.from(`${header.join('')}\n${parts.body}`);
};

/** The mail as an input; `source` is where it was shown. */
export const writtenMail = (source: string, fidelity: Fidelity, parts: MailParts): MailInput => ({
  name: parts.messageId === undefined ? source : `${source} (${oneLine(parts.messageId)})`,
  form: 'mail',
  fidelity,
  bytes: once(writeMail(parts)),
});
