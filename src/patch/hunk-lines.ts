// The lines of a hunk before and after it, as `git apply` compares them with a file.
import type { Hunk } from './diff.js';
import { latin1 } from './latin1.js';

/**
 * Both sides of a hunk, one character a byte. Lines carry their line feed, and lack it when the diff says that the
 * file's last line does.
 */
export interface HunkLines {
  /** Context and removed lines. */
  readonly before: readonly string[];
  /** Context and added lines. */
  readonly after: readonly string[];
  /** Whether the hunk ends with a context line; if not, git wants it at the end of the file. */
  readonly endsWithContext: boolean;
}

const cutLineFeed = (lines: string[]): void => {
  const last = lines.pop();
  if (last !== undefined) lines.push(last.replace(/\n$/, ''));
};

/** The lines of a hunk. @param diff the diff that the hunk was parsed from. */
export const linesOfHunk = (diff: Uint8Array, { start, end }: Hunk): HunkLines => {
  const before: string[] = [];
  const after: string[] = [];
  let lastMark = '';
  const lines = latin1(diff.subarray(start, end)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const mark = line[0] ?? ' ';
    if (mark === '\\') {
      if (lastMark !== '+') cutLineFeed(before);
      if (lastMark !== '-') cutLineFeed(after);
      continue;
    }
    const text = `${line.slice(1)}\n`;
    if (mark !== '+') before.push(text);
    if (mark !== '-') after.push(text);
    lastMark = mark;
  }
  return { before, after, endsWithContext: lastMark === ' ' };
};
