import { describe, expect, it } from 'vitest';
import { compareStates } from '../../src/check/state.js';
import { b4 } from '../../src/report/b4.js';
import { github } from '../../src/report/github.js';
import { junit } from '../../src/report/junit.js';
import { patchwork } from '../../src/report/patchwork.js';
import { PLAIN_VIEW, type Report } from '../../src/report/report.js';
import { sarif } from '../../src/report/sarif.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { HOSTILE, judged, refused, sample, withText } from './sample.js';
import { officialSarif, published } from './schema.js';

const render = (report: Report, result: CheckResult): string => report.render(result, PLAIN_VIEW);
const parsed = (report: Report, result: CheckResult) => JSON.parse(render(report, result));

const guarded = judged({
  ...sample,
  failOn: 'policy',
  findings: [
    {
      kind: 'policy-violation',
      severity: 'error',
      message: 'kvm -> vfio x (link) breaks the rule "r"',
      state: '1/3',
      path: 'virt/kvm/vfio.c',
      line: 18,
    },
    { kind: 'policy-violation', severity: 'warning', message: 'w', state: '2/3' },
    { kind: 'baseline-stale', severity: 'error', message: 's', state: 'base', path: 'b.json' },
  ],
  known: [],
});

const results: readonly (readonly [string, CheckResult])[] = [
  ['a series', sample],
  ['a refused patch', refused],
  ['hostile text', withText(HOSTILE)],
  ['a broken policy', guarded],
];

describe('sarif', () => {
  it.each(results)('is what the official schema says: %s', (_, result) => {
    const validate = officialSarif();
    validate(parsed(sarif, result));
    expect(validate.errors).toBeNull();
  });

  it('has a rule with help for each result, and a place', () => {
    const [run] = parsed(sarif, sample).runs;
    for (const one of run.results) {
      expect(run.tool.driver.rules[one.ruleIndex].id).toBe(one.ruleId);
      expect(run.tool.driver.rules[one.ruleIndex].help.text.length).toBeGreaterThan(20);
    }
    expect(run.results.map((one: { ruleId: string; level: string }) => [one.ruleId, one.level])).toEqual([
      ['edge-remaining', 'error'],
      ['edge-remaining', 'error'],
      ['edge-added', 'error'],
      ['objection', 'warning'],
    ]);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'virt/kvm/vfio.c', uriBaseId: 'SRCROOT' },
      region: { startLine: 21, snippet: { text: '  bind = symbol_get(vfio_file_bind_kvm);' } },
    });
  });

  it('keeps fingerprints when lines move, and has a different one for each result', () => {
    const moved = {
      ...sample,
      states: sample.states.map((state) => ({
        ...state,
        edges: state.edges.map((edge) => ({
          ...edge,
          reference: { ...edge.reference, line: edge.reference.line + 7 },
        })),
      })),
    };
    const prints = (result: CheckResult): readonly string[] =>
      parsed(sarif, result).runs[0].results.map(
        (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['kvmVfioSeries/v1'],
      );
    expect(prints(moved)).toEqual(prints(sample));
    expect(new Set(prints(sample)).size).toBe(prints(sample).length);
  });

  it('blames only what the rule of --fail-on is about', () => {
    const levels = (failOn: 'new' | 'never'): readonly string[] =>
      parsed(sarif, { ...sample, failOn }).runs[0].results.map((one: { level: string }) => one.level);
    expect(levels('new')).toEqual(['note', 'note', 'error', 'warning']);
    expect(levels('never')).toEqual(['note', 'note', 'warning', 'warning']);
  });
});

describe('junit', () => {
  it('has a case for each state, edge and finding', () => {
    expect(render(junit, sample)).toMatchSnapshot();
  });

  it.each(results)('is well-formed: %s', (_, result) => {
    const text = render(junit, result);
    const stack: string[] = [];
    const rest = text
      .replace(/^<\?xml[^>]*\?>/, '')
      .replace(/<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>/g, (_all, close, name, _attributes, empty) => {
        if (close) expect(stack.pop()).toBe(name);
        else if (!empty) stack.push(name);
        return '';
      });
    expect(stack).toEqual([]);
    expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);
  });

  it('counts what it holds', () => {
    const text = render(junit, sample);
    expect(text).toContain(
      `tests="${text.match(/<testcase /g)?.length}" failures="${text.match(/<failure /g)?.length}"`,
    );
  });
});

describe('github', () => {
  it('puts each problem at its line', () => {
    expect(render(github, sample)).toMatchSnapshot();
  });

  it('lets nothing out of its command', () => {
    const lines = render(github, withText(HOSTILE)).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [^\n]*?::[^\r\n]*$/);
    expect(lines.length).toBe(3 + 1 + 1);
  });
});

describe('patchwork', () => {
  it.each(results)('is what the schema says: %s', (_, result) => {
    const validate = published('patchwork');
    validate(parsed(patchwork, result));
    expect(validate.errors).toBeNull();
  });

  it('gives each patch a check', () => {
    const states = (result: CheckResult) =>
      parsed(patchwork, result).checks.map((one: { check: { state: string } }) => one.check.state);
    expect(states(sample)).toEqual(['success', 'success', 'fail']);
    expect(states(refused)).toEqual(['fail']);
    expect(states(judged({ ...sample, failOn: 'never' }))).toEqual(['success', 'success', 'warning']);
  });

  it('fails the patch that brings what the policy forbids, with the rule', () => {
    const checks = parsed(patchwork, guarded).checks.map(
      ({ check }: { check: { state: string; description: string } }) => [check.state, check.description],
    );
    expect(checks[0]).toEqual(['fail', expect.stringContaining('breaks the rule "r"')]);
    // Its rule only warns.
    expect(checks[1][0]).toBe('warning');
  });
});

describe('b4', () => {
  it.each(results)('is what the schema says: %s', (_, result) => {
    const validate = published('b4');
    validate(parsed(b4, result));
    expect(validate.errors).toBeNull();
    for (const one of JSON.parse(parsed(b4, result)[0].details)) {
      expect(Object.keys(one)).toEqual(['status', 'description']);
    }
  });

  it.each<[string, CheckResult, string]>([
    ['a verdict that fails', sample, 'fail'],
    ['an objection', { ...sample, failOn: 'never', verdict: { failed: false, reason: '' } }, 'warn'],
    [
      'nothing',
      {
        ...sample,
        states: compareStates([{ label: 'base', failures: [], edges: [] }]),
        findings: [],
        verdict: { failed: false, reason: '' },
      },
      'pass',
    ],
  ])('status: %s', (_, result, status) => {
    expect(parsed(b4, result)[0].status).toBe(status);
  });
});
