import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { type MailParts, mailDate, writeMail } from '../../src/source/written-mail.js';

const PARTS: MailParts = {
  messageId: '1@x',
  parent: undefined,
  references: [],
  name: 'Ada',
  address: 'ada@example.org',
  subject: 'x',
  date: undefined,
  body: 'body\n',
};

describe('writeMail', () => {
  it('is read back by a mail reader, whatever name and subject', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, text, async (name, subject) => {
        const mail = await PostalMime.parse(writeMail({ ...PARTS, name, subject }));
        const shown = (value: string): string =>
          value.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
        expect(mail.headers.map(({ key }) => key)).toEqual([
          'from',
          'subject',
          'message-id',
          'mime-version',
          'content-type',
          'content-transfer-encoding',
        ]);
        expect(shown(mail.subject ?? '')).toBe(shown(subject));
        expect(mail.from?.address).toBe('ada@example.org');
        expect(mail.text).toBe('body\n');
      }),
    );
  });

  it('lets no field begin in another', () => {
    const nasty = 'a\r\nBcc: b\u2028c\u0085d\n\nbody';
    const text = Buffer.from(
      writeMail({
        ...PARTS,
        messageId: nasty,
        parent: nasty,
        references: [nasty],
        name: nasty,
        subject: nasty,
        date: nasty,
      }),
    ).toString();
    expect(text.split('\n\n')).toHaveLength(2);
    expect(text).not.toMatch(/^bcc/im);
  });
});

describe('mailDate', () => {
  it.each([
    ['2026-04-07 18:01', 'Tue, 07 Apr 2026 18:01:00 +0000'],
    ['2023-03-27  9:33', 'Mon, 27 Mar 2023 09:33:00 +0000'],
    ['yesterday', undefined],
  ])('%s', (shown, expected) => {
    expect(mailDate(shown)).toBe(expected);
  });
});
