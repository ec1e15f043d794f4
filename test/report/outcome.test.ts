// Every kind of outcome in every format: all say the same. docs/ci.md shows this table.
import { describe, expect, it } from 'vitest';
import { exitOf } from '../../src/cli/command/check.js';
import { b4 } from '../../src/report/b4.js';
import { github } from '../../src/report/github.js';
import { junit } from '../../src/report/junit.js';
import { patchwork } from '../../src/report/patchwork.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { sarif } from '../../src/report/sarif.js';
import { terminal } from '../../src/report/terminal.js';
import type { CheckResult, FailOn, Finding } from '../../src/result/verdict.js';
import { judged, refused, sample } from './sample.js';

const { verdict: _, findings: __, ...plain } = sample;
const [base, ...patches] = sample.states;
const still = { ...plain, states: [base, { ...base, label: '1/1' }] as CheckResult['states'] };
const removal = { ...plain, states: [base, patches[0]] as CheckResult['states'] };

const outcome = (facts: typeof plain, failOn: FailOn, ...findings: readonly Finding[]): CheckResult =>
  judged({ ...facts, failOn, findings });

const finding = (kind: Finding['kind'], severity: Finding['severity'], state: string): Finding => ({
  kind,
  severity,
  message: 'm',
  state,
  path: 'a.c',
  line: 1,
});

/** Exit code, then the level of each format: the worst that it has. */
type Row = readonly [string, CheckResult, number, string, string, string, string, string, string];

const ROWS: readonly Row[] = [
  ['edges as before', outcome(still, 'new'), 0, 'ok', 'success', 'pass', 'none', 'notice', 'note'],
  ['an edge is removed', outcome(removal, 'new'), 0, 'ok', 'success', 'pass', 'none', 'notice', 'note'],
  ['an edge is added', outcome(plain, 'new'), 1, 'FAIL', 'fail', 'fail', 'failure', 'error', 'error'],
  [
    'an edge is added, --fail-on policy',
    outcome(plain, 'policy'),
    0,
    'ok',
    'warning',
    'warn',
    'none',
    'warning',
    'warning',
  ],
  [
    'edges remain, --fail-on remaining',
    outcome(still, 'remaining'),
    1,
    'FAIL',
    'fail',
    'fail',
    'failure',
    'error',
    'error',
  ],
  [
    'a link breaks',
    outcome(removal, 'policy', finding('broken-link', 'error', '1/3')),
    1,
    'FAIL',
    'fail',
    'fail',
    'failure',
    'error',
    'error',
  ],
  [
    'a link breaks, --fail-on never',
    outcome(removal, 'never', finding('broken-link', 'error', '1/3')),
    0,
    'ok',
    'warning',
    'warn',
    'none',
    'warning',
    'warning',
  ],
  [
    'the base has a broken link',
    outcome(removal, 'new', finding('broken-link', 'error', 'base')),
    0,
    'ok',
    'success',
    'pass',
    'none',
    'notice',
    'note',
  ],
  [
    'the policy is broken',
    outcome(removal, 'policy', finding('policy-violation', 'error', '1/3')),
    1,
    'FAIL',
    'fail',
    'fail',
    'failure',
    'error',
    'error',
  ],
  [
    'a rule of the policy warns',
    outcome(removal, 'policy', finding('policy-violation', 'warning', '1/3')),
    0,
    'ok',
    'warning',
    'warn',
    'none',
    'warning',
    'warning',
  ],
  [
    'commits leave a stale baseline',
    outcome(removal, 'new', finding('baseline-stale', 'error', '1/3')),
    1,
    'FAIL',
    'fail',
    'fail',
    'failure',
    'error',
    'error',
  ],
  [
    'a mailed series leaves one',
    outcome(removal, 'new', finding('baseline-stale', 'note', '1/3')),
    0,
    'ok',
    'success',
    'pass',
    'none',
    'notice',
    'note',
  ],
  [
    'an objection',
    outcome(removal, 'new', finding('objection', 'warning', '1/3')),
    0,
    'ok',
    'warning',
    'warn',
    'none',
    'warning',
    'warning',
  ],
  ['a patch does not apply', refused, 3, 'FAIL', 'fail', 'fail', 'failure', 'error', 'error'],
];

const worst = (levels: readonly string[], ...order: readonly string[]): string =>
  order.find((level) => levels.includes(level)) ?? 'none';

const text = (
  report: { render: (result: CheckResult, view: typeof PLAIN_VIEW) => string },
  result: CheckResult,
) => report.render(result, { ...PLAIN_VIEW, detail: 'quiet' });

describe('the outcome', () => {
  it.each(ROWS)('%s', (_name, result, ...expected) => {
    const checks: readonly { readonly check: { readonly state: string } }[] = JSON.parse(
      text(patchwork, result),
    ).checks;
    const results: readonly { readonly level: string }[] = JSON.parse(text(sarif, result)).runs[0].results;
    expect([
      exitOf(result),
      text(terminal, result).startsWith('FAIL') ? 'FAIL' : 'ok',
      worst(
        checks.map(({ check }) => check.state),
        'fail',
        'warning',
        'success',
      ),
      JSON.parse(text(b4, result))[0].status,
      text(junit, result).includes('<failure') ? 'failure' : 'none',
      worst(text(github, result).match(/(?<=^::)\w+/gm) ?? [], 'error', 'warning', 'notice'),
      worst(
        results.map(({ level }) => level),
        'error',
        'warning',
        'note',
      ),
    ]).toEqual(expected);
  });
});
