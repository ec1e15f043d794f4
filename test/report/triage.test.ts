import { readdirSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { TABLE_SCRIPT } from '../../src/report/part/table-script.js';
import { PLAIN_VIEW, reportIn, type View } from '../../src/report/report.js';
import { TRIAGE_REPORTS } from '../../src/report/triage/index.js';
import type { TriageResult } from '../../src/result/triage.js';
import { HOSTILE } from './sample.js';
import { published } from './schema.js';
import { sample, withText } from './triage-sample.js';

const render = (name: string, result: TriageResult, view: Partial<View> = {}): string =>
  reportIn(TRIAGE_REPORTS, name).render(result, { ...PLAIN_VIEW, ...view });
const bad = withText(HOSTILE);
const empty: TriageResult = { ...sample, between: null, rows: [] };
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('the registry of reports of triage', () => {
  const parts = ['index.ts', 'cell.ts', 'table.ts'];
  const files = readdirSync(new URL('../../src/report/triage', import.meta.url));
  it.each(files.filter((name) => !parts.includes(name)))('lists %s', (file) => {
    expect(TRIAGE_REPORTS.map(({ name }) => `${name}.ts`)).toContain(file);
  });
});

describe.each(TRIAGE_REPORTS.map(({ name }) => name))('%s', (name) => {
  it('is the same text each time and ends its last line', () => {
    for (const result of [sample, bad, empty]) {
      expect(render(name, result)).toBe(render(name, result));
      expect(render(name, result)).toMatch(/[^\n]\n$/);
    }
  });

  it('has no byte that a terminal obeys, and no lone surrogate', () => {
    expect(render(name, bad)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u,
    );
  });

  it.skipIf(name === 'reply')('names every series, its reason, and an input without one', () => {
    const text = render(name, sample, { columns: 120, detail: 'verbose' });
    for (const { title } of sample.rows) expect(text.replaceAll('\\', '')).toContain(title.slice(0, 16));
    expect(text.replaceAll('\\', '')).toContain('Patch 2/3 is missing');
  });
});

describe('text', () => {
  it.each([80, 60])('is a table that fits %d columns', (columns) => {
    expect(render('text', sample, { columns })).toMatchSnapshot();
  });

  it.each([40, 50, 60, 72, 80, 100, 120])('never passes %d columns', (columns) => {
    for (const result of [sample, bad])
      for (const detail of ['normal', 'verbose', 'quiet'] as const)
        expect(widest(render('text', result, { columns, detail }))).toBeLessThanOrEqual(columns);
  });

  it('says in one line how many there are', () => {
    expect(render('text', sample, { detail: 'quiet' })).toBe(
      '9 series: 1 ready, 1 needs review, 1 objection open, 1 does not apply, 1 breaks\n  the link, 1 incomplete, 1 error, 1 superseded, 1 merged\n',
    );
    expect(render('text', empty)).toBe('no series\n');
  });

  it('says more when it is asked to', () => {
    const text = render('text', sample, { detail: 'verbose' });
    expect(text).toContain('    <v2-3@example.org>\n');
    expect(text).toContain(`    base ${'0123456789'.repeat(4)}\n`);
    expect(text).toContain('    broken after 1/2: kvm needs kvm_gone');
  });

  it('colours what is bad', () => {
    const text = render('text', sample, { colour: 1 });
    expect(text).toContain('\u001b[32mready (1)');
    expect(text).toContain('\u001b[31mdoes not apply (1)');
  });
});

describe('markdown', () => {
  it('can be pasted into a mail: an indented block of 72 columns', () => {
    const text = render('markdown', sample);
    expect(text).toMatchSnapshot();
    for (const result of [sample, bad]) {
      expect(widest(render('markdown', result))).toBeLessThanOrEqual(72);
      const [, ...block] = render('markdown', result).split(/^$/m);
      for (const line of block.join('').split('\n')) expect(line).toMatch(/^(?: {4}|$)/);
    }
  });
});

describe('github-markdown', () => {
  it('has a table for each verdict', () => {
    expect(render('github-markdown', sample)).toMatchSnapshot();
  });

  it('keeps hostile text inside its cells', () => {
    const text = render('github-markdown', bad);
    expect(text.replaceAll(/<\/?(?:details|summary)>/g, '')).not.toMatch(
      /<|(?<!\\)\]\(|(?<!\\)!\[|https?:\/\/|@/,
    );
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(rows.map((line) => line.replaceAll(/\\./g, '').split('|').length))).toEqual(new Set([14]));
  });
});

describe('html', () => {
  it('runs nothing but its own script and fetches nothing, whatever the mail says', () => {
    for (const result of [sample, bad]) {
      const text = render('html', result);
      expect(text).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
      const tags = (text.replaceAll(/="[^"]*"/g, '=').match(/<[^>]*>/g) ?? []).join('\n');
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(text).toContain(`<script>${TABLE_SCRIPT}</script>`);
      expect(tags).not.toMatch(/<(?:img|image|iframe|object|link|use)\b|\s(?:on\w+|src|style)=/);
      expect(tags.match(/<a /g)).toHaveLength(8);
      for (const [, target] of text.matchAll(/ href="([^"]*)"/g))
        expect(target).toMatch(/^https:\/\/lore\.kernel\.org\/all\/[\w%.~*!'()-]+\/$/);
    }
  });

  it('closes what it opens', () => {
    const text = render('html', sample);
    for (const tag of ['section', 'table', 'tr', 'th', 'td', 'main', 'body', 'html', 'ul', 'li', 'abbr'])
      expect(text.match(new RegExp(`<${tag}[ >]`, 'g'))).toHaveLength(
        text.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0,
      );
  });
});

describe('json', () => {
  it('is what the schema says', () => {
    const validate = published('triage');
    for (const result of [sample, bad, empty]) {
      validate(JSON.parse(render('json', result)));
      expect(validate.errors).toBeNull();
    }
    expect(JSON.parse(render('json', sample))).toEqual(sample);
    expect(validate({ ...sample, rows: [{ ...sample.rows[0], verdict: 'fine' }] })).toBe(false);
  });
});
