// All threads of the corpus in one run on a real kernel: no crash, and a row for each.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { triageSeries } from '../../src/flow/triage.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { TRIAGE_REPORTS } from '../../src/report/triage/index.js';
import type { TriageResult, TriageRow } from '../../src/result/triage.js';
import { kernelPath, seedSeriesPath } from '../kernel/kernel-path.js';
import { published } from '../report/schema.js';
import { corpusPath, hasCorpus } from './place.js';

const folder = corpusPath('threads');
const threads = hasCorpus ? readdirSync(folder) : [];

describe.skipIf(kernelPath === undefined || !hasCorpus)('all threads of the corpus in one run', () => {
  let result: TriageResult;
  beforeAll(async () => {
    const seed = seedSeriesPath === undefined ? [] : [seedSeriesPath];
    const now = new Date('2026-06-01T00:00:00Z');
    result = await triageSeries({ tree: kernelPath!, series: [folder, ...seed], now }, quietContext());
  });
  const rowOf = (name: string): TriageRow | undefined =>
    result.rows.find(({ inputs }) => inputs.includes(join(folder, name)));

  it.each(threads)('%s has a row', (name) => {
    const row = rowOf(name);
    expect(row?.reason).toMatch(/^\S.*\S$/);
    expect(row?.series).not.toBeNull();
  });

  it('has the two versions of one series in one row', () => {
    expect(rowOf('arm64-on-s390-v1.mbox')).toBe(rowOf('arm64-on-s390-v2.mbox'));
    expect(rowOf('arm64-on-s390-v1.mbox')?.series).toMatchObject({ revision: 2, revisions: [1, 2] });
  });

  it.each([
    ['missing-patch.mbox', 'incomplete', { expected: 9, patches: 8 }],
    ['gb2312-reply.mbox', 'merged', { revision: 1 }],
    ['scissors-no-bracket-cover.mbox', 'partly merged', { patches: 4 }],
    ['vfio-hide-kvm-internals.mbox', 'needs rebase', { patches: 26 }],
    ['nack-numa-v7.mbox', 'does not apply', { revision: 7 }],
    ['v1-to-v5-in-one-thread.mbox', 'does not apply', { revisions: [1, 2, 3, 4, 5] }],
    ['long-213-rfc37.mbox', 'partly merged', { rfc: true, patches: 37 }],
  ] as const)('%s is %s', (name, verdict, series) => {
    expect(rowOf(name)).toMatchObject({ verdict, series });
  });

  it.skipIf(seedSeriesPath === undefined)('knows what the series for this kernel does to its edges', () => {
    const row = result.rows.find(({ inputs }) => inputs.includes(seedSeriesPath!));
    expect(row).toMatchObject({
      base: { ref: 'HEAD', certainty: 'exact' },
      apply: { applied: 3, total: 3 },
      links: { removed: 2, added: 0, remaining: 4, broken: [] },
    });
    expect(result.rows[0]).toBe(row);
  });

  it('can be shown in every way', () => {
    const validate = published('triage');
    expect(validate(JSON.parse(JSON.stringify(result))), JSON.stringify(validate.errors)).toBe(true);
    // An mbox ends in an empty line.
    for (const { name, render } of TRIAGE_REPORTS)
      expect(render(result, PLAIN_VIEW)).toMatch(name === 'reply' ? /\n\n$/ : /[^\n]\n$/);
  });
});
