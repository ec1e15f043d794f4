// Two real revisions of one series: what a maintainer has to see of them. No kernel here is the one that they were made
// for, so edges are told by the lines of the patches, and by the states of the part that applies.
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { compareRevisions } from '../../src/flow/diff.js';
import { parseSeries } from '../../src/flow/series.js';
import { DIFF_REPORTS } from '../../src/report/diff/index.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { kernelPath } from '../kernel/kernel-path.js';
import { published } from '../report/schema.js';
import { corpusPath, hasCorpus } from './place.js';

describe.skipIf(!hasCorpus || kernelPath === undefined)('v1 and v2 of a series that drops symbol_get', () => {
  test('objections that were answered, tags, and what each revision does to lookups', async () => {
    const [before, after] = await Promise.all(
      [1, 2].map((revision) => parseSeries(corpusPath(`threads/arm64-on-s390-v${revision}.mbox`))),
    );
    const result = await compareRevisions(
      { tree: kernelPath!, before: before!, after: after! },
      quietContext(),
    );
    const validate = published('diff');
    validate(result);
    expect(validate.errors).toBeNull();

    expect(result.objections).toMatchObject([
      {
        state: 'answered',
        reason: 'patch-changed',
        kind: 'request-to-drop',
        by: 'Paolo Bonzini <pbonzini@redhat.com>',
        before: 1,
        after: 1,
      },
    ]);
    const changes = result.patches.map(({ change }) => change);
    expect(changes.filter((change) => change === 'added')).toHaveLength(1);
    expect(changes.filter((change) => change === 'same')).toHaveLength(6);
    expect(changes.filter((change) => change === 'removed')).toHaveLength(0);
    const gained = result.patches.map(({ tags }) => tags.gained.map(({ name }) => name));
    expect(gained.slice(0, 3)).toEqual(Array(3).fill(['Reviewed-by', 'Acked-by']));

    const lookups = (which: 'before' | 'after') =>
      result.patches.flatMap(({ [which]: patch, symbolLines }) =>
        symbolLines[which]
          .filter(({ primitive }) => primitive === 'symbol_get')
          .map(({ change, symbol }) => [patch!.number, change, symbol]),
      );
    const expected = [
      [2, 'removed', 'kvm_get_kvm_safe'],
      [3, 'removed', 'kvm_put_kvm'],
    ];
    expect(lookups('before')).toEqual(expected);
    expect(lookups('after')).toEqual(expected);
    expect(result.edges!.before.end).toMatchObject({ kind: 'refused', label: '1/27' });
    expect(result.edges!.after.end).toMatchObject({ kind: 'refused', label: '2/28' });
    expect(result.edges!.after.states.map(({ label, edges }) => [label, edges.length])).toEqual([
      ['base', 6],
      ['1/28', 6],
    ]);

    for (const report of DIFF_REPORTS) {
      const text = report.render(result, PLAIN_VIEW).replaceAll('\\', '').replace(/\s+/g, ' ');
      expect(text).toContain('kvm_get_kvm_safe');
      expect(text).toContain('VFIO: take reference to the KVM module');
    }
  });
});

describe.skipIf(!hasCorpus || kernelPath === undefined)('threads with several revisions', () => {
  test.each([
    ['v1-to-v5-in-one-thread', 1, 5],
    ['v1-to-v5-in-one-thread', 4, 5],
    ['from-lines-partial-reroll', 1, 2],
  ])('%s: v%i and v%i', async (name, first, second) => {
    const [before, after] = await Promise.all(
      [first, second].map((revision) => parseSeries(corpusPath(`threads/${name}.mbox`), { revision })),
    );
    const result = await compareRevisions(
      { tree: kernelPath!, before: before!, after: after!, edges: false },
      quietContext(),
    );
    expect(result.patches.length).toBeGreaterThan(0);
    for (const report of DIFF_REPORTS) expect(report.render(result, PLAIN_VIEW)).not.toBe('');
  });
});
