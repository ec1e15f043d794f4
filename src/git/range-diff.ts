// Two revisions of a series side by side, by git's own `range-diff` (git-range-diff(1)). It compares commits, so the
// patches are made into some: on the base where they apply, else on files made up of the lines that they name.
import type { Context } from '../base/context.js';
import type { BlobId, CommitId } from '../base/id.js';
import { pathsOf } from '../patch/diff.js';
import { refuseUnsafePaths } from '../patch/path-rule.js';
import type { CommitDraft } from '../series/commit-draft.js';
import type { PatchToCommit } from './commit.js';
import { CommitChain } from './commit-chain.js';
import { type FakeFile, fakeStates } from './fake-state.js';
import { writeLooseObject } from './loose-object.js';
import { gitOutput } from './process.js';
import type { Repository } from './repository.js';
import type { ScratchRepository } from './scratch-repository.js';
import { smallOutput } from './small-command.js';
import { entryOf, type TreeChange, type TreeEntry } from './tree-entry.js';
import { writeTree } from './tree-object.js';

/** One revision. */
export interface RangeSide {
  /** A commit that the patches may apply to; null when none is known. Used when both revisions apply to theirs. */
  readonly base: CommitId | null;
  /** Its patches, in their order. */
  readonly patches: readonly PatchToCommit[];
}

/** A patch of one revision beside its like of the other. */
export interface RangePair {
  /** Place in the series, counted from 1; null when this revision has no such patch. */
  readonly before: number | null;
  readonly after: number | null;
  /** `same`: message and diff are; `changed`; `removed`: only before; `added`: only after. */
  readonly change: 'same' | 'changed' | 'removed' | 'added';
  readonly subject: string;
  /** What changed, as git shows a diff of diffs; empty unless `changed`. */
  readonly lines: readonly string[];
}

const NOBODY = { name: 'kvm-vfio-series', email: 'nobody@example.org' };
const START: CommitDraft = {
  author: { ...NOBODY, date: '@0 +0000' },
  subject: 'base',
  message: 'base\n',
};

const CHANGES: Readonly<Record<string, RangePair['change']>> = {
  '=': 'same',
  '!': 'changed',
  '<': 'removed',
  '>': 'added',
};

/** Reads `git range-diff --no-color`: a line for each pair, what changed below it, indented. */
export const parseRangeDiff = (output: string): readonly RangePair[] => {
  const pairs: (RangePair & { lines: string[] })[] = [];
  for (const line of output.split('\n')) {
    const match = /^ *(\d+|-): +[0-9a-f-]+ ([=!<>]) +(\d+|-): +[0-9a-f-]+ ?(.*)$/.exec(line);
    const change = CHANGES[match?.[2] ?? ''];
    if (match === null || change === undefined) {
      pairs.at(-1)?.lines.push(line.replace(/^ {4}/, ''));
      continue;
    }
    const number = (text = '-') => (text === '-' ? null : Number(text));
    pairs.push({
      before: number(match[1]),
      after: number(match[3]),
      change,
      subject: match[4] ?? '',
      lines: [],
    });
  }
  const last = pairs.at(-1)?.lines;
  if (last?.at(-1) === '') last.pop();
  return pairs;
};

/**
 * Compares two revisions.
 * @throws UserError `input` when a patch names a path outside the tree.
 */
export const rangeDiff = async (
  repository: Repository,
  before: RangeSide,
  after: RangeSide,
  context: Context,
): Promise<readonly RangePair[]> => {
  const { scratch } = repository;
  const sides = [before, after];
  const real: string[] = [];
  for (const { base, patches } of sides) {
    const tip = base === null ? null : await onBase(repository, base, patches, context);
    if (tip !== null) real.push(`${base}..${tip}`);
  }
  const ranges: string[] = real.length === sides.length ? real : [];
  // Never one of each kind: a hunk's header names its function on a real base only, and would count as a change.
  if (ranges.length === 0) {
    for (const { patches } of sides) ranges.push(await onFakeBase(scratch, patches, context));
  }
  const args = ['range-diff', '--no-color', '--no-notes', ...ranges];
  return parseRangeDiff(await smallOutput(scratch.place, args, context));
};

/** The commits on a real base; null when some patch does not apply there. */
const onBase = async (
  repository: Repository,
  base: CommitId,
  patches: readonly PatchToCommit[],
  context: Context,
): Promise<CommitId | null> => {
  const index = repository.scratchIndex(await repository.treeAt(base, context));
  const chain = new CommitChain(repository.scratch, base, NOBODY);
  for (const { patch, draft } of patches) {
    const result = await index.apply(patch, { threeWay: false }, context);
    if (!result.applied) return null;
    await chain.add(draft, { changes: result.changes, signOff: false }, context);
  }
  return chain.head;
};

const onFakeBase = async (
  scratch: ScratchRepository,
  patches: readonly PatchToCommit[],
  context: Context,
): Promise<string> => {
  for (const { patch } of patches) refuseUnsafePaths(pathsOf(patch.files));
  const { base, steps } = fakeStates(patches.map(({ patch }) => patch));
  const tree = new Map<string, TreeEntry>();
  const chain = new CommitChain(scratch, await emptyCommit(scratch, context), NOBODY);
  const contentOf = (files: readonly FakeFile[]) => ({
    changes: changesOf(scratch, files, tree),
    signOff: false,
  });
  const start = await chain.add(START, contentOf(base), context);
  for (const [at, { draft }] of patches.entries()) {
    await chain.add(draft, contentOf(steps[at] ?? []), context);
  }
  return `${start}..${chain.head}`;
};

const emptyCommit = async (scratch: ScratchRepository, context: Context): Promise<CommitId> => {
  const tree = writeTree(new Map(), scratch.objectFolder, scratch.format);
  const { environment } = scratch.place;
  const place = {
    ...scratch.place,
    environment: {
      ...environment,
      GIT_AUTHOR_NAME: NOBODY.name,
      GIT_AUTHOR_EMAIL: NOBODY.email,
      GIT_COMMITTER_NAME: NOBODY.name,
      GIT_COMMITTER_EMAIL: NOBODY.email,
    },
  };
  const id = await gitOutput(place, ['commit-tree', tree], { input: 'nothing\n' }, context);
  return id.toString().trim() as CommitId;
};

const changesOf = (
  scratch: ScratchRepository,
  files: readonly FakeFile[],
  tree: Map<string, TreeEntry>,
): readonly TreeChange[] =>
  files.map(({ path, content, mode }) => {
    const before = tree.get(path) ?? null;
    if (content === null) {
      tree.delete(path);
      return { path, before, after: null };
    }
    const id = writeLooseObject('blob', content, scratch.objectFolder, scratch.format);
    const after = entryOf(mode, id) ?? { kind: 'file', id: id as BlobId };
    tree.set(path, after);
    return { path, before, after };
  });
