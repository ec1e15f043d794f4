import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { compareStates } from '../../src/check/state.js';
import { PLAIN_VIEW, type View } from '../../src/report/report.js';
import { terminal } from '../../src/report/terminal.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { HOSTILE, refused, sample, withText } from './sample.js';

const shown = (result: CheckResult, view: Partial<View> = {}): string =>
  terminal.render(result, { ...PLAIN_VIEW, ...view });

/** What a terminal obeys, but for the escapes that a report writes itself. */
const OBEYED = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u;
const OWN = /\u001b\[[0-9;]*m|\u001b\]8;;[!-~]*\u001b\\/g;

/** The sample with many patches, of which few change anything. */
const long: CheckResult = {
  ...sample,
  states: compareStates(
    Array.from({ length: 31 }, (_, at) => ({
      label: at === 0 ? 'base' : `${at}/30`,
      subject: 'a patch',
      failures: [],
      edges: (sample.states[at < 10 ? 0 : at < 20 ? 1 : 3] ?? sample.states[0]!).edges,
    })),
  ),
};

describe('terminal', () => {
  it('draws states as columns and edges as rows, then says where each edge is', () => {
    expect(shown(sample)).toMatchSnapshot();
  });

  it('shows the lines of a patch that does not apply', () => {
    expect(shown(refused)).toMatchSnapshot();
  });

  it('shows two refused hunks of a patch, and the lines that differ, unless it is verbose', () => {
    const [base, patch] = refused.states;
    const [failure] = patch!.failures!;
    const hunk = {
      ...failure!,
      expected: ['same', '\tint old;', 'same'],
      found: ['same', '\tint new;', 'same'],
    };
    const many = { ...refused, states: [base!, { ...patch!, failures: [hunk, hunk, hunk, hunk] }] };
    const brief = shown(many);
    expect(brief.match(/expected \|/g)).toHaveLength(2);
    expect(brief).toContain('expected |   int old;');
    expect(brief).toContain('and 2 more hunks; --verbose shows all');
    const verbose = shown(many, { detail: 'verbose' });
    expect(verbose.match(/expected \| {2}/g)).toHaveLength(4);
    expect(verbose.match(/expected \| same/g)).toHaveLength(8);
  });

  it('lists every edge at every state when it is verbose', () => {
    expect(shown(sample, { detail: 'verbose' })).toMatchSnapshot();
  });

  it('says the verdict only when it is quiet', () => {
    expect(shown(sample, { detail: 'quiet' })).toBe(
      'FAIL: 1 edge added; 2 edges remain; kvm -> vfio: 2 -> 3; vfio -> kvm: 3 -> 0\n',
    );
  });

  it('draws in ASCII', () => {
    expect(shown(sample, { ascii: true })).toMatch(/^[\n -~]*$/);
    expect(shown(sample, { ascii: true })).toContain('* there');
  });

  it('leaves states out of the table that change nothing, when there are too many columns', () => {
    const table = shown(long).split('\n\n')[2]!;
    expect(table.split('\n')[0]!.trim().split(/\s+/)).toEqual(['base', '10/30', '20/30', '30/30']);
    expect(table).toContain('27 states that change nothing left out');
  });

  it('says the same with colour and links as without', () => {
    const rich = shown(sample, { colour: 1, links: 'file:///linux/' });
    expect(rich).toContain('\u001b[');
    expect(rich).toContain(
      '\u001b]8;;file:///linux/virt/kvm/vfio.c#L21\u001b\\virt/kvm/vfio.c:21\u001b]8;;\u001b\\',
    );
    expect(rich.replaceAll(OWN, '')).toBe(shown(sample));
  });

  it.each([40, 60, 80, 120])('fits %i columns', (columns) => {
    for (const result of [sample, refused, long, withText(HOSTILE)]) {
      for (const detail of ['quiet', 'normal', 'verbose'] as const) {
        const text = shown(result, { columns, detail });
        expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('lets no byte through that a terminal obeys', () => {
    const views: readonly Partial<View>[] = [
      {},
      { detail: 'verbose' },
      { detail: 'quiet' },
      { links: 'file:///linux/', colour: 2 },
    ];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...views), (text, view) => {
        expect(shown(withText(text), view).replaceAll(OWN, '')).not.toMatch(OBEYED);
      }),
    );
    for (const view of views) expect(shown(withText(HOSTILE), view).replaceAll(OWN, '')).not.toMatch(OBEYED);
    expect(shown(withText('\u001b[31m\u202e'))).toContain('\\x1b[31m\\u{202e}');
  });
});
