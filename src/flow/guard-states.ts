// States against a policy and its baseline. Those come from files that the user names, else from the top of one commit.
// They are read as git objects and hold rules only: nothing in a tree or a received patch can make the program do anything.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import type { BlobId, CommitId } from '../base/id.js';
import { BASELINE_PATH, type Baseline, identityOf } from '../check/guard/baseline.js';
import {
  enforce,
  type Guard,
  type GuardedState,
  type GuardOutcome,
  guardFindings,
  guardOf,
  missingFindings,
} from '../check/guard/enforce.js';
import { MOST_BYTES } from '../check/guard/limit.js';
import { POLICY_PATH, type Policy } from '../check/guard/policy.js';
import type { Analysis } from '../edge/analyse.js';
import { readCommitFiles } from '../git/commit-file.js';
import type { Repository } from '../git/repository.js';
import type { Finding } from '../result/verdict.js';
import type { Step } from '../state/step.js';
import { type EdgeRequest, queryOf } from './request.js';

export interface GuardRequest extends EdgeRequest {
  /** Rules to guard by; those of the tree when absent. Null: none, and no baseline of the tree either. */
  readonly policy?: Policy | null;
  /** Known edges; those of the tree when absent. */
  readonly baseline?: Baseline;
}

/** Whoever has just written a policy wonders why nothing follows it. */
const tellUncommitted = async (
  repository: Repository,
  commit: CommitId,
  committed: ReadonlyMap<string, string>,
  paths: readonly string[],
  context: Context,
): Promise<void> => {
  const { workFolder } = repository.layout;
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

/** What is written: the rules, and the edges that are known. */
export interface GuardFiles {
  readonly policy: Policy | null;
  readonly baseline: Baseline | null;
}

/**
 * What guards a commit, as it is written.
 * @throws UserError `input` when one is not what it has to be; the message names the key.
 */
export const readGuardFiles = async (
  repository: Repository,
  commit: CommitId,
  request: GuardRequest,
  context: Context,
): Promise<GuardFiles> => {
  if (request.policy === null) return { policy: null, baseline: request.baseline ?? null };
  const paths = [
    ...(request.policy === undefined ? [POLICY_PATH] : []),
    ...(request.baseline === undefined ? [BASELINE_PATH] : []),
  ];
  const texts = await readCommitFiles(repository, commit, paths, MOST_BYTES, context);
  await tellUncommitted(repository, commit, texts, paths, context);
  // Checking a document against its schema takes code that a tree without one need not wait for.
  const read = async <T>(
    path: string,
    readerOf: () => Promise<(text: string, name: string) => T>,
  ): Promise<T | null> => {
    const text = texts.get(path);
    return text === undefined ? null : (await readerOf())(text, `${path} (commit ${commit.slice(0, 12)})`);
  };
  return {
    policy:
      request.policy ??
      (await read(POLICY_PATH, async () => (await import('../check/guard/read-policy.js')).readPolicy)),
    baseline:
      request.baseline ??
      (await read(BASELINE_PATH, async () => (await import('../check/guard/read-baseline.js')).readBaseline)),
  };
};

/**
 * The guard of a commit.
 * @returns null when there is neither policy nor baseline.
 * @throws UserError as `readGuardFiles`.
 */
export const readGuard = async (
  repository: Repository,
  commit: CommitId,
  request: GuardRequest,
  context: Context,
): Promise<Guard | null> => {
  const { policy, baseline } = await readGuardFiles(repository, commit, request, context);
  if (policy === null && baseline === null) return null;
  return guardOf(policy, baseline ?? [], queryOf(request).directions);
};

/**
 * The guard after a received series: its patches may take entries out of the baseline, which is stricter, and never put
 * any in.
 * @throws UserError `input` when they leave something else than a baseline.
 */
const shrunkBy = async (
  guard: Guard,
  states: readonly GuardableState[],
  repository: Repository,
): Promise<Guard> => {
  const change = states.flatMap(({ changes }) => changes).findLast(({ path }) => path === BASELINE_PATH);
  if (change === undefined) return guard;
  if (change.after === null) return { ...guard, baseline: [] };
  let text = '';
  await repository.reader.readBlobs([change.after.id as BlobId], (bytes) => {
    text = Buffer.from(bytes).toString();
  });
  const { readBaseline } = await import('../check/guard/read-baseline.js');
  const left = new Set(readBaseline(text, `${BASELINE_PATH} as the series leaves it`).map(identityOf));
  return { ...guard, baseline: guard.baseline.filter((entry) => left.has(identityOf(entry))) };
};

/** A state as a guard sees it. */
export type GuardableState = GuardedState & Pick<Step, 'changes'> & Pick<Analysis, 'missing'>;

/** What a guard says of states, and the same as findings. */
export interface GuardVerdict {
  readonly outcome: GuardOutcome;
  readonly findings: readonly Finding[];
}

/**
 * Lays states against a guard.
 * @param received whether they come from a received series rather than from commits.
 * @throws UserError `input` when a received series leaves something else than a baseline.
 */
export const guardStates = async (
  guard: Guard,
  states: readonly GuardableState[],
  request: GuardRequest,
  received: boolean,
  repository: Repository,
): Promise<GuardVerdict> => {
  const follows = received && request.baseline === undefined;
  const now = follows ? await shrunkBy(guard, states, repository) : guard;
  const partial = request.config !== undefined || request.architecture !== undefined;
  const outcome = enforce(now, states, partial);
  return { outcome, findings: [...guardFindings(outcome), ...missingFindings(states.at(-1)?.missing ?? [])] };
};
