// Hostile mail: whatever the bytes, reading ends, in a result or in an input error.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../runs.js';
import { diffOf, type MailText, patchBody, writeMbox } from './mail-text.js';
import { readAll } from './read-all.js';

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
      { numRuns: runs(400) },
    );
  });

  test('a thread that was cut: the same patches, or a line that says what is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (at) => {
        const text = await readAll(whole.subarray(0, at));
        if (!text.startsWith('{')) return;
        const { patches, diagnostics } = JSON.parse(text);
        expect(patches.length === 2 || diagnostics.length > 0).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });

  test('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(typeof (await readAll(bytes))).toBe('string');
      }),
      { numRuns: runs(200) },
    );
  });

  test('the size of the pieces changes nothing', async () => {
    const expected = await readAll(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        expect(await readAll(whole, size)).toBe(expected);
      }),
      { numRuns: runs(50) },
    );
  });
});
