import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeIdentity } from '../../src/base/edge.js';
import type { ModuleName } from '../../src/base/id.js';
import { compareEdges, compareStates, sortEdges } from '../../src/check/state.js';
import type { Edge } from '../../src/result/verdict.js';

const edge = (symbol: string, more: Partial<Edge> = {}): Edge => ({
  consumer: 'vfio' as ModuleName,
  provider: 'kvm' as ModuleName,
  symbol,
  kind: 'dynamic',
  condition: null,
  architectures: ['x86'],
  reference: { path: 'a.c', line: 1 },
  export: null,
  ...more,
});

const symbols = (edges: readonly Edge[]): readonly string[] => edges.map((one) => one.symbol);

describe('the same edge', () => {
  const before = edge('get');
  it.each<[string, Partial<Edge>, boolean]>([
    ['with another reference line', { reference: { path: 'a.c', line: 9 } }, true],
    ['referenced from another file', { reference: { path: 'b.c', line: 1 } }, true],
    ['on other architectures', { architectures: ['s390'] }, true],
    [
      'exported elsewhere',
      { export: { path: 'k.c', line: 2, type: 'EXPORT_SYMBOL', namespace: null } },
      true,
    ],
    ['with a condition', { condition: 'A' }, false],
    ['of another kind', { kind: 'link' }, false],
    ['of another consumer', { consumer: 'vfio-pci' as ModuleName }, false],
    ['of another provider', { provider: 'kvm-intel' as ModuleName }, false],
  ])('%s', (_, change, same) => {
    const { added, removed } = compareEdges([before], [edge('get', change)]);
    expect([added.length, removed.length]).toEqual(same ? [0, 0] : [1, 1]);
  });
});

describe('compareStates', () => {
  it('lays each state beside the one before', () => {
    const [base, first, second] = compareStates([
      { label: 'base', failures: [], edges: [edge('b'), edge('a')] },
      { label: '1/2', subject: 's', failures: [], edges: [edge('c'), edge('b')] },
      { label: '2/2', failures: [], edges: [] },
    ]);
    expect(symbols(base!.edges)).toEqual(['a', 'b']);
    expect([base!.added, base!.removed]).toEqual([[], []]);
    expect([symbols(first!.added), symbols(first!.removed)]).toEqual([['c'], ['a']]);
    expect([symbols(second!.added), symbols(second!.removed)]).toEqual([[], ['b', 'c']]);
    expect([first!.subject, second!.subject]).toEqual(['s', undefined]);
  });

  it('keeps the failures of a patch that was refused, and its edges', () => {
    const failure = { path: 'a.c', hunk: null, message: 'm', expected: [], found: [] };
    const [, refused] = compareStates([
      { label: 'base', failures: [], edges: [edge('a')] },
      { label: '1/1', failures: [failure], edges: [edge('a')] },
    ]);
    expect(refused).toMatchObject({ applied: false, failures: [failure], added: [], removed: [] });
  });

  it('accounts for every edge: before - removed + added = now', () => {
    const edges = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
      .map((names) => names.map((one) => edge(one)));
    fc.assert(
      fc.property(edges, edges, (before, now) => {
        const { added, removed } = compareEdges(before, now);
        const gone = new Set(removed.map(edgeIdentity));
        const kept = before.filter((one) => !gone.has(edgeIdentity(one)));
        expect(sortEdges([...kept, ...added])).toEqual(sortEdges(now));
      }),
    );
  });
});
