// The reports of `diff` and `show`: their registries, their widths, and what hostile text does to them.
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { compareStates } from '../../src/check/state.js';
import { DIFF_REPORTS } from '../../src/report/diff/index.js';
import { PLAIN_VIEW, type Report } from '../../src/report/report.js';
import { SHOW_REPORTS } from '../../src/report/show/index.js';
import type { Comparison } from '../../src/result/comparison.js';
import { type ShowDocument, showDocument } from '../../src/result/series.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { diffOf, inputOf, patchBody, writeMbox } from '../mail/mail-text.js';
import { HOSTILE, sample } from './sample.js';
import { published } from './schema.js';

const states = compareStates(sample.states.map((state) => ({ ...state, failures: [] })));
const mailOf = (number: number, subject: string) => ({
  number,
  subject,
  messageId: `p${number}@example.org`,
});
const tag = (name: string) => ({ name, value: 'Idris Vale <idris@example.org>', messageId: 'r@example.org' });
const nothing = { gained: [], lost: [] };
const noLines = { before: [], after: [] };

const comparison: Comparison = {
  schemaVersion: 1,
  before: {
    revision: 1,
    title: 'KVM, vfio: hold a guest',
    author: 'Nora Winter <nora@example.org>',
    date: '2026-03-02T09:00:00.000Z',
    messageId: 'c1@example.org',
    patches: 3,
    missing: [],
  },
  after: {
    revision: 2,
    title: 'KVM, vfio: hold a guest without looking up symbols',
    author: 'Nora Winter <nora@example.org>',
    date: null,
    messageId: 'c2@example.org',
    patches: 3,
    missing: [],
  },
  cover: { gained: [tag('Acked-by')], lost: [] },
  patches: [
    {
      change: 'changed',
      before: mailOf(1, 'vfio: let go'),
      after: mailOf(1, 'vfio: let go of a guest through the guest'),
      lines: ['@@ a.c: int f(void)', '  int a;', '-+int b;', '++int c;'],
      tags: { gained: [tag('Tested-by')], lost: [tag('Reviewed-by')] },
      symbolLines: noLines,
    },
    {
      change: 'same',
      before: mailOf(2, 'vfio: take hold of a guest through the guest'),
      after: mailOf(2, 'vfio: take hold of a guest through the guest'),
      lines: [],
      tags: { gained: [], lost: [tag('Tested-by')] },
      symbolLines: {
        before: [{ change: 'removed', primitive: 'symbol_get', symbol: 'kvm_get', path: 'virt/kvm/vfio.c' }],
        after: [],
      },
    },
    {
      change: 'removed',
      before: mailOf(3, 'KVM: read coherence'),
      after: null,
      lines: [],
      tags: nothing,
      symbolLines: noLines,
    },
    {
      change: 'added',
      before: null,
      after: mailOf(3, 'KVM: register with vfio when the module is loaded'),
      lines: [],
      tags: nothing,
      symbolLines: noLines,
    },
  ],
  objections: [
    {
      state: 'open',
      reason: 'raised-again',
      kind: 'nak',
      tentative: true,
      by: 'Viola Strand <viola@example.org>',
      date: '2026-03-02T15:40:00.000Z',
      quote: 'NAK? :-)',
      messageId: 'a3@example.org',
      before: 1,
      after: 1,
      again: 'b3@example.org',
    },
  ],
  edges: {
    between: ['kvm', 'vfio'],
    oneWay: false,
    before: { base: 'a'.repeat(40), states, end: { kind: 'whole' } },
    after: {
      base: 'a'.repeat(40),
      states: states.slice(0, 2),
      end: {
        kind: 'refused',
        label: '2/3',
        failures: [
          {
            path: 'virt/kvm/vfio.c',
            hunk: '@@ -1,3 +1,3 @@ int f(void)',
            message: 'context does not match',
            expected: ['int a;'],
            found: [],
          },
        ],
      },
    },
    left: null,
  },
};

