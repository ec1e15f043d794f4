// The commits of a range, oldest first along first parents, each with what it changes: states of the tree
// without reading a whole tree again (git-log(1), git-diff-tree(1) "Raw output format").

import type { CommitId, TreeId } from '../base/id.js';
import { unreadableOutput } from './process.js';
import { entryOf, type TreeChange } from './tree-entry.js';

/** One commit of a range. */
interface RangeCommit {
  readonly id: CommitId;
  /** The tree that the commit records. */
  readonly tree: TreeId;
  /** As git abbreviates it in this repository. */
  readonly shortId: string;
  readonly subject: string;
  /** The first parent; null for a root commit. */
  readonly parent: CommitId | null;
  /** Against the first parent; renames are a removal and an addition. */
  readonly changes: readonly TreeChange[];
}

/** A range to check: the commit it starts from, and its commits. */
export interface CommitRange {
  /** The state before the first commit; null when the range starts at a root commit. */
  readonly base: CommitId | null;
  readonly commits: readonly RangeCommit[];
}

/** Arguments of `git log` whose output `parseLog` reads. */
export const LOG_FORMAT: readonly string[] = [
  '-z',
  '--no-show-signature',
  '--no-color',
  '--no-decorate',
  '--no-notes',
  '--no-mailmap',
  '--encoding=UTF-8',
  '--format=%H%n%T%n%P%n%h%n%s',
];

type LoggedCommit = Omit<RangeCommit, 'changes'>;

/** Reads `git log -z --format=%H%n%T%n%P%n%h%n%s`. */
export const parseLog = (output: string): readonly LoggedCommit[] =>
  output
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const [id = '', tree = '', parents = '', shortId = '', ...subject] = record.split('\n');
      const parent = parents.split(' ')[0] ?? '';
      return {
        id: id as CommitId,
        tree: tree as TreeId,
        shortId,
        subject: subject.join(' '),
        parent: parent === '' ? null : (parent as CommitId),
      };
    });

/** What `git diff-tree --stdin` reads: each commit with the parent it is compared with. */
export const diffTreeInput = (commits: readonly LoggedCommit[]): string =>
  commits.map(({ id, parent }) => `${id}${parent === null ? '' : ` ${parent}`}\n`).join('');

/**
 * Reads `git diff-tree -r -z --no-renames --root --stdin`: a commit's id, then its changes.
 * @throws UserError `environment` when the output is not of that form.
 */
export const parseDiffTree = (output: string): ReadonlyMap<string, readonly TreeChange[]> => {
  const changes = new Map<string, TreeChange[]>();
  const fields = output.split('\0');
  let current: TreeChange[] | undefined;
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (field === '') continue;
    if (!field.startsWith(':')) {
      current = [];
      changes.set(field, current);
      continue;
    }
    const [beforeMode = '', afterMode = '', beforeId = '', afterId = ''] = field.slice(1).split(' ');
    at += 1;
    const path = fields[at];
    if (current === undefined || path === undefined) throw unreadableOutput('diff-tree');
    current.push({
      path,
      before: entryOf(beforeMode, beforeId) ?? null,
      after: entryOf(afterMode, afterId) ?? null,
    });
  }
  return changes;
};
