// A damaged hunk laid beside the pre-image: which line is which.
import type { DamagedHunk } from './damaged-diff.js';

/** A line of a hunk as it stood, or as it is to be inferred. */
export type AlignedLine =
  /** Taken from the pre-image, white space and all; `given` is what the damage made of it. */
  | {
      readonly kind: 'kept' | 'removed';
      readonly text: string;
      readonly at: number;
      readonly given: string;
    }
  /** An empty line of the pre-image that the damage swallowed. */
  | { readonly kind: 'swallowed'; readonly text: string; readonly at: number }
  /** Context or a removed line that this pre-image has not. */
  | { readonly kind: 'kept-unknown' | 'removed-unknown'; readonly text: string }
  | { readonly kind: 'added'; readonly text: string };

/** A hunk with its place in the pre-image. */
export interface AlignedHunk {
  readonly hunk: DamagedHunk;
  readonly lines: readonly AlignedLine[];
  /** Index of the first line of the pre-image that the hunk covers. */
  readonly start: number;
  /** `exact`: each context and removed line was found and the counts agree; `nearly`: some; `nowhere`: none. */
  readonly fit: 'exact' | 'nearly' | 'nowhere';
}

/** The lines of the pre-image, and the same without white space. */
export interface PreImageLines {
  readonly texts: readonly string[];
  readonly solids: readonly string[];
}

/**
 * Work that matching may do for one patch. A hunk of 100 lines in the kernel's longest files (50,000 lines)
 * needs five million; a mail with thousands of hunks that fit nowhere must not take hours.
 */
export const MAX_WORK = 100_000_000;

/** What is left of `MAX_WORK`. */
export interface Budget {
  left: number;
}

/** Context that a diff shows on each side of a change (git-diff(1), `-U`). */
const CONTEXT = 3;

/** Empty lines that are still missing stood at the edges, where three lines of context have to be. */
export const fillUp = (lines: AlignedLine[], missing: number): readonly AlignedLine[] => {
  const changed = ({ kind }: AlignedLine): boolean =>
    kind !== 'kept' && kind !== 'kept-unknown' && kind !== 'swallowed';
  const lead = lines.findIndex(changed);
  const tail = lines.length - 1 - lines.findLastIndex(changed);
  const empty: AlignedLine = { kind: 'kept-unknown', text: '' };
  const before = Math.max(0, Math.min(missing, CONTEXT - lead));
  const after = Math.max(0, Math.min(missing - before, CONTEXT - tail));
  return [...Array<AlignedLine>(before).fill(empty), ...lines, ...Array<AlignedLine>(after).fill(empty)];
};