const documentOf = async (text: string): Promise<ShowDocument> => {
  const signed = 'Why.\n\nSigned-off-by: Ann Author <ann@example.org>';
  const word = `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
  const mails = [
    { id: 'c', subject: `[PATCH v2 0/2] ${word}`, body: 'About.\n---\n a | 1 +\n' },
    { id: 'a', subject: `[PATCH v2 1/2] ${word}`, answers: 'c', body: patchBody(signed, diffOf('a.c')) },
    {
      id: 'x',
      subject: 'Re: x',
      answers: 'a',
      from: `${word} <bo@example.net>`,
      body: 'NAK? :-)\n\nTested-by: Cy <cy@example.com>\n',
    },
    {
      id: 'y',
      subject: 'Re: x',
      answers: 'c',
      from: 'Di <di@example.net>',
      body: 'Acked-by: Di <di@example.net>\n',
    },
    {
      id: 'l',
      subject: 'Re: x',
      answers: 'a',
      from: 'kernel test robot <lkp@intel.com>',
      body: 'kernel test robot noticed the following build errors:\n',
    },
  ];
  const series = await readSeries([inputOf(writeMbox(mails))], {}, quietContext());
  return showDocument(series, reviewSeries(series), []);
};

/** Values of these fields come from lists of ours. */
const CLOSED = new Set(['kind', 'state', 'reason', 'change', 'severity', 'source', 'match', 'date']);

const withText = <Value>(value: Value, text: string, key = ''): Value => {
  if (typeof value === 'string') return (CLOSED.has(key) ? value : text) as Value;
  if (Array.isArray(value)) return value.map((one) => withText(one, text, key)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withText(one, text, name)]),
  ) as Value;
};

it('the sample is what the schema says', () => {
  const validate = published('diff');
  validate(comparison);
  expect(validate.errors).toBeNull();
});

interface Case {
  readonly name: string;
  readonly draw: (text: string | null, columns?: number) => Promise<string>;
}

const casesOf = <Result>(
  of: string,
  reports: readonly Report<Result>[],
  result: (text: string | null) => Promise<Result>,
): readonly Case[] =>
  reports.map((report) => ({
    name: `${of} as ${report.name}`,
    draw: async (text, columns = 80) => report.render(await result(text), { ...PLAIN_VIEW, columns }),
  }));

const CASES: readonly Case[] = [
  ...casesOf('diff', DIFF_REPORTS, async (text) => (text === null ? comparison : withText(comparison, text))),
  ...casesOf('show', SHOW_REPORTS, async (text) => {
    const document = await documentOf(text?.replace(/[\r\n]/g, ' ') ?? 'a title');
    return text === null ? document : withText(document, text);
  }),
];
const named = (name: string): Case => CASES.find((one) => one.name === name)!;
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('each report', () => {
  it.each(CASES)('$name is the same text each time, and ends its last line', async ({ draw }) => {
    const text = await draw(null);
    expect(await draw(null)).toBe(text);
    expect(text).toMatch(/\n$/);
  });

  it.each(CASES)('$name lets nothing through that a terminal or a browser obeys', async ({ name, draw }) => {
    const text = await draw(HOSTILE);
    expect(text).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
    );
    expect(text).not.toMatch(/\p{Cs}/u);
    if (name.endsWith('html')) {
      expect(text).not.toMatch(/<(?:script|img|x)\b/);
      expect(text).not.toMatch(/href="(?!https:\/\/lore\.kernel\.org\/all\/)/);
    }
    if (name.endsWith('github-markdown')) {
      expect(text).not.toMatch(/^# heading|^\| a \| b|<(?:script|img)\b(?![^`]*`)/m);
    }
  });

  it.each([40, 60, 80, 120])('text fits %i columns', async (columns) => {
    expect(longest(await named('diff as text').draw(null, columns))).toBeLessThanOrEqual(columns);
    expect(longest(await named('show as text').draw(null, columns))).toBeLessThanOrEqual(columns);
  });

  it.each(['diff as markdown', 'show as markdown'])(
    '%s fits a mail, and is literal but for its first line',
    async (name) => {
      const text = await named(name).draw(null);
      expect(longest(text)).toBeLessThanOrEqual(72);
      expect(text).not.toMatch(/[^\n -~…]/);
      const [head, ...rest] = text.split('\n\n');
      expect(head).toMatch(/^kvm-vfio-series: /);
      for (const line of rest.join('\n').split('\n')) expect(line).toMatch(/^(?: {4}|$)/);
    },
  );

  it('stands side by side where there is room, and else one under the other', async () => {
    expect(await named('diff as text').draw(null)).toMatch(/^base +5 edges +5 edges$/m);
    expect(await named('diff as text').draw(null, 50)).toMatch(/^ {2}v1: 5 edges\n {2}v2: 5 edges$/m);
  });

  it('says what it says', async () => {
    expect(await named('diff as text').draw(null)).toMatchSnapshot();
    expect(await named('diff as github-markdown').draw(null)).toMatchSnapshot();
    expect(await named('show as github-markdown').draw(null)).toMatchSnapshot();
  });
});
