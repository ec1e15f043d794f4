// The contract of `diff`: two revisions of a series side by side. schema/diff.schema.json documents it; a change that
// breaks a reader raises COMPARISON_SCHEMA_VERSION and is written down in schema/CHANGELOG.md.
import type { ApplyFailure, Edge, State, Tag } from './verdict.js';

export const COMPARISON_SCHEMA_VERSION = 1;

/** One of the two revisions. */
export interface ComparedRevision {
  readonly revision: number;
  readonly title: string;
  /** `Name <address>` of the sender. */
  readonly author: string;
  /** ISO 8601, in UTC. */
  readonly date: string | null;
  /** Of the cover letter, else of the first patch. */
  readonly messageId: string;
  /** How many patches the series counts. */
  readonly patches: number;
  /** Numbers of patches that are not there. */
  readonly missing: readonly number[];
}

/** A patch in its revision. */
export interface ComparedPatch {
  readonly number: number;
  readonly subject: string;
  readonly messageId: string;
}

/**
 * What became of a patch.
 * - `same`: message and diff are as they were
 * - `reworded`: only the message differs
 * - `changed`: the diff differs
 * - `removed`: the later revision has no such patch
 * - `added`: the earlier one has none
 */
export type PatchChange = 'same' | 'reworded' | 'changed' | 'removed' | 'added';

/** Tags that one side has and the other has not. */
export interface TagChanges {
  readonly gained: readonly Tag[];
  readonly lost: readonly Tag[];
}

/** What the lines of a patch do to a lookup or an export, read from the patch alone, without a tree. */
export interface SymbolLine {
  readonly change: 'added' | 'removed';
  /** `symbol_get`, `EXPORT_SYMBOL_GPL`, ... */
  readonly primitive: string;
  readonly symbol: string;
  readonly path: string;
}

/** A patch of both revisions, or of one. */
export interface PatchComparison {
  readonly change: PatchChange;
  readonly before: ComparedPatch | null;
  readonly after: ComparedPatch | null;
  /** What differs, as `git range-diff` writes it; empty unless `changed` or `reworded`. */
  readonly lines: readonly string[];
  readonly tags: TagChanges;
  readonly symbolLines: { readonly before: readonly SymbolLine[]; readonly after: readonly SymbolLine[] };
}

/**
 * Why an objection counts as answered, open or new.
 * - answered: `taken-back` by the objector; `patch-changed` since; `patch-removed`; `superseded`: it announced a next revision
 * - open: `patch-unchanged`; `not-taken-back`: a firm NAK stands though its patch changed; `on-series`: it is about no single
 *   patch; `raised-again` on the later revision
 * - new: `first-raised` on the later revision
 */
export type ObjectionReason =
  | 'taken-back'
  | 'patch-changed'
  | 'patch-removed'
  | 'superseded'
  | 'patch-unchanged'
  | 'not-taken-back'
  | 'on-series'
  | 'raised-again'
  | 'first-raised';

/** An objection to the earlier revision, and its state at the later one; or a new objection. */
export interface ComparedObjection {
  readonly state: 'answered' | 'open' | 'new';
  readonly reason: ObjectionReason;
  readonly kind: 'nak' | 'request-to-drop' | 'superseded-by-author' | 'question';
  readonly tentative: boolean;
  /** `Name <address>` */
  readonly by: string;
  readonly date: string | null;
  readonly quote: string;
  readonly messageId: string;
  /** Number of the patch in each revision; both null: the series as a whole. */
  readonly before: number | null;
  readonly after: number | null;
  /** Where it was raised again. */
  readonly again: string | null;
}

/** Why the states of a revision end where they do. */
export type StatesEnd =
  /** After its last patch. */
  | { readonly kind: 'whole' }
  /** The patch does not apply, and with it none after. */
  | { readonly kind: 'refused'; readonly label: string; readonly failures: readonly ApplyFailure[] }
  /** A patch is missing or damaged: the states after it would be wrong. */
  | { readonly kind: 'incomplete'; readonly message: string };

/** The edges of one revision, or why they are unknown. */
export interface RevisionEdges {
  /** The commit that the patches are applied to. */
  readonly base: string;
  /** The base and after each patch that applies; empty when not even the first does. */
  readonly states: readonly State[];
  readonly end: StatesEnd;
}

/** The edges of both revisions. */
export interface ComparedEdges {
  readonly between: readonly [string, string];
  readonly oneWay: boolean;
  readonly before: RevisionEdges;
  readonly after: RevisionEdges;
  /** The edges after the last patch that only one revision has; null unless both have been analysed to their end. */
  readonly left: { readonly onlyBefore: readonly Edge[]; readonly onlyAfter: readonly Edge[] } | null;
}

/** The result of `diff`. */
export interface Comparison {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly before: ComparedRevision;
  readonly after: ComparedRevision;
  /** Tags given to the cover letters. */
  readonly cover: TagChanges;
  /** In the order of the later revision, those that it has no more where they stood. */
  readonly patches: readonly PatchComparison[];
  /** Answered, then open, then new; each by time. */
  readonly objections: readonly ComparedObjection[];
  /** Null when edges were not asked for. */
  readonly edges: ComparedEdges | null;
}
