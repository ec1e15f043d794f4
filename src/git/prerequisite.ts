// Patches that have to be applied before a series, known by the ids that `git patch-id --stable` gives
// (git-format-patch(1), "BASE TREE INFORMATION"): are they in a branch here?
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { gitOutput } from './process.js';
import type { Ref } from './ref.js';
import type { Repository } from './repository.js';

/** The search for the patches that a series names as prerequisites. */
export interface Prerequisites {
  /** The last of them, on the first ref that has all; null when there are none to find, or no ref has all. */
  readonly tip: { readonly commit: CommitId; readonly ref: string } | null;
  readonly missing: readonly string[];
}

/** Branches that are searched, and commits on each: patches posted together are applied together, near the tip. */
const REF_LIMIT = 8;
const COMMIT_LIMIT = 300;

/** Reads `git patch-id`: patch id, blank, commit id. */
export const parsePatchIds = (output: string): ReadonlyMap<string, CommitId> =>
  new Map(
    output.split('\n').flatMap((line) => {
      const [patchId = '', commit = ''] = line.split(' ');
      return commit === '' ? [] : [[patchId, commit as CommitId] as const];
    }),
  );

/**
 * Looks for the patches between the stated base and each of the newest branches.
 * @param base the stated base; without it nothing is searched, for nothing bounds the search.
 */
export const findPrerequisites = async (
  repository: Repository,
  patchIds: readonly string[],
  base: CommitId | undefined,
  refs: readonly Ref[],
  context: Context,
): Promise<Prerequisites> => {
  if (patchIds.length === 0) return { tip: null, missing: [] };
  if (base === undefined) return { tip: null, missing: patchIds };
  let missing: readonly string[] = patchIds;
  const branches = refs.filter(({ kind }) => kind !== 'tag').sort((a, b) => b.seconds - a.seconds);
  for (const ref of branches.slice(0, REF_LIMIT)) {
    const commits = await commitsAfter(repository, base, ref.commit, context);
    const there = await patchIdsOf(repository, commits, context);
    const absent = patchIds.filter((id) => !there.has(id));
    if (absent.length < missing.length) missing = absent;
    if (absent.length > 0) continue;
    const wanted = new Set(patchIds.map((id) => there.get(id)));
    const last = commits.find((commit) => wanted.has(commit));
    if (last !== undefined) return { tip: { commit: last, ref: ref.name }, missing: [] };
  }
  return { tip: null, missing };
};

/** Newest first. */
const commitsAfter = async (
  repository: Repository,
  base: CommitId,
  tip: CommitId,
  context: Context,
): Promise<readonly CommitId[]> => {
  const args = [
    'rev-list',
    '--no-merges',
    '--topo-order',
    `--max-count=${COMMIT_LIMIT}`,
    tip,
    `^${base}`,
    '--',
  ];
  const output = await gitOutput(repository.place, args, {}, context);
  return output
    .toString()
    .split('\n')
    .filter((line) => line !== '') as CommitId[];
};

const patchIdsOf = async (
  repository: Repository,
  commits: readonly CommitId[],
  context: Context,
): Promise<ReadonlyMap<string, CommitId>> => {
  if (commits.length === 0) return new Map();
  const { place } = repository.scratch;
  const diff = ['diff-tree', '-p', '--stdin', '--root', '--no-ext-diff', '--no-textconv'];
  const diffs = await gitOutput(place, diff, { input: `${commits.join('\n')}\n` }, context);
  return parsePatchIds(
    (await gitOutput(place, ['patch-id', '--stable'], { input: diffs }, context)).toString(),
  );
};
