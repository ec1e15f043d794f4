// A diff whose white space was harmed on the way, read without trusting blanks, tabs or empty lines
// (git-diff(1), "Generating patch text with -p"; damage: format=flowed, RFC 3676, and copied text).
import type { FileChange } from '../patch/diff.js';
import { latin1 } from '../patch/latin1.js';
import type { Patch } from '../series/patch.js';

/** A line of a damaged hunk. */
export interface DamagedLine {
  readonly sign: '+' | '-' | ' ';
  /** What follows the sign; for context whose sign was lost, the whole line. */
  readonly text: string;
  /** The line has no sign at all, and is not empty. */
  readonly bare: boolean;
}

/** A hunk that has lost white space. */
export interface DamagedHunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What stands behind the second `@@`, with the blank before it. */
  readonly section: string;
  readonly lines: readonly DamagedLine[];
  /** The last old or new line has no line end. */
  readonly noNewline: { readonly old: boolean; readonly new: boolean };
}

/** One file of a damaged diff: the header as `src/patch` parsed it, and its hunks read without trusting white space. */
export interface DamagedFile
  extends Pick<FileChange, 'oldPath' | 'newPath' | 'oldBlob' | 'newBlob' | 'binary'> {
  /** The lines of the header, without empty ones. */
  readonly header: readonly string[];
  readonly hunks: readonly DamagedHunk[];
}

/** A parsed patch with all that follows it in its mail: the parse of a damaged hunk ends too early. */
export type DamagedSource = Pick<Patch, 'rest' | 'files'>;

const HUNK = /^@@ *-(\d+)(?:,(\d+))? *\+(\d+)(?:,(\d+))? *@@(.*)$/;

/** The files of a damaged diff. */
export const damagedFiles = ({ rest, files }: DamagedSource): readonly DamagedFile[] => {
  const text = latin1(rest);
  return files.map((file, order) => {
    const next = files[order + 1]?.start;
    const lines = text.slice(file.headerEnd, next).split(/\r?\n/);
    const { oldPath, newPath, oldBlob, newBlob, binary } = file;
    return {
      oldPath,
      newPath,
      oldBlob,
      newBlob,
      binary,
      header: text
        .slice(file.start, file.headerEnd)
        .split(/\r?\n/)
        .filter((line) => line !== ''),
      hunks: parseHunks(next === undefined ? withoutSignature(lines) : lines),
    };
  });
};

/** `-- ` and what follows (RFC 3676, 4.3); `git format-patch` writes its version there. */
const withoutSignature = (lines: readonly string[]): readonly string[] => {
  const end = lines.findLastIndex(
    (line, index) => line === '-- ' || (line === '--' && /^\d+\.\d+/.test(lines[index + 1] ?? '')),
  );
  return end < 0 ? lines : lines.slice(0, end);
};

/**
 * Whether a diff shows that its white space was harmed: lines without a sign, or hunks that are not as long as
 * they say. Tabs that became blanks do not show; such a diff only fails to apply.
 */
export const isDamaged = (source: DamagedSource): boolean =>
  damagedFiles(source).some(({ hunks }) =>
    hunks.some(({ lines, oldCount, newCount }) => {
      const added = lines.filter(({ sign }) => sign === '+').length;
      const removed = lines.filter(({ sign }) => sign === '-').length;
      const kept = lines.length - added - removed;
      return lines.some(({ bare }) => bare) || kept + removed !== oldCount || kept + added !== newCount;
    }),
  );

const parseHunks = (lines: readonly string[]): readonly DamagedHunk[] => {
  const starts = lines.flatMap((line, index) => (HUNK.test(line) ? [index] : []));
  return starts.map((start, order) => {
    const [, oldStart, oldCount, newStart, newCount, section = ''] = HUNK.exec(lines[start] ?? '') ?? [];
    const counts = [Number(oldCount ?? 1), Number(newCount ?? 1)] as const;
    const body = lines.slice(start + 1, starts[order + 1] ?? lines.length);
    body.length = wholeLength(body, ...counts) ?? body.length;
    while (body.at(-1) === '') body.pop();
    const marks = body.flatMap((line, index) => (/^\\ ?No newline/.test(line) ? [index] : []));
    const before = marks.map((index) => body[index - 1]?.[0]);
    return {
      oldStart: Number(oldStart),
      oldCount: counts[0],
      newStart: Number(newStart),
      newCount: counts[1],
      section,
      lines: body.filter((_line, index) => !marks.includes(index)).map(signed),
      noNewline: {
        old: before.some((sign) => sign !== '+'),
        new: before.some((sign) => sign !== '-'),
      },
    };
  });
};

/** Begins what a list or a mail program puts below a patch; other text may be the end of a broken line. */
const FOOTER = /^(?:$|__|--|==|\*\*)/;

/** How many lines an unharmed hunk has; what follows is a list's footer. `undefined` when it is harmed. */
const wholeLength = (body: readonly string[], oldCount: number, newCount: number): number | undefined => {
  let [old, now] = [oldCount, newCount];
  for (const [index, line] of body.entries()) {
    if (old <= 0 && now <= 0) {
      if (line.startsWith('\\')) return index + 1;
      return FOOTER.test(line) ? index : undefined;
    }
    const sign = line === '' ? ' ' : line[0];
    if (sign !== '+' && sign !== '-' && sign !== ' ' && sign !== '\\') return undefined;
    if (sign === '-' || sign === ' ') old -= 1;
    if (sign === '+' || sign === ' ') now -= 1;
  }
  return undefined;
};

const signed = (line: string): DamagedLine => {
  const sign = line[0];
  if (sign === '+' || sign === '-') return { sign, text: line.slice(1), bare: false };
  return { sign: ' ', text: sign === ' ' ? line.slice(1) : line, bare: sign !== ' ' && sign !== undefined };
};
