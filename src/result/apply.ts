// The contract of `apply`: the branch that was made of a series, and what did not apply. schema/apply.schema.json documents
// it; a change that breaks a reader raises APPLY_SCHEMA_VERSION and is written down in schema/CHANGELOG.md.
import type { CommitId } from '../base/id.js';
import type { BaseGuess } from '../git/base-guess.js';
import type { AppliedPatch, BranchResult, RefusedPatch } from '../git/commit.js';
import type { Objection } from '../series/review.js';
import { formatMailbox } from './series.js';
import type { OntoBranch } from './verdict.js';

export { type FailedFile, type FailedHunk, HUNK_CAUSE } from '../git/apply-failure.js';
export { standingText as objectionText } from '../series/standing.js';

const APPLY_SCHEMA_VERSION = 1;

/** What `apply` did: as the program hands it on. `applyDocument` makes the document for other programs of it. */
export interface ApplyOutcome extends BranchResult {
  readonly branch: string;
  readonly title: string;
  readonly revision: number;
  /** Null when the user named the base. */
  readonly guess: BaseGuess | null;
  readonly base: CommitId;
  /** The base in words: how it was found. */
  readonly baseText: string;
  /** The branches that the base was chosen from; null when it was not. */
  readonly onto: readonly OntoBranch[] | null;
  /** Trailers that answers gave, per label of a patch. */
  readonly added: ReadonlyMap<string, readonly string[]>;
  /** Open objections and doubts over which the series was applied. */
  readonly objections: readonly Objection[];
}

/** The document that `apply --json` prints. */
export interface ApplyDocument {
  readonly schemaVersion: typeof APPLY_SCHEMA_VERSION;
  /** Null when no branch was made, as is `tip`. */
  readonly branch: string | null;
  readonly tip: CommitId | null;
  readonly base: CommitId;
  readonly onto: readonly OntoBranch[] | null;
  readonly guess: BaseGuess | null;
  readonly series: { readonly title: string; readonly revision: number };
  readonly applied: readonly (AppliedPatch & { readonly trailers: readonly string[] })[];
  readonly refused: readonly RefusedPatch[];
  readonly objections: readonly {
    /** Number of the patch; null: the series as a whole. */
    readonly patch: number | null;
    readonly by: string;
    readonly quote: string;
    readonly messageId: string;
  }[];
}

/** The document of an outcome. */
export const applyDocument = (outcome: ApplyOutcome): ApplyDocument => ({
  schemaVersion: APPLY_SCHEMA_VERSION,
  branch: outcome.tip === null ? null : outcome.branch,
  tip: outcome.tip,
  base: outcome.base,
  onto: outcome.onto,
  guess: outcome.guess,
  series: { title: outcome.title, revision: outcome.revision },
  applied: outcome.applied.map((patch) => ({ ...patch, trailers: outcome.added.get(patch.label) ?? [] })),
  refused: outcome.refused,
  objections: outcome.objections.map(({ patch, by, quote, messageId }) => ({
    patch,
    by: formatMailbox(by),
    quote,
    messageId,
  })),
});
