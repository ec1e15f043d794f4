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
  it('says the verdict, what people object to, and what each patch does', () => {
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
    expect(brief.match(/^ +[<>]/gm)).toHaveLength(4);
    expect(brief).toContain('      <   int new;\n      >   int old;\n');
    expect(brief).toContain('and 2 more hunks; --verbose shows all');
    const verbose = shown(many, { detail: 'verbose' });
    expect(verbose.match(/> {3}int old/g)).toHaveLength(4);
    expect(verbose.match(/> same/g)).toHaveLength(8);
  });

  it('also says what was there before when it is verbose', () => {
    expect(shown(sample, { detail: 'verbose' })).toMatchSnapshot();
  });

  it.each(['normal', 'verbose'] as const)('names each edge once, %s', (detail) => {
    const text = shown({ ...sample, failOn: 'new' }, { detail });
    for (const symbol of ['kvm_guest_put', 'kvm_guest_get_live', 'vfio_register_device', 'linux/kvm_host.h'])
      expect(text.split(symbol)).toHaveLength(2);
    for (const symbol of ['vfio_file_bind_kvm', 'vfio_file_window_group'])
      expect(text.split(symbol)).toHaveLength(detail === 'verbose' ? 2 : 1);
  });

  it('shows edges of the base that fail the result', () => {
    expect(shown(sample)).toContain('vfio_file_bind_kvm');
  });

  it('explains every mark that it draws', () => {
    const marks = (text: string): readonly string[] =>
      [...new Set([...text.matchAll(/^ +([^\w\s(]) /gmu)].map(([, mark]) => mark!))].sort();
    for (const result of [sample, refused])
      for (const detail of ['normal', 'verbose'] as const) {
        const text = shown(result, { detail });
        const legend = text.trimEnd().split('\n').at(-1)!.split(', ');
        expect(legend.map((one) => one[0]!).sort()).toEqual(marks(text));
      }
  });

  it('sums up the repairs of white space', () => {
    const repair = { kind: 'white-space', severity: 'warning', message: 'a file was rebuilt' } as const;
    const repaired = { ...sample, findings: [repair, { ...repair, severity: 'note' as const }, repair] };
    expect(shown(repaired)).toContain(
      'the mail lost white space in 3 places: 3 rebuilt, 2 of them not verifiable;',
    );
    expect(shown(repaired).split('a file was rebuilt')).toHaveLength(1);
    expect(shown(repaired, { detail: 'verbose' }).split('a file was rebuilt')).toHaveLength(4);
  });

  it('shows the hunks of the first refused patches only, unless it is verbose', () => {
    const [base, patch] = refused.states;
    const many = { ...refused, states: [base!, ...Array.from({ length: 5 }, () => patch!)] };
    expect(shown(many).match(/^ +> /gm)).toHaveLength(3);
    expect(shown(many, { detail: 'verbose' }).match(/^ +> /gm)).toHaveLength(5);
  });

  it('says the verdict only when it is quiet', () => {
    expect(shown(sample, { detail: 'quiet' })).toBe(
      'FAIL: 1 edge added; 2 edges remain; kvm -> vfio: 2 -> 3; vfio -> kvm: 3 -> 0\n',
    );
  });

  it('draws in ASCII', () => {
    expect(shown(sample, { ascii: true })).toMatch(/^[\n -~]*$/);
  });

  it('sums up patches that change nothing', () => {
    const text = shown({ ...long, failOn: 'new' });
    expect(text).toContain('  1/30 to 9/30  9 patches change no edge\n  10/30  1 removed: a patch\n');
    expect(text.split('\n').length).toBeLessThan(40);
  });

  it('says the same with colour and links as without', () => {
    const rich = shown(sample, { colour: 1, links: 'file:///linux/' });
    expect(rich).toContain('\u001b[');
    expect(rich).toContain(
      '\u001b]8;;file:///linux/virt/kvm/vfio.c#L77\u001b\\virt/kvm/vfio.c:77\u001b]8;;\u001b\\',
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
