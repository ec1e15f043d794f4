// A mail to send: headers that `mutt -H` and `git send-email` take, and a body of 72 columns.
import { fieldText, mailboxField, oneLine } from '../../base/mail-field.js';
import type { Person, ReplyAddress } from '../../result/verdict.js';
import { sentence } from './edge-line.js';
import { escapePlain, shorten } from './escape.js';
import { day } from './mail-line.js';
import { wrap } from './wrap.js';

const REPLY_COLUMNS = 72;
/** A longer line of code comes from an attack. */
const MOST_CODE = 240;

const people = (name: string, some: readonly Person[]): readonly string[] =>
  some.length === 0
    ? []
    : [`${name}: ${some.map((one) => mailboxField(one.name, oneLine(one.address))).join(',\n ')}`];

const id = (messageId: string): string => `<${messageId.replace(/[^!-~]|[<>]/g, '')}>`;

const answerTo = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);

/** A paragraph of our own words. */
export const paragraph = (text: string): string => wrap(sentence(text), REPLY_COLUMNS, '', 0).join('\n');

/** Lines of the mail that is answered. A tab stays, as a reply has it. */
export const quoted = (lines: readonly string[]): string =>
  lines
    .map((line) => `> ${shorten(line, MOST_CODE).split('\t').map(escapePlain).join('\t')}`.trimEnd())
    .join('\n');

/** `On 2026-03-02, Nora Winter wrote:` and the subject. */
const attribution = ({ to, date, subject }: ReplyAddress): string => {
  const name = escapePlain(to[0]?.name ?? 'the author');
  return `${paragraph(`On ${day(date)}, ${name} wrote:`)}\n${quoted([oneLine(subject)])}`;
};

/** The mail. `paragraphs` are set apart by empty lines. */
export const replyMail = (address: ReplyAddress, paragraphs: readonly string[]): string => {
  const { to, cc, subject, messageId, references } = address;
  return [
    ...people('To', to),
    ...people('Cc', cc),
    `Subject: ${fieldText(answerTo(oneLine(subject)))}`,
    ...(messageId === null ? [] : [`In-Reply-To: ${id(messageId)}`]),
    ...(references.length === 0 ? [] : [`References: ${references.map(id).join('\n ')}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    [attribution(address), ...paragraphs].join('\n\n'),
    '',
  ].join('\n');
};
