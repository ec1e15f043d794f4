import { describe, expect, it } from 'vitest';
import { compareStates } from '../../src/check/state.js';
import { dot } from '../../src/report/dot.js';
import { githubMarkdown } from '../../src/report/github-markdown.js';
import { page } from '../../src/report/html.js';
import { REPORTS } from '../../src/report/index.js';
import { markdown } from '../../src/report/markdown.js';
import { mermaid } from '../../src/report/mermaid.js';
import { PLAIN_VIEW, type Report } from '../../src/report/report.js';
import { svg } from '../../src/report/svg.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { HOSTILE, refused, sample, withText } from './sample.js';

const render = (report: Report, result: CheckResult, state: string | null = null): string =>
  report.render(result, { ...PLAIN_VIEW, state });

const bad = withText(HOSTILE);

/** The tags of a page or picture without the values of their attributes. */
const tags = (text: string): string => (text.replaceAll(/="[^"]*"/g, '=').match(/<[^>]*>/g) ?? []).join('\n');

describe('every report', () => {
  it.each(REPORTS.map((one) => [one.name, one] as const))(
    '%s is the same text each time and ends its last line',
    (_, report) => {
      for (const result of [sample, refused, bad]) {
        expect(render(report, result)).toBe(render(report, result));
        expect(render(report, result)).toMatch(/[^\n]\n$/);
      }
    },
  );

  it.each(REPORTS.map((one) => [one.name, one] as const))(
    '%s has no byte that a terminal obeys, and no lone surrogate',
    (_, report) => {
      expect(render(report, bad).replaceAll('\t', report.name === 'reply' ? ' ' : '\t')).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u,
      );
    },
  );

  it.each(REPORTS.map((one) => [one.name, one] as const))(
    '%s shows a result without any edge',
    (_, report) => {
      const states = compareStates([{ label: 'base', failures: [], edges: [] }]);
      expect(render(report, { ...sample, states, findings: [] }).length).toBeGreaterThan(1);
    },
  );
});

describe('markdown', () => {
  it('can be pasted into a reply: 72 columns of plain ASCII', () => {
    const text = render(markdown, sample);
    expect(text).toMatchSnapshot();
    expect(text).toMatch(/^[\n -~]*$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  it('keeps hostile text inside its block', () => {
    const text = render(markdown, bad);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
    const [verdict = '', ...block] = text.split('\n\n');
    expect(verdict).not.toMatch(/[<>]/);
    for (const line of block.join('\n').split('\n')) expect(line).toMatch(/^(?: {4}|$)/);
  });
});

describe('github-markdown', () => {
  it('has a table, details and a graph', () => {
    expect(render(githubMarkdown, sample)).toMatchSnapshot();
  });

  it('keeps hostile text inside its cells', () => {
    const text = render(githubMarkdown, bad);
    const outside = text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]+`/g, '');
    expect(outside).not.toMatch(/<(?!\/?(?:details|summary)>|br\/>)/);
    expect(outside).not.toMatch(/(?<!\\)\]\(|(?<!\\)!\[|https?:\/\/|@/);
    expect(text.match(/^```/gm)).toHaveLength(2);
    const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length;
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(rows.map(cells))).toEqual(new Set([2 + 4 + 2, 4 + 2]));
  });
});

describe('pictures of one state', () => {
  it.each([dot, mermaid])('draw what is there, came and went', (report) => {
    expect(['base', '1/3', '3/3'].map((state) => render(report, sample, state)).join('\n')).toMatchSnapshot();
  });

  it('show the last state unless another is named', () => {
    for (const report of [dot, mermaid, svg])
      expect(render(report, sample)).toBe(render(report, sample, '3/3'));
  });

  it('dot quotes what is hostile', () => {
    const lines = render(dot, bad).trimEnd().split('\n');
    for (const line of lines) expect(line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')).toMatch(/^[\w ;[\]={}>,-]*$/);
  });

  it('mermaid quotes what is hostile', () => {
    for (const line of render(mermaid, bad).trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(?:flowchart LR| {2}m\d+\["[^"]*"\]| {2}m\d+ (?:--|-\.) "[^"]*" (?:-->|\.->) m\d+)$/,
      );
      expect(line).not.toMatch(/<(?!br\/>)|%%/);
    }
  });

  it('svg has no script, no link and nothing from elsewhere', () => {
    for (const result of [sample, bad]) {
      expect(tags(render(svg, result))).not.toMatch(
        /<(?:script|a|image|use|foreignObject)\b|\s(?:on\w+|href)=/,
      );
      expect(render(svg, result)).not.toMatch(/url\(|@import/);
    }
  });

  it('counts by pair when there are too many edges to read', () => {
    const [one] = sample.states[0]!.edges;
    const edges = Array.from({ length: 301 }, (_, at) => ({ ...one!, symbol: `symbol_${at}` }));
    const many = { ...sample, states: compareStates([{ label: 'base', failures: [], edges }]) };
    expect(render(mermaid, many)).toContain('"301 symbols"');
    expect(render(svg, many)).toContain('301 symbols');
    expect(render(svg, many)).not.toContain('symbol_7');
  });
});

describe('html', () => {
  it('allows its own style and script only, and fetches nothing', () => {
    const text = render(page, bad);
    expect(text).toMatch(/content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(tags(text)).not.toMatch(
      /<(?:img|iframe|object|embed|link|base|form)\b|\s(?:src|srcset|style|on\w+)=/,
    );
    for (const [, href] of text.matchAll(/href="([^"]*)"/g)) {
      expect(href).toMatch(/^https:\/\/lore\.kernel\.org\/all\/[\w.~!'()*%-]+\/$/);
    }
  });

  it('holds what the result holds', () => {
    const text = render(page, sample);
    for (const edge of sample.states.flatMap((state) => state.edges)) expect(text).toContain(edge.symbol);
    expect(text).toContain('Reviewed-by: Idris Vale &lt;idris@example.org&gt;');
    expect(text).toContain('bind = symbol_get(vfio_file_bind_kvm);');
    expect(render(page, refused)).toContain('int old;');
  });
});
