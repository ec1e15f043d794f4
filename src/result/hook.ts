// The contracts of the pre-push hook: whether it is installed, and what each ref of a push brings.
import type { CheckResult } from './verdict.js';

/** The check of one ref that is pushed. */
export interface PushVerdict {
  readonly remoteRef: string;
  /** Commits that the remote lacks. */
  readonly commits: number;
  /** `git` revisions to look closer with: `A..B`, or one commit. */
  readonly range: string;
  readonly result: CheckResult;
}

/** The state of the pre-push hook of a repository. */
export interface HookStatus {
  /**
   * - `absent`: there is no pre-push hook.
   * - `installed`: ours, as this program writes it.
   * - `outdated`: ours, of another version or another place of the program; installing again renews it.
   * - `other`: one that is not ours; installing keeps it and runs it first.
   */
  readonly state: 'absent' | 'installed' | 'outdated' | 'other';
  /** Where the hook is, or would be. */
  readonly path: string;
  readonly place: 'repository' | 'work-tree' | 'elsewhere';
  /** Whether a hook of before is run first. */
  readonly chained: boolean;
  /** The command that ours runs, with its options, as the shell reads it; null when it is not there. */
  readonly runs: string | null;
}
