import { describe, expect, test } from 'vitest';
import { splitPiped } from '../../src/mail/piped.js';

const WHOLE = 'From: A <a@x.org>\nSubject: s\nDate: d\nMessage-ID: <1@x.org>\n';
const WEEDED = 'Date: d\nFrom: A <a@x.org>\nSubject: s\n';

const split = (text: string) =>
  splitPiped(Buffer.from(text)).map(({ bytes, line }) => [bytes.toString(), line]);

describe('splitPiped', () => {
  test.each([
    ['one mail', `${WHOLE}\nbody\n`, 1],
    ['two', `${WHOLE}\nbody\n-- \n2.39\n\n${WHOLE}\nbody\n`, 2],
    ['with CRLF', `${WHOLE}\nbody\n\n${WHOLE}\nbody\n`.replaceAll('\n', '\r\n'), 2],
    ['folded fields', `${WHOLE}X-Y: a\n b\n\nbody\n\n${WHOLE}To: a,\n\tb\n\nbody\n`, 2],
    ['without Message-IDs, with the same first field', `${WEEDED}\nbody\n\n${WEEDED}\nbody\n`, 2],
    [
      'an archive whose first line is damaged',
      `${WHOLE}\nbody\n\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: b\nSubject: c\n\nx\n`,
      2,
    ],
    ['a quoted header is text', `${WHOLE}\nbody\n\n> ${WHOLE.replaceAll('\n', '\n> ')}\n`, 1],
    ['a header without Message-ID is text below one that has it', `${WHOLE}\nHello,\n\n${WEEDED}\nx\n`, 1],
    ['fields among prose are text', `${WHOLE}\nHello,\n\n${WHOLE}and more\n\nx\n`, 1],
    [
      'a mail inside a part',
      `${WHOLE}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: message/rfc822\n\n${WHOLE}\nx\n--b--\n`,
      1,
    ],
    [
      'a mail behind the last part',
      `${WHOLE}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n\n${WHOLE}\nx\n`,
      2,
    ],
  ])('%s', (_, text, count) => {
    const mails = split(text);
    expect(mails).toHaveLength(count);
    expect(mails.map(([mail]) => mail).join('')).toBe(text.replace(/^From mboxrd.*\n/m, ''));
  });

  test('the line on which a mail begins', () => {
    expect(split(`${WHOLE}\nbody\n\n${WHOLE}\nbody\n`).map(([, line]) => line)).toEqual([1, 8]);
  });
});
