// A diff whose white space was harmed on the way, read without trusting blanks, tabs or empty lines
// (git-diff(1), "Generating patch text with -p"; damage: format=flowed, RFC 3676, and copied text).
import { unquotePath } from '../series/path.js';

export interface DamagedLine {
  readonly sign: '+' | '-' | ' ';
  /** What follows the sign; for context whose sign was lost, the whole line. */
  readonly text: string;
  /** The line has no sign at all, and is not empty. */
  readonly bare: boolean;
}

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

export interface DamagedFile {
  /** Path before and after; `undefined` for a file that is new, or goes. */
  readonly oldPath: string | undefined;
  readonly newPath: string | undefined;
  /** Prefixes of blob ids from the `index` line. */
  readonly oldId: string | undefined;
  readonly newId: string | undefined;
  /** `diff --git` to `+++`, as they stand. */
  readonly header: readonly string[];
  readonly hunks: readonly DamagedHunk[];
}

/** One character a byte, so that a file of any encoding stays as it is. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const HUNK = /^@@ *-(\d+)(?:,(\d+))? *\+(\d+)(?:,(\d+))? *@@(.*)$/;

/** The files of a diff; text before the first is skipped, a signature at the end too. */
export const parseDamagedDiff = (diff: string): readonly DamagedFile[] => {
  const lines = withoutSignature(diff.split(/\r?\n/));
  const starts = lines.flatMap((line, index) => (/^diff --git /.test(line) ? [index] : []));
  return starts.map((start, order) => parseFile(lines.slice(start, starts[order + 1] ?? lines.length)));
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
export const isDamaged = (diff: Uint8Array): boolean =>
  parseDamagedDiff(latin1(diff)).some(({ hunks }) =>
    hunks.some(({ lines, oldCount, newCount }) => {
      const added = lines.filter(({ sign }) => sign === '+').length;
      const removed = lines.filter(({ sign }) => sign === '-').length;
      const kept = lines.length - added - removed;
      return lines.some(({ bare }) => bare) || kept + removed !== oldCount || kept + added !== newCount;
    }),
  );

const parseFile = (lines: readonly string[]): DamagedFile => {
  const first = lines.findIndex((line) => HUNK.test(line));
  const header = (first < 0 ? lines : lines.slice(0, first)).filter((line) => line !== '');
  const field = (pattern: RegExp): RegExpExecArray | undefined =>
    header.map((line) => pattern.exec(line)).find((found) => found !== null) ?? undefined;
  const index = field(/^index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})/);
  const both = field(/^diff --git (?:a\/(.*) b\/(.*)|("a\/.*") ("b\/.*"))$/);
  const isNew = field(/^new file mode/) !== undefined || field(/^--- \/dev\/null/) !== undefined;
  const isGone = field(/^deleted file mode/) !== undefined || field(/^\+\+\+ \/dev\/null/) !== undefined;
  const oldPath = field(/^--- (.*)$/)?.[1] ?? field(/^(?:rename|copy) from (.*)$/)?.[1];
  const newPath = field(/^\+\+\+ (.*)$/)?.[1] ?? field(/^(?:rename|copy) to (.*)$/)?.[1];
  return {
    oldPath: isNew ? undefined : pathOf(oldPath ?? both?.[1] ?? both?.[3]),
    newPath: isGone ? undefined : pathOf(newPath ?? both?.[2] ?? both?.[4]),
    oldId: index?.[1],
    newId: index?.[2],
    header,
    hunks: parseHunks(first < 0 ? [] : lines.slice(first)),
  };
};

/** A path of a header line: quoted by git or plain, with its first folder `a` or `b` or without. */
const pathOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const plain = text.startsWith('"')
    ? unquotePath(text)?.path
    : Buffer.from(text.split('\t', 1)[0] ?? '', 'latin1').toString('utf8');
  return plain?.replace(/^[ab]\//, '');
};

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
