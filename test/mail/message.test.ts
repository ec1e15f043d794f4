import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Diagnostic } from '../../src/base/diagnostic.js';
import { readMessages } from '../../src/mail/read.js';
import { diffOf, inputOf, writeMail } from './mail-text.js';

const read = async (text: string | Uint8Array) => {
  const [message] = await readMessages([inputOf(text, 1 << 16, 'mail')], quietContext());
  return message!;
};

const mail = (header: readonly string[], body: string) =>
  writeMail({ id: 'a@example.org', subject: 'x', header, body });

describe('readMessages', () => {
  test('header fields', async () => {
    const message = await read(
      writeMail({
        id: 'b@example.org',
        subject: '=?utf-8?q?[PATCH]_gr=C3=BCn?=',
        from: '=?iso-8859-1?q?J=F6rg?= <joerg@example.org>',
        answers: 'a@example.org',
        references: '<z@example.org>\n <a@example.org>',
        header: ['List-Id: KVM <kvm.example.org>'],
        body: 'text\n',
      }),
    );
    expect(message).toMatchObject({
      messageId: 'b@example.org',
      messageIdGiven: true,
      inReplyTo: 'a@example.org',
      references: ['z@example.org', 'a@example.org'],
      subject: '[PATCH] grün',
      from: { name: 'Jörg', address: 'joerg@example.org' },
      listId: 'kvm.example.org',
      bodyText: 'text\n',
    });
    expect(message.date?.toISOString()).toBe('2026-04-07T18:01:04.000Z');
  });

  test.each([
    [
      'quoted-printable',
      ['Content-Transfer-Encoding: quoted-printable'],
      'a =3D b =\njoined\n\tc=20\n',
      'a = b joined\n\tc \n',
    ],
    [
      'base64',
      ['Content-Transfer-Encoding: base64'],
      Buffer.from('one\n\ttwo \n').toString('base64'),
      'one\n\ttwo \n',
    ],
    [
      'base64 in canonical CRLF',
      ['Content-Transfer-Encoding: base64'],
      Buffer.from('one\r\ntwo\r\n').toString('base64'),
      'one\ntwo\n',
    ],
    [
      'base64 with some CRLF',
      ['Content-Transfer-Encoding: base64'],
      Buffer.from('+dos\r\nunix\n').toString('base64'),
      '+dos\r\nunix\n',
    ],
    [
      'flowed keeps its lines',
      ['Content-Type: text/plain; format=flowed; charset=utf-8'],
      'ok \nReviewed-by: A <a@example.org>\n',
      'ok \nReviewed-by: A <a@example.org>\n',
    ],
    ['flowed is unstuffed', ['Content-Type: text/plain; format=flowed'], '-a\n  b\n c\n', '-a\n b\nc\n'],
    ['an unknown charset', ['Content-Type: text/plain; charset=klingon'], 'abc\n', 'abc\n'],
  ])('body: %s', async (_, header, body, expected) => {
    expect((await read(mail(header, body))).bodyText).toBe(expected);
  });

  test('bytes of the body stay, whatever the charset', async () => {
    const bytes = Buffer.concat([
      Buffer.from(mail(['Content-Type: text/plain; charset=windows-1252'], '')),
      Buffer.from([0x2b, 0xe9, 0x80, 0x00, 0x0a]),
    ]);
    const message = await read(bytes);
    expect([...message.body]).toEqual([0x2b, 0xe9, 0x80, 0x00, 0x0a]);
    expect(message.bodyText).toBe('+é€\0\n');
  });

  test('bytes that are not UTF-8 and name no charset are read as windows-1252', async () => {
    const bytes = Buffer.concat([Buffer.from(mail([], '')), Buffer.from([0x4a, 0xf6, 0x72, 0x67])]);
    expect((await read(bytes)).bodyText).toBe('Jörg');
  });

  const multipart = (parts: readonly string[], type = 'mixed') =>
    mail(
      [`Content-Type: multipart/${type};\n boundary="=_b"`],
      `preamble\n${parts.map((part) => `--=_b\n${part}\n`).join('')}--=_b--\nepilogue\n`,
    );

  test.each([
    [
      'the first text part',
      multipart(['Content-Type: text/plain\n\none', 'Content-Type: text/plain\n\nfooter']),
      'one\n',
    ],
    [
      'never HTML',
      multipart(['Content-Type: text/html\n\n<b>x</b>', 'Content-Type: text/plain\n\nplain'], 'alternative'),
      'plain\n',
    ],
    ['HTML alone is no text', multipart(['Content-Type: text/html\n\n<b>x</b>'], 'alternative'), ''],
    [
      'the part with the diff',
      multipart([
        '\nhello',
        `Content-Type: text/x-patch; name="x.patch"\nContent-Disposition: attachment\n\n${diffOf()}`,
      ]),
      diffOf(),
    ],
    [
      'a part named as attachment',
      multipart([`Content-Type: text/plain\nContent-Disposition: attachment; filename="x"\n\nyes`]),
      'yes\n',
    ],
    [
      'encoded parts',
      multipart([
        `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from('zwölf\n').toString('base64')}`,
      ]),
      'zwölf\n',
    ],
  ])('multipart: %s', async (_, text, expected) => {
    expect((await read(text)).bodyText.trimEnd()).toBe(expected.trimEnd());
  });

  test('a note before an attached patch is kept apart', async () => {
    const message = await read(multipart(['\nhello', `Content-Type: text/x-patch\n\n${diffOf()}`]));
    expect(message.leadText.trim()).toBe('hello');
  });

  test('a mail without a Message-ID gets one from its bytes', async () => {
    const text = 'From: A <a@example.org>\nSubject: x\n\nbody\n';
    const first = await read(text);
    expect(first.messageIdGiven).toBe(false);
    expect(first.messageId).toMatch(/^no-message-id-[0-9a-f]{16}$/);
    expect((await read(text)).messageId).toBe(first.messageId);
  });

  test.each([
    [
      'X-Original-From',
      ['X-Original-From: Bo Tester <bo@example.net>'],
      { name: 'Bo Tester', address: 'bo@example.net' },
    ],
    ['Reply-To', ['Reply-To: bo@example.net'], { name: 'Bo Tester', address: 'bo@example.net' }],
    [
      'Cc of the same name',
      ['Reply-To: kvm@example.org, x@example.net', 'Cc: Bo Tester <bo@example.net>'],
      { name: 'Bo Tester', address: 'bo@example.net' },
    ],
    ['nothing to go by', [], { name: 'Bo Tester via kvm', address: 'kvm@example.org' }],
  ])('a From that a list rewrote: %s', async (_, header, from) => {
    const text = writeMail({
      id: 'a@example.org',
      subject: 'x',
      from: '"Bo Tester via kvm" <kvm@example.org>',
      header,
      body: '',
    });
    expect((await read(text)).from).toEqual(from);
  });

  test.each([
    ['a header bomb', `From: a@example.org\nX-Bomb: ${'x'.repeat(600_000)}\n\nbody\n`],
    ['too many parts', mail(['Content-Type: multipart/mixed; boundary=b'], '--b\n\nx\n'.repeat(600))],
    [
      'parts nested too deep',
      Array.from(
        { length: 40 },
        (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`,
      ).join(''),
    ],
  ])('%s is left out and said', async (_, text) => {
    const reports: Diagnostic[] = [];
    const context = { ...quietContext(), report: (report: Diagnostic) => void reports.push(report) };
    await expect(readMessages([inputOf(text, 1 << 16, 'mail')], context)).rejects.toMatchObject({
      code: 'input',
    });
    expect(reports.map(({ code }) => code)).toEqual(['mail-unreadable']);
  });

  test('no mail at all is an input error that names the input', async () => {
    await expect(readMessages([inputOf('')], quietContext())).rejects.toMatchObject({
      code: 'input',
      message: 'test.mbox: no mail in it',
    });
  });
});
