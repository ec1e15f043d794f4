import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type AmOptions, quotedPrintable, writeAm } from '../../src/series/am.js';
import { pickPatches } from '../../src/series/pick.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { findUnicodeControl } from '../../src/series/unicode.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
const BO = 'Bo Tester <bo@example.net>';
const DEFAULTS: AmOptions = {
  trailersFrom: 'same-person',
  coverTrailers: true,
  linkMask: null,
  signoff: null,
  pick: null,
  allowUnicodeControl: false,
};

const am = async (mails: readonly MailText[], options: Partial<AmOptions> = {}) => {
  const series = await readSeries([inputOf(writeMbox(mails))], {}, quietContext());
  return writeAm(series, reviewSeries(series), { ...DEFAULTS, ...options });
};

const mails: readonly MailText[] = [
  { id: 'c', subject: '[PATCH net-next v2 0/2] Two: things!', body: 'About.\n-- \nAnn\n' },
  { id: 'a', subject: '[PATCH net-next v2 1/2] first', answers: 'c', body: patchBody(SIGNED) },
  { id: 'b', subject: '[PATCH net-next v2 2/2] second', answers: 'c', body: patchBody('No trailers here.') },
  {
    id: 'r',
    subject: 'Re: x',
    answers: 'a',
    from: BO,
    body: `Acked-by: Bo Tester <bo@elsewhere.org>\nReviewed-by: Cy <cy@example.com>\n`,
  },
  { id: 's', subject: 'Re: x', answers: 'c', from: BO, body: `Tested-by: ${BO}\n` },
];
const addedTo = async (options: Partial<AmOptions>) =>
  (await am(mails, options)).added.map(({ trailers }) => trailers);

describe('writeAm', () => {
  test('mails, cover letter and name', async () => {
    const { mbox, cover, slug } = await am(mails);
    expect(slug).toBe('v2_20260407_ann_two_things');
    expect(cover?.toString()).toContain('Subject: [PATCH net-next v2 0/2] Two: things!\n');
    expect(cover?.toString()).toMatch(/\n\nAbout\.\n\n$/);
    const [, first, second, ...more] = mbox.toString().split('From git@z Thu Jan  1 00:00:00 1970\n');
    expect(more).toEqual([]);
    expect(first).toBe(
      [
        'Subject: [PATCH v2 1/2] first',
        'From: Ann Author <ann@example.org>',
        'Date: Tue, 07 Apr 2026 20:01:04 +0200',
        'Message-Id: <a>',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        SIGNED,
        'Acked-by: Bo Tester <bo@elsewhere.org>',
        `Tested-by: ${BO}`,
        '---',
        ' file | 1 +',
        ' 1 file changed, 1 insertion(+)',
        '',
        `${diffOf()}-- `,
        '',
        '',
      ].join('\n'),
    );
    expect(second).toContain(`\n\nNo trailers here.\n\nTested-by: ${BO}\n---\n`);
  });

  test.each([
    [{ trailersFrom: 'matched' }, [[`Tested-by: ${BO}`], [`Tested-by: ${BO}`]]],
    [{ trailersFrom: 'nobody' }, [[], []]],
    [
      { trailersFrom: 'anybody', coverTrailers: false },
      [['Acked-by: Bo Tester <bo@elsewhere.org>', 'Reviewed-by: Cy <cy@example.com>'], []],
    ],
    [
      { trailersFrom: 'nobody', linkMask: 'https://lore.example.org/r/%s' },
      [['Link: https://lore.example.org/r/a'], ['Link: https://lore.example.org/r/b']],
    ],
    [
      { trailersFrom: 'nobody', signoff: { name: 'Di', address: 'di@example.org' } },
      [['Signed-off-by: Di <di@example.org>'], ['Signed-off-by: Di <di@example.org>']],
    ],
    [
      { trailersFrom: 'nobody', signoff: { name: 'Ann Author', address: 'ann@example.org' } },
      [[], ['Signed-off-by: Ann Author <ann@example.org>']],
    ],
    [{ pick: [2] }, [[`Tested-by: ${BO}`]]],
  ] satisfies readonly [Partial<AmOptions>, string[][]][])('%j adds %j', async (options, expected) => {
    expect(await addedTo(options)).toEqual(expected);
  });

  test('a body with From, CR or NUL is encoded', async () => {
    for (const message of ['From here on it works.', 'a\rb', 'a\0b']) {
      const { mbox } = await am([{ id: 'a', subject: '[PATCH] x', body: patchBody(message) }]);
      expect(mbox.toString()).toContain('Content-Transfer-Encoding: quoted-printable');
      expect(mbox.toString().match(/^From /gm)).toHaveLength(1);
    }
  });

  test('header text can not break out of its line', async () => {
    const body = patchBody('Subject: x\u0085\n From: Eve <eve@example.org>\n\nText.');
    const { mbox } = await am([
      { id: 'a', subject: '[PATCH] =?utf-8?q?x=0AFrom=3A_eve=40example=2Eorg?=', body },
    ]);
    expect(mbox.toString().match(/^From:/gm)).toHaveLength(1);
  });

  test.each([
    ['a gap', mails.filter(({ id }) => id !== 'b'), {}, 'the series is not whole: 2 of 2 missing'],
    [
      'a cut patch',
      [{ id: 'a', subject: '[PATCH] x', body: patchBody(SIGNED).slice(0, -40) }],
      {},
      /is cut or damaged/,
    ],
    [
      'a path outside',
      [{ id: 'a', subject: '[PATCH] x', body: patchBody(SIGNED, diffOf('../x')) }],
      {},
      /leaves the tree: \.\.\/x/,
    ],
    [
      'a control character',
      [{ id: 'a', subject: '[PATCH] x', body: patchBody(SIGNED, diffOf('x', 'a\u200bb')) }],
      {},
      /invisible control character U\+200B/,
    ],
  ] as const)('%s is refused', async (_, input, options, message) => {
    await expect(am(input, options)).rejects.toThrow(message);
    await expect(am(input, options)).rejects.toMatchObject({ code: 'input' });
  });

  test('what is refused can be asked for', async () => {
    expect(
      (
        await am(
          mails.filter(({ id }) => id !== 'b'),
          { pick: [1] },
        )
      ).added,
    ).toHaveLength(1);
    const body = patchBody(SIGNED, diffOf('x', 'a\u200bb'));
    expect(
      (await am([{ id: 'a', subject: '[PATCH] x', body }], { allowUnicodeControl: true })).added,
    ).toHaveLength(1);
  });
});

