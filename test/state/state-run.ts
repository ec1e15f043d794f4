// Runs of the program over states of a small kernel, with a cache that they share.
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietContext } from '../../src/base/context.js';
import type { TreeId } from '../../src/base/id.js';
import type { EdgeQuery } from '../../src/edge/query.js';
import type { GitTree } from '../../src/git/git-tree.js';
import type { TreeChange, TreeEntry } from '../../src/git/tree-entry.js';
import { StateAnalyser, type StateSource } from '../../src/state/state-analyser.js';
import { StateCache } from '../../src/state/state-cache.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';
import { BOTH_WAYS } from '../edge/pocket-kernel.js';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kvs-state-'));

export const QUERY: EdgeQuery = { ...BOTH_WAYS, includes: true };
const context = quietContext();

export const cacheIn = (folder: string, query = QUERY, program = 'this one'): StateCache =>
  new StateCache({ folder, program }, query);

const entryOf = (text: string | undefined): TreeEntry | null =>
  text === undefined ? null : { kind: 'file', id: createHash('sha1').update(text).digest('hex') as never };

/** A run of the program over states, and the blobs that it read. */
export const run = (cache: StateCache | undefined, query = QUERY) => {
  const trees = new MemoryTrees();
  const analyser = new StateAnalyser({ blobs: trees, query, cache });
  let before: Files | undefined;
  const next = async (files: Files) => {
    const old = before ?? files;
    before = files;
    const paths = new Set([...Object.keys(files), ...Object.keys(old)]);
    const changes = [...paths]
      .filter((path) => files[path] !== old[path])
      .map((path): TreeChange => ({ path, before: entryOf(old[path]), after: entryOf(files[path]) }));
    const present = Object.entries(files).filter(([, text]) => text !== undefined);
    const treeId = createHash('sha1').update(JSON.stringify(present.sort())).digest('hex') as TreeId;
    const tree = trees.tree(files, old) as GitTree;
    const source: StateSource = {
      changes,
      tree: async () => tree,
      treeId: async () => treeId,
    };
    return analyser.next(source, context);
  };
  return { next, read: () => trees.read.length };
};

/** States, each laid over the one before. */
export const laid = (changes: readonly Files[]): readonly Files[] => {
  const states: Files[] = [];
  for (const change of changes) states.push({ ...states.at(-1), ...change });
  return states;
};
