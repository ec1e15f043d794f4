// Explains why a patch does not apply: which hunk, which lines it wants, which lines are there instead.
// Pure: the file's bytes and the patch in, an explanation out.
import type { Hunk } from '../patch/diff.js';
import { type HunkLines, linesOfHunk } from '../patch/hunk-lines.js';
import { latin1, toUtf8 } from '../patch/latin1.js';

/** A hunk that found no place. */
export interface FailedHunk {
  /** `@@ -10,6 +10,7 @@ function` */
  readonly header: string;
  /** Line of the header in the patch, counted from 1. */
  readonly patchLine: number;
  /**
   * - `differs`: the lines are not there.
   * - `white-space`: they are, but with other white space (a mail client's damage).
   * - `line-ends`: they are, but end with LF where the other side has CRLF.
   * - `already-applied`: the lines after the change are there.
   * - `displaced`: the lines are there, but not at the end or the beginning of the file where the hunk has to stand.
   */
  readonly cause: 'differs' | 'white-space' | 'line-ends' | 'already-applied' | 'displaced';
  /** Nearest place in the file, counted from 1. */
  readonly line: number;
  /** The context and removed lines of the hunk, without line feeds. */
  readonly expected: readonly string[];
  /** As many lines of the file from `line` on. */
  readonly found: readonly string[];
}

/** Each cause in words. */
export const HUNK_CAUSE: { readonly [cause in FailedHunk['cause']]: string } = {
  differs: 'context does not match',
  'white-space': 'context matches except for white space, which a mail client may have changed',
  'line-ends': 'only line ends differ (CRLF and LF): the mail lost or gained carriage returns',
  'already-applied': 'already applied',
  displaced: 'context matches, but not at the start or end of the file',
};

/** Why one file of a patch does not apply. */
export interface FailedFile {
  readonly path: string;
  /**
   * - `absent`: the file to change does not exist.
   * - `exists`: the file to create exists.
   * - `is-folder`: a folder stands at the path.
   * - `hunk`: the `hunks` whose context does not match.
   * - `corrupt`: the patch itself is damaged, at the line that `detail` names.
   * - `binary`: a binary patch whose old content is another, or that holds no content.
   * - `other`: the message of git is in `detail`.
   */
  readonly reason: 'absent' | 'exists' | 'is-folder' | 'hunk' | 'corrupt' | 'binary' | 'other';
  readonly detail: string;
  readonly hunks: readonly FailedHunk[];
}

/** A line as common as this (`}`, empty) does not show the place of a hunk. */
const COMMON_LINE = 64;

const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const shown = (line: string): string => toUtf8(line.replace(/\n$/, ''));
const withoutCarriageReturn = (line: string): string => line.replace(/\r(?=\n?$)/, '');
const squeezed = (line: string): string => line.replace(/\s+/g, '');

/** A hunk with its lines. */
type ReadHunk = Hunk & HunkLines;

/** The hunks of a file of `diff` that have no place in the file's content. */
export const failedHunks = (
  diff: Uint8Array,
  hunks: readonly Hunk[],
  content: Uint8Array,
): readonly FailedHunk[] => {
  const lines = splitLines(latin1(content));
  const places = new Map<string, number[]>();
  lines.forEach((line, at) => {
    const seen = places.get(line);
    if (seen) seen.push(at);
    else places.set(line, [at]);
  });
  return hunks.flatMap((each) => {
    const hunk: ReadHunk = { ...each, ...linesOfHunk(diff, each) };
    const cause = causeOf(hunk, lines, places);
    if (cause === undefined) return [];
    const at = nearestPlace(hunk, places, lines.length);
    return [
      {
        header: hunk.header,
        patchLine: hunk.line,
        cause,
        line: at + 1,
        expected: hunk.before.map(shown),
        found: lines.slice(at, at + hunk.before.length).map(shown),
      },
    ];
  });
};

type Places = ReadonlyMap<string, readonly number[]>;

const causeOf = (
  hunk: ReadHunk,
  lines: readonly string[],
  places: Places,
): FailedHunk['cause'] | undefined => {
  const found = placesOf(hunk.before, lines, places);
  if (found.some((at) => isRightEnd(hunk, at, lines.length))) return undefined;
  if (found.length > 0) return 'displaced';
  if (hunk.after.length > 0 && placesOf(hunk.after, lines, places).length > 0) return 'already-applied';
  const at = nearestPlace(hunk, places, lines.length);
  const isSameBut = (form: (line: string) => string): boolean =>
    hunk.before.every((line, index) => form(line) === form(lines[at + index] ?? ''));
  if (isSameBut(withoutCarriageReturn)) return 'line-ends';
  return isSameBut(squeezed) ? 'white-space' : 'differs';
};

/** git wants a hunk for line 1 at the beginning, and one that ends without context at the end (its apply.c, `apply_one_fragment`). */
const isRightEnd = (hunk: ReadHunk, at: number, count: number): boolean =>
  (hunk.oldStart > 1 || at === 0) && (hunk.endsWithContext || at + hunk.before.length === count);

/** All places where these lines stand. */
const placesOf = (wanted: readonly string[], lines: readonly string[], places: Places): readonly number[] => {
  if (wanted.length === 0) return lines.length === 0 ? [0] : [lines.length];
  const [rarest = 0] = wanted
    .map((_, index) => index)
    .sort((a, b) => occurrences(places, wanted[a]) - occurrences(places, wanted[b]));
  return (places.get(wanted[rarest] ?? '') ?? [])
    .map((at) => at - rarest)
    .filter((at) => at >= 0 && wanted.every((line, index) => lines[at + index] === line));
};

const occurrences = (places: Places, line: string | undefined): number => places.get(line ?? '')?.length ?? 0;

/** Where most of a hunk's lines stand in their order; among equals the nearest to the line in its header. */
const nearestPlace = (hunk: ReadHunk, places: Places, count: number): number => {
  const said = Math.min(Math.max(hunk.oldStart - 1, 0), Math.max(count - 1, 0));
  const votes = new Map<number, number>();
  hunk.before.forEach((line, index) => {
    const seen = places.get(line) ?? [];
    if (seen.length > COMMON_LINE) return;
    for (const at of seen) {
      if (at >= index) votes.set(at - index, (votes.get(at - index) ?? 0) + 1);
    }
  });
  let best = said;
  let most = 0;
  for (const [at, count] of votes) {
    if (count > most || (count === most && Math.abs(at - said) < Math.abs(best - said))) {
      best = at;
      most = count;
    }
  }
  return best;
};
