// Hostile mail: whatever the bytes, reading ends, in a result or in an input error.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { UserError } from '../../src/base/error.js';
import { showDocument } from '../../src/result/series.js';
import { writeAm } from '../../src/series/am.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from './mail-text.js';

const AM = {
  trailersFrom: 'anybody',
  coverTrailers: true,
  linkMask: 'https://example.org/%s',
  signoff: null,
  pick: null,
  allowUnicodeControl: true,
} as const;

/** Runs everything that reads mail; gives the document or the input error. */
const readAll = async (bytes: Uint8Array, size?: number): Promise<string> => {
  try {
    const series = await readSeries([inputOf(bytes, size)], {}, quietContext());
    const review = reviewSeries(series);
    const text = JSON.stringify(showDocument(series, review, []));
    writeAm(series, review, AM);
    return text;
  } catch (error) {
    if (error instanceof UserError && error.code === 'input') return error.message;
    throw error;
  }
};

const SIGNED = 'Text.\n\nSigned-off-by: Ann <ann@example.org>';
const multipart = `--=_b\nContent-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n--=_b\nContent-Type: text/x-patch\nContent-Transfer-Encoding: base64\n\n${Buffer.from(diffOf()).toString('base64')}\n--=_b--\n`;
const thread: readonly MailText[] = [
  {
    id: 'c',
    subject: '[PATCH v2 0/2] =?utf-8?q?=C3=BC?=',
    body: ' 2 files changed, 2 insertions(+)\nchange-id: x\n',
  },
  { id: 'a', subject: '[PATCH v2 1/2] first', answers: 'c', body: patchBody(SIGNED) },
  {
    id: 'b',
    subject: '[PATCH v2 2/2] second',
    answers: 'c',
    header: ['Content-Type: multipart/mixed; boundary="=_b"'],
    body: multipart,
  },
  {
    id: 'r',
    subject: 'Re: [PATCH v2 1/2] first',
    answers: 'a',
    references: '<c> <a>',
    header: ['Content-Type: text/plain; format=flowed; charset=gbk'],
    body: '> text\n\nNAK? :-)\n\nWith that fixed,\nReviewed-by: Bo <bo@example.net>\n',
  },
];
const whole = Buffer.from(writeMbox(thread));

/** One harm done to a thread. */
const harm = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(whole.length) }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(whole.length - 1), bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(whole.length),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(
        ...[
          '\0\0\0',
          '\r\n',
          '\n\n',
          '\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\n',
          '--=_b\n',
          '--=_b--\n',
          '@@ -1,9 +1,9 @@\n',
          '\n-- \n',
          '---\n',
          'diff --git a/../x b/.git/x\n',
          '\nContent-Type: multipart/mixed; boundary=x\n',
          '=?utf-8?b?////?=',
          '\nContent-Length: 999999\n',
          '\nReferences: <a> <b> <c>\n',
          '\u202e',
          '[PATCH 9999/9999] ',
          '\nIn-Reply-To: <b>\n',
        ].map((text) => Buffer.from(text)),
      ),
    ),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    from: fc.nat(whole.length),
    to: fc.nat(whole.length),
    length: fc.nat(400),
  }),
);

const apply = (bytes: Buffer, one: typeof harm extends fc.Arbitrary<infer T> ? T : never): Buffer => {
  switch (one.kind) {
    case 'cut':
      return bytes.subarray(0, one.at);
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (one.at < copy.length) copy[one.at]! ^= 1 << one.bit;
      return copy;
    }
    case 'insert':
      return Buffer.concat([bytes.subarray(0, one.at), one.bytes, bytes.subarray(one.at)]);
    case 'move':
      return Buffer.concat([
        bytes.subarray(0, one.to),
        bytes.subarray(one.from, one.from + one.length),
        bytes.subarray(one.to),
      ]);
  }
};

