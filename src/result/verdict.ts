// The contract with the outside: the result of `check`. schema/check.schema.json documents it;
// a change that breaks a reader raises SCHEMA_VERSION and is written down in schema/CHANGELOG.md.
import type { Edge, EdgeKey } from '../base/edge.js';
import type { FindingKind } from './finding-kind.js';

export type { Edge, EdgeKind, ExportPlace, SourcePlace } from '../base/edge.js';

export type { FindingKind } from './finding-kind.js';

export const SCHEMA_VERSION = 1;

/** Where a patch could not be applied, in the words of the tree. */
export interface ApplyFailure {
  readonly path: string;
  /** The hunk's header (`@@ -10,6 +10,7 @@ function`); null when the file as a whole is refused. */
  readonly hunk: string | null;
  readonly message: string;
  /** Nearest line of the file in the tree, counted from 1. */
  readonly line?: number;
  /** The lines that the patch expects, and the lines of the tree. */
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/** The tree at one point: the base, or after one more patch or commit. */
export interface State {
  /** `base`, `1/3`, or a short commit id. */
  readonly label: string;
  readonly subject?: string;
  /** False when the patch did not apply; the edges are then those of the tree without it. */
  readonly applied: boolean;
  readonly failures?: readonly ApplyFailure[];
  readonly edges: readonly Edge[];
  /** Against the state before; both empty for the base. */
  readonly added: readonly Edge[];
  readonly removed: readonly Edge[];
}

/** Something noticed: at a place, a state or a mail. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  /** Label of the state that it concerns. */
  readonly state?: string;
  readonly path?: string;
  readonly line?: number;
  readonly messageId?: string;
  /** All modules that it concerns; the message may name fewer. */
  readonly modules?: readonly string[];
  /** Lines of a `.config` in which it can be seen; `make olddefconfig` keeps them. */
  readonly config?: readonly string[];
  /** The architecture that this `.config` is for. */
  readonly architecture?: string;
}

/** A line such as `Reviewed-by: Name <address>` and the mail that gave it. */
export interface Tag {
  readonly name: string;
  readonly value: string;
  readonly messageId: string | null;
}

/** One mail of the series that carries a patch, or its cover letter (number 0). */
export interface SeriesMail {
  readonly number: number;
  readonly subject: string;
  readonly author: string;
  readonly messageId: string | null;
  readonly tags: readonly Tag[];
}

/** Somebody with an address. */
export interface Person {
  readonly name: string;
  readonly address: string;
}

/** How an answer to the series is addressed. */
export interface ReplyAddress {
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly subject: string;
  /** ISO 8601; null when the mail has no date. */
  readonly date: string | null;
  /** Null when the mail was copied without its message-id. */
  readonly messageId: string | null;
  readonly references: readonly string[];
}

/** Lines of a patch, up to the one that a finding or an added edge is about. */
export interface Quote {
  readonly state: string;
  readonly path: string;
  readonly line: number;
  readonly lines: readonly string[];
}

/** The series of a check, and its review in brief. */
export interface SeriesSummary {
  readonly revision: number;
  /** How many patches the series counts. */
  readonly patches: number;
  readonly subject?: string;
  readonly mails?: readonly SeriesMail[];
  readonly reply?: ReplyAddress;
}

/** Lines of the tree around a place, for reports that show code. */
export interface Excerpt {
  /** Label of the state whose tree was read. */
  readonly state: string;
  readonly path: string;
  /** The line that it is about, and the number of the first line shown; both counted from 1. */
  readonly line: number;
  readonly first: number;
  readonly lines: readonly string[];
}

/**
 * What fails a check, from the strictest rule to the weakest. A broken link and every other error of a patch fail all rules
 * but `never`, as does what breaks the policy; a patch that does not apply fails all of them.
 * - `remaining`: an edge of the last state.
 * - `new`: an edge of the last state that the base does not have and that the baseline does not list.
 * - `policy`: nothing else.
 * - `never`: nothing.
 */
export type FailOn = 'remaining' | 'new' | 'policy' | 'never';

/** Whether a check fails, and why. */
export interface Verdict {
  readonly failed: boolean;
  /** One sentence. */
  readonly reason: string;
}

/** How far a series applies on a branch or tag that it was tried on. */
export interface OntoBranch {
  readonly ref: string;
  readonly commit: string;
  /** Patches that apply before the first that does not. */
  readonly applied: number;
  readonly total: number;
}

/** The result of `check`. */
export interface CheckResult {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** The two module names or globs as asked. */
  readonly between: readonly [string, string];
  /** Whether only edges from the first to the second were asked for. */
  readonly oneWay: boolean;
  /** The rule that the verdict follows. */
  readonly failOn?: FailOn;
  /** The commit of the base state. */
  readonly base?: string;
  /** The glob of branches, if the base is the best of them. */
  readonly onto?: readonly OntoBranch[];
  readonly series?: SeriesSummary;
  /** The base first; at least one. */
  readonly states: readonly State[];
  readonly findings: readonly Finding[];
  /** Edges of the last state that break the policy and are in the baseline; absent for a tree without either. */
  readonly known?: readonly EdgeKey[];
  /** Code around the last reference of each edge, and around findings that have a place. */
  readonly excerpts?: readonly Excerpt[];
  /** What patches of a received series say at findings and added edges. */
  readonly quotes?: readonly Quote[];
  readonly verdict: Verdict;
}
