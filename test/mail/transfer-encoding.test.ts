import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { decodeTransfer } from '../../src/mail/transfer-encoding.js';

const decode = (text: string, encoding: string, isLast = true): string =>
  decodeTransfer(Buffer.from(text, 'latin1'), encoding, isLast).toString('latin1');

describe('a transfer encoding', () => {
  it.each<[string, string, string, string]>([
    ['a soft line break', 'quoted-printable', 'one=\ntwo\n', 'onetwo\n'],
    ['an octet', 'quoted-printable', 'a=3Db=3db\n', 'a=b=b\n'],
    ['what is no octet', 'quoted-printable', 'a=zzb =\n=4\n', 'a=zzb =4\n'],
    ['a carriage return before the end of a line', 'quoted-printable', 'a=\r\nb\r\n', 'ab\n'],
    ['padding in the middle', 'base64', 'YQ==\nYmM=\n', 'abc'],
    ['bytes that are no base64', 'base64', 'Y*Q=\n', 'a'],
    ['a comment after the name', 'base64 (as sent)', 'YQ==', 'a'],
    ['a name that nobody knows', 'x-other', 'a=3D', 'a=3D'],
  ])('%s', (_, encoding, text, expected) => expect(decode(text, encoding)).toBe(expected));

  it('gives the last line before a boundary its end', () => {
    expect(decode('a\n', 'quoted-printable', false)).toBe('a\n\n');
    expect(decode('a', 'quoted-printable', false)).toBe('a\n');
  });

  it('is decoded as by postal-mime', async () => {
    const piece = fc.constantFrom(
      '=',
      '=\n',
      '=3D',
      '=E4',
      '=e',
      'YWJj',
      'Yg==',
      'a b',
      '\n',
      '\r\n',
      ' ',
      '-',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('base64', 'quoted-printable'),
        async (pieces, encoding) => {
          const text = `x${pieces.join('')}`;
          const mail = `Content-Type: application/x\nContent-Disposition: attachment\nContent-Transfer-Encoding: ${encoding}\n\n${text}`;
          const [attachment] = (await PostalMime.parse(mail)).attachments;
          expect(decode(text, encoding)).toBe(
            Buffer.from(attachment?.content as ArrayBuffer).toString('latin1'),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
