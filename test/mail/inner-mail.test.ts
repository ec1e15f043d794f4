import { describe, expect, test } from 'vitest';
import { plainStore } from '../../src/mail/body-store.js';
import { readMail } from '../../src/mail/inner-mail.js';
import { diffOf, writeMail } from './mail-text.js';

const read = (parts: readonly string[], subject = 'two fixes') => {
  const mail = writeMail({
    id: 'outer@x.org',
    subject,
    header: ['Content-Type: multipart/mixed; boundary=b'],
    body: [...parts.map((part) => `--b\n${part}\n`), '--b--\n'].join(''),
  });
  const place = { input: 'test', line: 1 };
  return readMail(Buffer.from(mail), { place, fidelity: 'exact', store: plainStore });
};

const NOTE = '\nBoth are attached.\n';
const formatPatch = (number: number, more = ''): string =>
  `>From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: Bo <bo@example.net>\nDate: Mon, 2 Mar 2026 09:01:00 +0100\nSubject: [PATCH ${number}/2] kvm: ${number}\n${more}\nWhy.\n---\n\n${diffOf(`${number}.c`)}`;
const attached = (content: string, type = 'text/x-patch'): string =>
  `Content-Type: ${type}; name="a.patch"\nContent-Disposition: attachment; filename="a.patch"\n\n${content}`;
const forwarded = (id: string): string =>
  `Content-Type: message/rfc822\n\n${writeMail({ id, subject: '[PATCH] kvm: x', answers: 'cover@x.org', body: diffOf() })}`;

describe('readMail', () => {
  test('several attached patches are mails that answer the one they came with', () => {
    const mails = read([
      NOTE,
      attached(formatPatch(1)),
      attached(formatPatch(2), 'application/octet-stream'),
    ]);
    expect(mails.map(({ subject, inReplyTo }) => [subject, inReplyTo])).toEqual([
      ['two fixes', null],
      ['[PATCH 1/2] kvm: 1', 'outer@x.org'],
      ['[PATCH 2/2] kvm: 2', 'outer@x.org'],
    ]);
    expect(mails[1]).toMatchObject({ from: { address: 'bo@example.net' }, messageIdGiven: false });
  });

  test('one attached patch stays with its mail', () => {
    const mails = read([NOTE, attached(formatPatch(1), 'application/octet-stream')]);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.bodyText).toContain('Why.');
    expect(mails[0]?.leadText).toContain('attached');
  });

  test('several attached diffs without headers are one patch, as for git mailinfo', () => {
    const [mail, ...others] = read([NOTE, attached(diffOf('a.c')), attached(diffOf('b.c'))]);
    expect(others).toEqual([]);
    expect(mail?.bodyText.trim()).toBe(`${diffOf('a.c')}${diffOf('b.c')}`.trim());
  });

  test('forwarded mails', () => {
    const mails = read([NOTE, forwarded('a@x.org'), forwarded('b@x.org')]);
    expect(mails.map(({ messageId }) => messageId)).toEqual(['outer@x.org', 'a@x.org', 'b@x.org']);
    expect(mails[1]?.inReplyTo).toBe('cover@x.org');
  });

  test.each([
    [
      'another patch beside an inline one',
      [`\n${diffOf('a.c')}`, attached(diffOf('b.c'))],
      ['attachment a.patch'],
    ],
    ['the same patch again', [`\n${diffOf('a.c')}`, attached(diffOf('a.c'))], []],
    [
      'a packed patch',
      [NOTE, 'Content-Type: application/gzip; name="x.patch.gz"\n\nx'],
      ['attachment x.patch.gz'],
    ],
    ['a text in HTML only', ['Content-Type: text/html\n\n<b>NAK</b>'], ['a text in HTML only']],
    ['a picture', [NOTE, 'Content-Type: image/png; name="x.png"\n\nx'], []],
  ])('what is left out: %s', (_, parts, leftOut) => {
    expect(read(parts)[0]?.leftOut).toEqual(leftOut);
  });
});
