import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncludeGraph } from '../../src/unit/include-graph.js';
import type { IncludePath } from '../../src/unit/include-path.js';

/** A way of searching; the graph goes by its identity alone. */
const wayOf = (name: string): IncludePath => ({ name }) as unknown as IncludePath;
const [X86, ARM] = [wayOf('x86'), wayOf('arm')];

type Row = Readonly<Record<string, readonly string[]>>;
const rowsOf = (x86: Row, arm: Row) =>
  new Map([
    [X86, new Map(Object.entries(x86))],
    [ARM, new Map(Object.entries(arm))],
  ]);

/** All that a graph says. */
const said = (graph: IncludeGraph) => ({
  files: [...graph.files()].sort(),
  included: [...graph.included()].sort(),
  includers: [X86, ARM].map((way) =>
    [...'abcdef'].map((file) => [...graph.includersOf(way, new Set([file]))].sort().join('')),
  ),
});

describe('what includes what', () => {
  it('goes over files between, and in a circle', () => {
    const graph = new IncludeGraph(rowsOf({ a: ['b'], b: ['c', 'a'], c: [], d: ['d'] }, { a: ['c'] }));
    expect(said(graph)).toEqual({
      files: ['a', 'b', 'c', 'd'],
      included: ['a', 'b', 'c', 'd'],
      includers: [
        ['ab', 'ab', 'abc', 'd', 'e', 'f'],
        ['a', 'b', 'ac', 'd', 'e', 'f'],
      ],
    });
  });

  it('is the same from state to state as found anew', () => {
    const file = fc.constantFrom(...'abcdef');
    const includes = fc.array(file, { maxLength: 3 });
    const row = fc.dictionary(file, includes, { maxKeys: 5 });
    const change = fc.record({ x86: row, arm: row });
    fc.assert(
      fc.property(
        row,
        row,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (x86, arm, changes, asked) => {
          let now = { x86, arm };
          let graph = new IncludeGraph(rowsOf(x86, arm));
          if (asked) said(graph);
          for (const { x86: some, arm: others } of changes) {
            // A file that comes is not among those touched; one that is there already is.
            const touched = new Set(
              [...Object.keys(some), ...Object.keys(others)].filter(
                (path) => path in now.x86 || path in now.arm,
              ),
            );
            now = { x86: { ...now.x86, ...some }, arm: { ...now.arm, ...others } };
            graph = new IncludeGraph(rowsOf(now.x86, now.arm), graph, touched);
            expect(said(graph)).toEqual(said(new IncludeGraph(rowsOf(now.x86, now.arm))));
          }
        },
      ),
    );
  });
});
