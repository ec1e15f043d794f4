// The model of a diff (git-diff(1), "Generating patch text with -p"; GNU unified diff).

/** One hunk. Offsets count bytes of the diff that it belongs to. */
export interface Hunk {
  /** The whole `@@` line, as text. */
  readonly header: string;
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** Line of the diff with the `@@`, counted from 1. */
  readonly line: number;
  /** From the byte after the `@@` line to the end of the hunk. */
  readonly start: number;
  readonly end: number;
  readonly added: number;
  readonly removed: number;
}

/** Kinds of changes to a file. */
export type ChangeKind = 'modify' | 'add' | 'delete' | 'rename' | 'copy';

/**
 * One file's part of a diff, with the paths that `git apply -p1` would touch.
 * Both paths are null when the header names no file; git refuses such a diff.
 */
export interface FileChange {
  readonly kind: ChangeKind;
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted file. */
  readonly newPath: string | null;
  /** Octal digits, when the diff names them. A mode in the `index` line is the old mode. */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  /** Blob ids of the `index` line, most often abbreviated; all zeros mean no file. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  /** Per cent, for renames and copies. */
  readonly similarity: number | null;
  /** `patch`: a `GIT binary patch`; `named`: only "Binary files differ", which cannot be applied. */
  readonly binary: 'no' | 'patch' | 'named';
  readonly hunks: readonly Hunk[];
  /** Line of the diff on which the file's part begins, counted from 1. */
  readonly line: number;
  /** Bytes of the header: from its first line to the first hunk or the binary patch. */
  readonly start: number;
  readonly headerEnd: number;
}

/** A hunk with fewer lines than its header counts. */
export interface CutHunk {
  readonly path: string;
  readonly line: number;
  readonly missing: number;
  /** Nothing follows the hunk, so the end of the mail is lost; otherwise lines in its middle are damaged. */
  readonly atEnd: boolean;
}

/** What git would leave out of a file without a word: lines outside of hunks, or all of its hunks. */
export interface LostPart {
  readonly path: string;
  readonly line: number;
  /** The first line that belongs to no hunk; null when the index line names a change and there is no hunk. */
  readonly text: string | null;
}

/** A diff with its one parse: what is shown, refused, rebuilt and applied comes from `files`. */
export interface ParsedDiff {
  /** The bytes that git gets. Offsets in `files` count these. */
  readonly diff: Uint8Array;
  readonly files: readonly FileChange[];
}

/** The parse of a text that holds a diff. */
export interface Diff extends ParsedDiff {
  /** End of the diff in the given bytes. What follows is not diff: a signature, a list footer. */
  readonly end: number;
  readonly cut: readonly CutHunk[];
  /** At most one for each file. */
  readonly lost: readonly LostPart[];
}

/** Every path that a diff names, once each. */
export const pathsOf = (files: readonly FileChange[]): readonly string[] => [
  ...new Set(files.flatMap(({ oldPath, newPath }) => [oldPath, newPath].filter((path) => path !== null))),
];

/** The path for messages: after the patch, before it for a deleted file, empty for a header without names. */
export const shownPath = ({ oldPath, newPath }: Pick<FileChange, 'oldPath' | 'newPath'>): string =>
  newPath ?? oldPath ?? '';
