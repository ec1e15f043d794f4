// The contract with the outside: what one run of `triage` says. schema/triage.schema.json documents it; a change that
// breaks a reader raises TRIAGE_SCHEMA_VERSION and is written down in schema/CHANGELOG.md.
import type { FindingKind, OntoBranch, ReplyAddress } from './verdict.js';

export const TRIAGE_SCHEMA_VERSION = 1;

/** From the most to the least actionable; if several hold, the last one counts. */
export type TriageVerdict =
  | 'ready'
  | 'needs review'
  | 'objection open'
  | 'adds edges'
  | 'breaks the policy'
  | 'partly merged'
  | 'needs rebase'
  | 'does not apply'
  | 'breaks bisection'
  | 'breaks the link'
  | 'incomplete'
  | 'error'
  | 'superseded'
  | 'merged';

/** Verdicts on series that need no action. Reports show them last and in brief. */
export const SETTLED: ReadonlySet<TriageVerdict> = new Set<TriageVerdict>(['superseded', 'merged']);

/** Counts of tags and objections on the latest revision. */
export interface ReviewCounts {
  /** The number of different people with such a tag on a patch or on the series. */
  readonly reviewed: number;
  readonly acked: number;
  readonly tested: number;
  /** Open NAKs and requests to drop. */
  readonly naks: number;
  /** Patches that somebody else than their author has reviewed or acked without a condition. */
  readonly reviewedPatches: number;
  /** Where the last word is a reviewer's question. */
  readonly questions: number;
  /** Robots that report a failed build or test, or a warning. */
  readonly robotFailures: number;
}

/** The latest revision of a series. */
export interface TriagedSeries {
  readonly revision: number;
  /** The numbers that were found, sorted. */
  readonly revisions: readonly number[];
  readonly rfc: boolean;
  /** How many patches it counts, and how many are there. */
  readonly expected: number;
  readonly patches: number;
  readonly author: string;
  /** Of the cover letter, else of the first patch. */
  readonly messageId: string;
  /** ISO 8601; null when the mail has no date. */
  readonly date: string | null;
  /** Whole days between that date and the run; null when there is no date. */
  readonly ageDays: number | null;
  readonly review: ReviewCounts;
  /** Absent for an older revision. */
  readonly reply?: ReplyAddress;
}

/** The commit on which it was tried. */
export interface TriagedBase {
  readonly commit: string;
  /** The branch or tag that holds it; null for one that the series or the user named. */
  readonly ref: string | null;
  /** Whether that branch or tag points at it; else it lies in its history. */
  readonly isTip: boolean;
  /**
   * `given` by the user, `stated` by the series, `prerequisites` found on a branch; else how many of the files that the
   * patches name were found there as they name them: `exact` all, `partial` some, `none`.
   */
  readonly certainty: 'given' | 'stated' | 'prerequisites' | 'exact' | 'partial' | 'none';
  readonly matched: number;
  readonly wanted: number;
}

/** How far it applies. */
export interface TriagedApply {
  /** Patches that apply before the first that does not. */
  readonly applied: number;
  readonly total: number;
  /** Patches that do not apply; each is tried on those before it that apply. */
  readonly refused: number;
  /** Labels of the patches that the tree has already: HEAD, or the base that the user named. */
  readonly merged: readonly string[];
  /** Of the first patch that does not apply and is not merged, else of the first that does not apply. */
  readonly failure: { readonly patch: string; readonly path: string; readonly message: string } | null;
}

/** What the symbol analysis says; only of a series that applies. */
export interface TriagedLinks {
  /** Edges of the base that the last state has not, those of the last state that the base has not, and all of the last. */
  readonly removed: number;
  readonly added: number;
  readonly remaining: number;
  /** Errors after a patch that the base does not have, a broken link among them; without what breaks the policy. */
  readonly broken: readonly {
    readonly patch: string;
    readonly message: string;
    readonly kind: FindingKind;
  }[];
  /** What breaks the policy of the tree after the last patch and is not in its baseline. */
  readonly violations: readonly string[];
  /** Of the added edges, those that fail a check: the baseline does not list them. */
  readonly unknown: number;
}

/** One series, or an input without a series. */
export interface TriageRow {
  readonly verdict: TriageVerdict;
  /** One line: why. */
  readonly reason: string;
  /** With `--since-last`: what the run before did not see. */
  readonly news?: string;
  /** Of the series; what the user gave when there is no series in it. */
  readonly title: string;
  /** Where its mails were read. */
  readonly inputs: readonly string[];
  /** Null when there is no series in the input. */
  readonly series: TriagedSeries | null;
  /** Null when it was not tried, as those that follow. */
  readonly base: TriagedBase | null;
  readonly apply: TriagedApply | null;
  /** How far it applies on each of the branches of `--onto`. */
  readonly onto: readonly OntoBranch[] | null;
  readonly links: TriagedLinks | null;
}

/** The result of `triage`. */
export interface TriageResult {
  readonly schemaVersion: typeof TRIAGE_SCHEMA_VERSION;
  /** The two module names or globs whose edges are counted; null when no edges were asked for. */
  readonly between: readonly [string, string] | null;
  /** The commit in which merged patches are looked for: HEAD, or the base that the user named. */
  readonly head?: string;
  /** With `--since-last`: what is new of the tree. */
  readonly news?: string;
  /** What can be acted on first comes first. */
  readonly rows: readonly TriageRow[];
}
