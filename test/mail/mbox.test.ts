import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.js';
import { MAX_MAIL_BYTES } from '../../src/mail/limit.js';
import { splitMbox } from '../../src/mail/mbox.js';
import { inputOf } from './mail-text.js';

const split = async (text: string | Uint8Array, size?: number) => {
  const reports: Diagnostic[] = [];
  const mails: { text: string; line: number }[] = [];
  for await (const mail of splitMbox(inputOf(text, size).bytes, (report) => reports.push(report))) {
    mails.push({ text: mail.bytes.toString('latin1'), line: mail.line });
  }
  return { mails, texts: mails.map(({ text: mail }) => mail), codes: reports.map(({ code }) => code) };
};

const ARCHIVE = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';
const MUTT = 'From ann@example.org Tue Apr  7 20:01:04 2026\n';
const FORMAT_PATCH = 'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n';

describe('splitMbox', () => {
  test.each([
    ['two mails', `${ARCHIVE}A: 1\n\nx\n\n${ARCHIVE}B: 2\n\ny\n\n`, ['A: 1\n\nx\n', 'B: 2\n\ny\n']],
    ['no final newline', `${ARCHIVE}A: 1\n\nx\n\n${ARCHIVE}B: 2\n\ny`, ['A: 1\n\nx\n', 'B: 2\n\ny']],
    ['blank lines first', `\n\n${ARCHIVE}A: 1\n\nx\n`, ['A: 1\n\nx\n']],
    [
      'one mail without a From line',
      'A: 1\n\nFrom here to there 12:30 in 2020\n',
      ['A: 1\n\nFrom here to there 12:30 in 2020\n'],
    ],
    [
      'one mail that shows a format-patch',
      `A: 1\n\n\n${FORMAT_PATCH}Subject: x\n`,
      [`A: 1\n\n\n${FORMAT_PATCH}Subject: x\n`],
    ],
    [
      'From lines of an address alone, above a header',
      `From a@x.org\nFrom: 1\nTo: 1\n\nx\n\nFrom b@x.org\nFrom: 2\nTo: 2\n\ny\n`,
      ['From: 1\nTo: 1\n\nx\n', 'From: 2\nTo: 2\n\ny\n'],
    ],
    [
      'a From line of an address alone, above prose',
      `${MUTT}A: 1\n\nx\n\nFrom b@x.org\nFrom: him\nit came\n`,
      ['A: 1\n\nx\n\nFrom b@x.org\nFrom: him\nit came\n'],
    ],
    [
      'prose From after a blank line',
      `${MUTT}A: 1\n\n\nFrom my view this is wrong\n`,
      ['A: 1\n\n\nFrom my view this is wrong\n'],
    ],
    [
      'mboxrd quoting',
      `${ARCHIVE}A: 1\n\n>From x\n>>From y\n> From z\n\n`,
      ['A: 1\n\nFrom x\n>From y\n> From z\n'],
    ],
    ['mboxo quoting', `${MUTT}A: 1\n\n>From x\n>>From y\n\n`, ['A: 1\n\nFrom x\n>>From y\n']],
    ['format-patch quotes nothing', `${FORMAT_PATCH}A: 1\n\n>From x\n\n`, ['A: 1\n\n>From x\n']],
    [
      'archive mark after a cut mail',
      `${ARCHIVE}A: 1\n\ncut here\n${ARCHIVE}B: 2\n\ny\n`,
      ['A: 1\n\ncut here\n', 'B: 2\n\ny\n'],
    ],
    [
      'CRLF',
      `${ARCHIVE}A: 1\n\nx\n\n${ARCHIVE}B: 2\n\ny\n\n`.replace(/\n/g, '\r\n'),
      ['A: 1\r\n\r\nx\r\n', 'B: 2\r\n\r\ny\r\n'],
    ],
  ])('%s, whatever the size of the pieces', async (_, text, expected) => {
    for (const size of [1, 7, 64, 1 << 16]) expect((await split(text, size)).texts).toEqual(expected);
  });

  test('mboxcl2: the length leads over an unquoted From line', async () => {
    const body = `one\n\n${MUTT}two\n>From kept\n`;
    const text = `${MUTT}A: 1\nContent-Length: ${body.length}\n\n${body}\n${MUTT}B: 2\n\ny\n`;
    for (const size of [3, 1 << 16]) {
      const { texts } = await split(text, size);
      expect(texts).toHaveLength(2);
      expect(texts[0]).toBe(`A: 1\nContent-Length: ${body.length}\n\n${body}`);
    }
  });

  test('a length that leads nowhere is not believed', async () => {
    const text = `${MUTT}A: 1\nContent-Length: 3\n\none two three\n\n${MUTT}B: 2\nContent-Length: 99999\n\ny\n`;
    expect((await split(text)).texts).toHaveLength(2);
  });

  test('says on which line a mail begins', async () => {
    const { mails } = await split(`${ARCHIVE}A: 1\n\nx\n\n${ARCHIVE}B: 2\n\ny\n`);
    expect(mails.map(({ line }) => line)).toEqual([2, 7]);
  });

  test.each([
    ['binary', Buffer.from([0x1f, 0x8b, 0, 0, 1, 2, 3, 10, 0, 0])],
    ['prose', 'this is not mail\n\nat all\n'],
  ])('%s is no mail', async (_, bytes) => {
    expect(await split(bytes)).toMatchObject({ texts: [], codes: ['not-mail'] });
  });

  test('mails after junk are found', async () => {
    expect(await split(`junk junk\n\n${ARCHIVE}A: 1\n\nx\n`)).toMatchObject({
      texts: ['A: 1\n\nx\n'],
      codes: ['not-mail'],
    });
  });

  test('an empty input has no mail and nothing to say', async () => {
    expect(await split('')).toMatchObject({ texts: [], codes: [] });
    expect(await split('\n\n\n')).toMatchObject({ texts: [], codes: [] });
  });

  test('a mail above the limit is left out, the next one read', async () => {
    const big = Buffer.alloc(MAX_MAIL_BYTES + 10, 'x');
    const text = Buffer.concat([
      Buffer.from(`${ARCHIVE}A: 1\n\n`),
      big,
      Buffer.from(`\n\n${ARCHIVE}B: 2\n\ny\n`),
    ]);
    expect(await split(text)).toMatchObject({ texts: ['B: 2\n\ny\n'], codes: ['mail-too-big'] });
  });
});

test.each([
  ['an mbox that ends within a line', `${ARCHIVE}A: 1\n\nx`, ['mbox-cut']],
  ['a whole mbox', `${ARCHIVE}A: 1\n\nx\n`, []],
  ['a mail without a From line', 'A: 1\n\nx', []],
])('a cut: %s', async (_, text, codes) => {
  expect((await split(text)).codes).toEqual(codes);
});
