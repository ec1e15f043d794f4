// Checks what a push brings: each commit that the remote lacks, ref by ref.
import type { Context } from '../base/context.js';
import type { CommitRange } from '../git/commit-range.js';
import { contentOfPush } from '../git/push-range.js';
import type { Repository } from '../git/repository.js';
import { parsePushedRefs } from './protocol.js';

/** What git gives a pre-push hook: two arguments, and its standard input. */
export interface PrePush {
  /** The remote's name, or its URL when it has none. */
  readonly remote: string;
  readonly url: string;
  readonly input: string;
}

/** Checks the states of a range; the caller supplies it, because this folder analyses nothing. */
export type RangeCheck<Finding> = (range: CommitRange, context: Context) => Promise<Finding>;

/** A ref that brings commits to the remote. */
export interface PushedRange {
  readonly remoteRef: string;
  /** Commits that the remote lacks. */
  readonly commits: number;
  /** `git` revisions to look closer with: `A..B`, or one commit. */
  readonly range: string;
}

/**
 * Checks a push, each range once however many refs bring it. Deleted refs and tags of no commit bring nothing.
 * @returns one verdict for each ref that brings commits.
 * @throws UserError `usage` when the input is not git's.
 */
export const checkPush = async <Finding extends object>(
  repository: Repository,
  push: PrePush,
  check: RangeCheck<Finding>,
  context: Context,
): Promise<readonly (Finding & PushedRange)[]> => {
  const findings = new Map<string, Finding>();
  const verdicts: (Finding & PushedRange)[] = [];
  for (const { localId, remoteId, remoteRef } of parsePushedRefs(push.input)) {
    if (localId === null) continue;
    const content = await contentOfPush(repository, { localId, remoteId, remote: push.remote }, context);
    if (content.kind === 'nothing') continue;
    const range = content.kind === 'commits' ? content.range : { base: content.tip, commits: [] };
    const name = nameOf(range);
    const finding = findings.get(name) ?? (await check(range, context));
    findings.set(name, finding);
    verdicts.push({ ...finding, remoteRef, commits: range.commits.length, range: name });
  }
  return verdicts;
};

const nameOf = ({ base, commits }: CommitRange): string => {
  const from = (base ?? '').slice(0, 12);
  const last = commits.at(-1);
  return last === undefined ? from : `${from}..${last.shortId}`;
};
