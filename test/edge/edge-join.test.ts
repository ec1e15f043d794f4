import { expect, it } from 'vitest';
import type { Edge } from '../../src/base/edge.js';
import type { ModuleName } from '../../src/base/id.js';
import { joinEdges } from '../../src/edge/edge-join.js';

const edge = (symbol: string, more: Partial<Edge> = {}): Edge => ({
  consumer: 'a' as ModuleName,
  provider: 'b' as ModuleName,
  symbol,
  kind: 'link',
  condition: null,
  architectures: ['x86'],
  reference: { path: 'a.c', line: 1 },
  export: null,
  ...more,
});

it('sorts the edges of several lists as one analysis does', () => {
  expect(joinEdges([[edge('c'), edge('e')], [], [edge('b'), edge('d')]]).map(({ symbol }) => symbol)).toEqual(
    ['b', 'c', 'd', 'e'],
  );
});

it('keeps edges apart that differ in condition, kind or class', () => {
  const all = [
    edge('f'),
    edge('f', { condition: 'X' }),
    edge('f', { kind: 'dynamic' }),
    edge('f', { class: 'optional' }),
  ];
  expect(joinEdges(all.map((one) => [one]))).toHaveLength(4);
});

it('makes one edge of those of two modules with one name, at the place of the first', () => {
  const here = edge('f', { architectures: ['x86'], builtIn: { consumer: ['x86'], provider: [] } });
  const there = edge('f', { architectures: ['arm64'], reference: { path: 'z.c', line: 9 } });
  expect(joinEdges([[here], [there]])).toEqual([
    edge('f', { architectures: ['arm64', 'x86'], builtIn: { consumer: ['x86'], provider: [] } }),
  ]);
});
