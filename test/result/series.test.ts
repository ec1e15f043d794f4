import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { showDocument } from '../../src/result/series.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/show.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': true } }).compile(
  schema,
);

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
const mails: readonly MailText[] = [
  {
    id: 'c',
    subject: '[PATCH v2 0/2] things',
    body: 'About.\n\nbase-commit: 0123456789abcdef0123456789abcdef01234567\nchange-id: 20260407-things-1234\n',
  },
  { id: 'a', subject: '[PATCH v2 1/2] first', answers: 'c', body: patchBody(SIGNED, diffOf('a.c')) },
  {
    id: 'x',
    subject: 'Re: x',
    answers: 'a',
    from: 'Bo <bo@example.net>',
    body: 'NAK? :-)\n\nReviewed-by: Cy <cy@example.com>\n',
  },
  {
    id: 'y',
    subject: 'Re: x',
    answers: 'c',
    from: 'Bo <bo@example.net>',
    body: 'For the s390 bits:\nAcked-by: Bo <bo@example.net>\n',
  },
  {
    id: 'l',
    subject: 'Re: x',
    answers: 'a',
    from: 'kernel test robot <lkp@example.org>',
    body: 'error: x\n',
  },
  {
    id: 'o',
    subject: '[PATCH 1/2] first',
    date: 'Mon, 06 Apr 2026 20:01:04 +0200',
    body: patchBody(SIGNED, diffOf('a.c', 'int old;')),
  },
  {
    id: 'p',
    subject: 'Re: x',
    answers: 'o',
    from: 'Di <di@example.net>',
    body: 'Tested-by: Di <di@example.net>\n',
  },
];

describe('showDocument', () => {
  test('is what the schema says, with every kind of entry', async () => {
    const series = await readSeries([inputOf(writeMbox(mails))], {}, quietContext());
    const document = JSON.parse(JSON.stringify(showDocument(series, reviewSeries(series), [])));
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document).toMatchObject({
      schemaVersion: 1,
      revision: 2,
      revisions: [1, 2],
      expected: 2,
      missing: [2],
      baseCommit: '0123456789abcdef0123456789abcdef01234567',
      changeId: '20260407-things-1234',
      cover: {
        author: 'Ann Author <ann@example.org>',
        trailers: [{ source: 'cover', scope: { kind: 'unknown', words: 'the s390 bits' } }],
      },
      patches: [
        {
          index: 1,
          trailers: [
            { name: 'Signed-off-by', source: 'patch', messageId: 'a', match: 'matched', conditional: false },
            { name: 'Reviewed-by', source: 'follow-up', messageId: 'x', match: 'somebody-else' },
          ],
          stale: [{ name: 'Tested-by', fromRevision: 1 }],
          objections: [
            {
              kind: 'nak',
              tentative: true,
              by: 'Bo <bo@example.net>',
              messageId: 'x',
              quote: 'NAK? :-)',
              patch: 1,
              takenBack: false,
            },
          ],
        },
      ],
      objections: [{ kind: 'nak' }],
      robots: [{ kind: 'build-failure', patch: 1 }],
      diagnostics: [{ code: 'patch-missing' }],
    });
  });

  test('the schema refuses what is not in the contract', () => {
    expect(validate({ schemaVersion: 2 })).toBe(false);
  });
});