describe('hostile mail', () => {
  test('a thread with harm done to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(harm, { maxLength: 6 }),
        fc.integer({ min: 1, max: 4096 }),
        async (harms, size) => {
          expect(typeof (await readAll(harms.reduce(apply, whole), size))).toBe('string');
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  test('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(typeof (await readAll(bytes))).toBe('string');
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test('the size of the pieces changes nothing', async () => {
    const expected = await readAll(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        expect(await readAll(whole, size)).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  const mail = (header: string, body: string) =>
    `From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <x@example.org>\nSubject: [PATCH] x\n${header}\n${body}\n`;
  const reply = (id: string, answers: string, body: string) =>
    `From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <${id}>\nIn-Reply-To: <${answers}>\nSubject: Re: x\nFrom: a@example.org\n\n${body}\n\n`;
  const MB = 1024 * 1024;

  test.each<readonly [string, () => string]>([
    ['a line of 10 MB', () => mail('', `${'x'.repeat(10 * MB)}\n${patchBody(SIGNED)}`)],
    ['a diff line of 10 MB', () => mail('', patchBody(SIGNED, diffOf('x', 'y'.repeat(10 * MB))))],
    ['10 MB of empty lines', () => mail('', `${'\n'.repeat(10 * MB)}${patchBody(SIGNED)}`)],
    [
      '10 MB of empty lines in an answer',
      () => mail('', patchBody(SIGNED)) + reply('r', 'x@example.org', '\n'.repeat(10 * MB)),
    ],
    ['10 MB of NUL', () => mail('', `${'\0'.repeat(10 * MB)}\n${patchBody(SIGNED)}`)],
    ['10 MB of spaces', () => mail('', patchBody(SIGNED)) + reply('r', 'x@example.org', ' '.repeat(10 * MB))],
    ['10 MB of dashes', () => mail('', `${'-'.repeat(10 * MB)}\n${patchBody(SIGNED)}`)],
    ['200000 header lines', () => mail('X: y\n'.repeat(200_000), patchBody(SIGNED))],
    [
      'a subject of 400 KB of brackets',
      () => mail('', patchBody(SIGNED)).replace('[PATCH] x', '['.repeat(400_000)),
    ],
    [
      'a subject of encoded words',
      () => mail('', patchBody(SIGNED)).replace('[PATCH] x', '=?utf-8?q?a?= '.repeat(20_000)),
    ],
    ['a From of 400 KB', () => mail(`From: ${'"a" <b@c>, '.repeat(30_000)}`, patchBody(SIGNED))],
    ['300000 references', () => mail(`References: ${'<a@b> '.repeat(50_000)}`, patchBody(SIGNED))],
    [
      'parts without end',
      () => mail('Content-Type: multipart/mixed; boundary=b\n', '--b\n\n'.repeat(200_000)),
    ],
    [
      'parts in parts',
      () =>
        mail(
          'Content-Type: multipart/mixed; boundary=b\n',
          '--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(50_000),
        ),
    ],
    [
      'messages in messages',
      () => mail('Content-Type: message/rfc822\n', 'Content-Type: message/rfc822\n\n'.repeat(100_000)),
    ],
    [
      'quoted-printable without end',
      () => mail('Content-Transfer-Encoding: quoted-printable\n', '='.repeat(5 * MB)),
    ],
    ['base64 of nothing', () => mail('Content-Transfer-Encoding: base64\n', '!'.repeat(5 * MB))],
    [
      'a hunk that claims a thousand million lines',
      () =>
        mail('', patchBody(SIGNED, diffOf().replace('@@ -1,2 +1,3 @@', '@@ -1,999999999 +1,999999999 @@'))),
    ],
    [
      '100000 files',
      () =>
        mail(
          '',
          `${SIGNED}\n---\n${'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n'.repeat(100_000)}`,
        ),
    ],
    ['a patch 9999/9999', () => mail('', patchBody(SIGNED)).replace('[PATCH]', '[PATCH 9999/9999]')],
    [
      'answers 20000 deep',
      () =>
        mail('', patchBody(SIGNED)) +
        Array.from({ length: 20_000 }, (_, at) =>
          reply(`r${at}`, at === 0 ? 'x@example.org' : `r${at - 1}`, 'Reviewed-by: A <a@example.org>\nNAK'),
        ).join(''),
    ],
    [
      'answers in a ring',
      () =>
        mail('', patchBody(SIGNED)) +
        Array.from({ length: 1000 }, (_, at) =>
          reply(`r${at}`, `r${(at + 1) % 1000}`, 'Acked-by: A <a@example.org>'),
        ).join(''),
    ],
    [
      '3000 series',
      () =>
        Array.from({ length: 3000 }, (_, at) =>
          mail('', patchBody(SIGNED)).replace('<x@', `<x${at}@`).replace('[PATCH] x', `[PATCH] x${at}`),
        ).join('\n'),
    ],
    [
      'a trailer that is all address',
      () =>
        mail('', patchBody(SIGNED)) + reply('r', 'x@example.org', `Acked-by: ${'a@b.c '.repeat(100_000)}`),
    ],
    [
      'a line of hedges',
      () =>
        mail('', patchBody(SIGNED)) +
        reply(
          'r',
          'x@example.org',
          `${'please drop this if with not nak '.repeat(100_000)}\nAcked-by: A <a@example.org>`,
        ),
    ],
  ])(
    '%s',
    async (_, text) => {
      expect((await readAll(Buffer.from(text()))).length).toBeGreaterThan(0);
    },
    30_000,
  );
});