describe('quotedPrintable', () => {
  test('any bytes come back, in lines that split no mbox', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(255), fc.constantFrom(10, 13, 32, 61, 70, 114))), (numbers) => {
        const text = quotedPrintable(Buffer.from(numbers)).toString('latin1');
        expect(text).not.toMatch(/^F|[ \t]$|[^\n]{77}/m);
        const decoded = text
          .replace(/=\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
        expect([...Buffer.from(decoded, 'latin1')]).toEqual(numbers);
      }),
    );
  });
});

describe('pickPatches', () => {
  const patches = ['kvm: one', 'vfio: two', 'kvm: three', 'vfio: four', 'kvm: five'].map((subject, at) => ({
    index: at + 1,
    subject,
  }));

  test.each([
    ['1-3,5', [1, 2, 3, 5]],
    ['4-', [4, 5]],
    ['-1', [5]],
    ['<3', [1, 2]],
    ['3, 1, 1', [1, 3]],
    ['kvm*', [1, 3, 5]],
    ['*two', [2]],
  ])('%s', (text, expected) => {
    expect(pickPatches(text, patches)).toEqual(expected);
  });

  test.each([
    ['6', 'input'],
    ['2-9', 'input'],
    ['0', 'input'],
    ['-9', 'input'],
    ['scsi*', 'input'],
    ['x', 'usage'],
    ['3-1', 'usage'],
    ['', 'usage'],
  ])('%s is refused: %s', (text, code) => {
    expect(() => pickPatches(text, patches)).toThrow(expect.objectContaining({ code }));
  });
});

describe('findUnicodeControl', () => {
  test.each([
    ['plain', null],
    ['ü is a letter', null],
    ['one\na\u202eb', { line: 2, codePoint: 'U+202E' }],
    ['\u0646\u0627\u0645\u0647\u200c\u0647\u0627', null],
  ])('%j', (text, expected) => {
    expect(findUnicodeControl(text)).toEqual(expected);
  });
});
