import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { BlobId, CommitId, TreeId } from '../../src/base/id.js';
import type { GitTree } from '../../src/git/git-tree.js';
import type { Repository } from '../../src/git/repository.js';
import type { TreeChange, TreeEntry } from '../../src/git/tree-entry.js';
import { StateEngine } from '../../src/state/engine.js';
import type { Inspectors } from '../../src/state/inspector.js';
import type { CacheSettings } from '../../src/state/state-cache.js';
import type { Step } from '../../src/state/step.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';
import { BOTH_WAYS, edgesOf, POCKET, sentence } from '../edge/pocket-kernel.js';
import { commitTree } from './commit-tree.js';
import { newFolder } from './state-run.js';

const context = quietContext();
const hash = (text: string): string => createHash('sha1').update(text).digest('hex');
const treeIdOf = (files: Files): TreeId =>
  hash(
    JSON.stringify(
      Object.entries(files)
        .filter(([, text]) => text !== undefined)
        .sort(),
    ),
  ) as TreeId;
const entryOf = (text: string | undefined): TreeEntry | null =>
  text === undefined ? null : { kind: 'file', id: hash(text) as BlobId };

/** A repository of small kernels, as far as the engine reads one. */
class Kernels {
  readonly trees = new MemoryTrees();
  readonly repository = { reader: this.trees } as unknown as Repository;

  engine(cache?: CacheSettings): StateEngine {
    return new StateEngine({ repository: this.repository, query: BOTH_WAYS, cache });
  }

  commit(name: string, files: Files): GitTree {
    this.trees.tree(files);
    return commitTree(name, files);
  }

  /** A base and its states after some patches, each a change of some files. */
  steps(name: string, files: Files, patches: readonly Files[] = []): readonly Step[] {
    let tree = this.commit(name, files);
    const base = tree;
    const steps: Step[] = [
      {
        label: 'base',
        commit: name as CommitId,
        failures: [],
        changes: [],
        tree: async () => base,
        treeId: async () => treeIdOf(files),
      },
    ];
    let now = files;
    for (const [at, patch] of patches.entries()) {
      const before = now;
      now = { ...before, ...patch };
      const after = now;
      this.trees.tree(after);
      const changes = Object.keys(patch)
        .filter((path) => before[path] !== after[path])
        .map((path): TreeChange => ({ path, before: entryOf(before[path]), after: entryOf(after[path]) }));
      const next = tree.with(changes);
      tree = next;
      const label = `${at + 1}/${patches.length}`;
      steps.push({
        label,
        failures: [],
        changes,
        tree: async () => next,
        treeId: async () => treeIdOf(after),
      });
    }
    return steps;
  }
}

const edgesIn = async (
  engine: StateEngine,
  steps: readonly Step[],
): Promise<readonly (readonly string[])[]> => {
  const found: (readonly string[])[] = [];
  for await (const { edges } of engine.states({ steps }, context)) found.push(edges.map(sentence));
  return found;
};

const cacheIn = (folder: string): CacheSettings => ({ folder, program: 'this one' });

const NO_USE: Files = { 'drivers/a.c': 'int a_run(void) { return 0; }\n' };
const NO_MODULE_B: Files = { ...POCKET, 'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\n' };

describe('runs of one engine', () => {
  it('reads nothing twice for two runs over one base', async () => {
    const kernels = new Kernels();
    const engine = kernels.engine();
    await edgesIn(engine, kernels.steps('one', POCKET, [NO_USE]));
    const read = kernels.trees.read.length;
    expect(await edgesIn(engine, kernels.steps('one', POCKET, [{ 'net/c.c': 'int c;\n' }]))).toEqual([
      ['a links b_hello'],
      ['a links b_hello'],
    ]);
    expect(kernels.trees.read.length - read).toBeLessThanOrEqual(1);
  });

  it.each<[string, CacheSettings | undefined]>([
    ['without a cache', undefined],
    ['with a cache', cacheIn(newFolder())],
  ])(
    'a base without the module fails each time, and takes no edges of the run before, %s',
    async (_, cache) => {
      const kernels = new Kernels();
      const engine = kernels.engine(cache);
      await edgesIn(engine, kernels.steps('good', POCKET));
      for (let time = 0; time < 2; time += 1) {
        await expect(edgesIn(engine, kernels.steps('bad', NO_MODULE_B))).rejects.toThrow(
          /makes no module "b"/,
        );
      }
      expect(await edgesIn(engine, kernels.steps('good, no use', { ...POCKET, ...NO_USE }))).toEqual([[]]);
    },
  );
});

describe('inspectors of a run', () => {
  it('see what the view leaves of a state; the state itself is whole', async () => {
    const kernels = new Kernels();
    const seen: number[] = [];
    const inspectors: Inspectors = {
      list: [
        async ({ edges, label }) => {
          seen.push(edges.length);
          return [{ kind: 'note', severity: 'note', message: label }];
        },
      ],
      key: null,
    };
    const run = {
      steps: kernels.steps('one', POCKET, [NO_USE]),
      inspectors,
      view: <T>(state: T) => ({ ...state, edges: [] }),
    };
    const found: string[] = [];
    for await (const { edges, findings } of kernels.engine().states(run, context))
      found.push(`${edges.length} ${findings.map(({ message }) => message)}`);
    expect(seen).toEqual([0, 0]);
    expect(found).toEqual(['1 base', '0 1/1']);
  });
});

const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'drivers/a.c': [POCKET['drivers/a.c'], NO_USE['drivers/a.c'], '#include "own.h"\n'],
  'drivers/own.h': [undefined, 'static int f(void) { return b_hello(); }\n'],
  'include/own.h': [undefined, 'static int f(void) { return b_bye(); }\n'],
  'net/c.c': [undefined, 'int c;\n'],
};

it('finds in every run what an analysis of that state alone finds', async () => {
  const edit = fc
    .constantFrom(...Object.keys(VARIANTS))
    .chain((path) => fc.constantFrom(...VARIANTS[path]!).map((text): Files => ({ [path]: text })));
  const patches = fc.array(edit, { maxLength: 3 });
  const run = fc.record({ base: edit, patches });
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), fc.boolean(), async (runs, isCached) => {
      const kernels = new Kernels();
      const engine = kernels.engine(isCached ? cacheIn(newFolder()) : undefined);
      for (const { base, patches: some } of runs) {
        const files = { ...POCKET, ...base };
        const expected: (readonly string[])[] = [];
        let now: Files = files;
        for (const patch of [{}, ...some]) {
          now = { ...now, ...patch };
          expected.push((await edgesOf(now, BOTH_WAYS)).map(sentence));
        }
        const name = JSON.stringify(files);
        expect(await edgesIn(engine, kernels.steps(name, files, some))).toEqual(expected);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
