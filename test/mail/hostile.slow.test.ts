// Hostile mail of many megabytes or thousands of parts: reading ends, in a result or in an input error.
import { describe, expect, test } from 'vitest';
import { diffOf, patchBody } from './mail-text.js';
import { readAll } from './read-all.js';

const SIGNED = 'Text.\n\nSigned-off-by: Ann <ann@example.org>';

describe('hostile mail', () => {
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
  ])('%s', async (_, text) => {
    expect((await readAll(Buffer.from(text()))).length).toBeGreaterThan(0);
  });
});
