// Runs one inspector over states of a kernel that lives in memory, as `check` does over those of a series.
import { quietContext } from '../../../src/base/context.js';
import type { TreeId } from '../../../src/base/id.js';
import type {
  InspectedState,
  InspectorFactory,
  InspectorSetting,
} from '../../../src/check/inspect/inspector.js';
import { Analyser } from '../../../src/edge/analyse.js';
import type { EdgeQuery } from '../../../src/edge/query.js';
import type { GitTree } from '../../../src/git/git-tree.js';
import type { Repository } from '../../../src/git/repository.js';
import type { Finding } from '../../../src/result/verdict.js';
import { type Files, MemoryTrees } from '../../edge/memory-tree.js';
import { BOTH_WAYS, POCKET } from '../../edge/pocket-kernel.js';

export interface RunOptions extends Partial<Omit<InspectorSetting, 'query' | 'repository'>> {
  readonly query?: Partial<EdgeQuery>;
}

/** Findings of one inspector over states `base`, `1/n`, `2/n`, ...; each lays its files over those of the one before. */
export const inspect = async (
  make: InspectorFactory,
  states: readonly Files[],
  { query: more, ...setting }: RunOptions = {},
): Promise<readonly Finding[]> => {
  const trees = new MemoryTrees();
  const query = { ...BOTH_WAYS, ...more };
  const repository = { reader: trees } as unknown as Repository;
  const first: Files = { ...POCKET, ...states[0] };
  const filesWith: InspectorSetting['filesWith'] = async (words) =>
    Object.keys(first).filter((path) => words.some((word) => first[path]?.includes(word)));
  const inspector = make({
    repository,
    query,
    opaque: [],
    filesWith,
    states: states.length,
    allOrphans: false,
    ...setting,
  });
  const analyser = new Analyser(trees, query);
  const context = quietContext();
  const findings: Finding[] = [];
  let before: InspectedState | null = null;
  let files: Files = POCKET;
  for (const [at, change] of states.entries()) {
    const next: Files = { ...files, ...change };
    const tree = (at === 0 ? trees.tree(next) : trees.tree(next, files)) as GitTree;
    const { edges, facts } = await analyser.analyse(tree, context);
    const now: InspectedState = {
      label: at === 0 ? 'base' : `${at}/${states.length - 1}`,
      failures: [],
      changes: [...tree.touched].map((path) => ({ path, before: null, after: null })),
      treeId: async () => `${at}` as TreeId,
      edges,
      missing: [],
      paths: new Map(),
      facts: async () => facts,
      tree,
    };
    findings.push(...(await inspector(now, before, context)));
    before = now;
    files = next;
  }
  return findings;
};

/** `1/2 warning drivers/a.c:3: message`. */
export const told = ({ state, severity, path, line, message }: Finding): string => {
  const place = path === undefined ? '' : ` ${path}:${line}`;
  return `${state} ${severity}${place}: ${message}`;
};
