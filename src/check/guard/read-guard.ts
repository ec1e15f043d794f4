// Reads what guards a commit: the files that the user names, else those at the top of the commit. They are read as git
// objects and hold rules only, so nothing in a tree or in a received patch can make the program do anything.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import type { Direction } from '../../edge/query.js';
import { readCommitFiles } from '../../git/commit-file.js';
import type { Repository } from '../../git/repository.js';
import { BASELINE_PATH, type Baseline } from './baseline.js';
import { type Guard, guardOf } from './enforce.js';
import { MOST_BYTES } from './limit.js';
import { POLICY_PATH, type Policy } from './policy.js';

/** Rules and known edges that the user gives instead of those of the tree. */
export interface GuardSource {
  /** Rules to guard by; those of the tree when absent. Null: none, and no baseline of the tree either. */
  readonly policy?: Policy | null;
  /** Known edges; those of the tree when absent. */
  readonly baseline?: Baseline;
}

/** The files that guard a commit, read: the rules, and the known edges. Null where there is no such file. */
export interface GuardFiles {
  readonly policy: Policy | null;
  readonly baseline: Baseline | null;
}

/** Reports a policy or baseline that the user wrote and did not commit: it has no effect, which surprises. */
const reportUncommitted = async (
  { layout }: Repository,
  commit: CommitId,
  committed: ReadonlyMap<string, string>,
  paths: readonly string[],
  context: Context,
): Promise<void> => {
  const { workFolder } = layout;
  if (workFolder === undefined) return;
  for (const path of paths) {
    const text = await readFile(join(workFolder, path), 'utf8').catch(() => undefined);
    if (text === undefined || text === committed.get(path)) continue;
    const option = path === POLICY_PATH ? '--policy' : '--baseline';
    context.report({
      severity: 'note',
      code: 'uncommitted-policy',
      message: `the file in the work tree is not that of commit ${commit.slice(0, 12)}, which is read; ${option} FILE takes another`,
      path,
    });
  }
};

/**
 * Reads what guards a commit.
 * @throws UserError `input` when a file is not JSON or breaks its schema; the message names the key.
 */
export const readGuardFiles = async (
  repository: Repository,
  commit: CommitId,
  source: GuardSource,
  context: Context,
): Promise<GuardFiles> => {
  if (source.policy === null) return { policy: null, baseline: source.baseline ?? null };
  const paths = [
    ...(source.policy === undefined ? [POLICY_PATH] : []),
    ...(source.baseline === undefined ? [BASELINE_PATH] : []),
  ];
  const texts = await readCommitFiles(repository, commit, paths, MOST_BYTES, context);
  await reportUncommitted(repository, commit, texts, paths, context);
  // The code that checks a document against its schema loads slowly; a tree without such a file does not need it.
  const read = async <T>(
    path: string,
    readerOf: () => Promise<(text: string, name: string) => T>,
  ): Promise<T | null> => {
    const text = texts.get(path);
    return text === undefined ? null : (await readerOf())(text, `${path} (commit ${commit.slice(0, 12)})`);
  };
  return {
    policy:
      source.policy ?? (await read(POLICY_PATH, async () => (await import('./read-policy.js')).readPolicy)),
    baseline:
      source.baseline ??
      (await read(BASELINE_PATH, async () => (await import('./read-baseline.js')).readBaseline)),
  };
};

/**
 * Reads the guard of a commit.
 * @param asked the directions of the question, which are the rules of a tree that has a baseline and no policy.
 * @returns null when there is neither policy nor baseline.
 * @throws UserError as `readGuardFiles`.
 */
export const readGuard = async (
  repository: Repository,
  commit: CommitId,
  source: GuardSource,
  asked: readonly Direction[],
  context: Context,
): Promise<Guard | null> => {
  const { policy, baseline } = await readGuardFiles(repository, commit, source, context);
  return policy === null && baseline === null ? null : guardOf(policy, baseline ?? [], asked);
};
