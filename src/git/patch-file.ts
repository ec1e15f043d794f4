// The files and hunks of a patch as `git apply` reads them (git-diff(1), "Generating patch text with -p";
// git-apply(1)). It finds which paths have to be in the scratch index and explains a hunk that failed;
// whether a patch applies is git's decision alone.
//
// `src/series/diff.ts` models what a patch says; this reads it as git does, folder by folder (`-p1`), for what is
// refused here has to be what git would touch. Text is kept one character a byte (latin1), so that none is lost.
import { unquotePath } from '../series/path.js';

/** One hunk. Lines carry their line feed, and lack it when the patch says that the file's last line does. */
export interface PatchHunk {
  readonly header: string;
  /** Line of the header in the patch, counted from 1. */
  readonly patchLine: number;
  readonly oldStart: number;
  readonly newStart: number;
  /** Context and removed lines. */
  readonly before: readonly string[];
  /** Context and added lines. */
  readonly after: readonly string[];
  /** Whether the hunk ends with a context line; if not, git wants it at the end of the file. */
  readonly endsWithContext: boolean;
}

/** One file's part of a patch. */
export interface PatchedFile {
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted file. */
  readonly newPath: string | null;
  /** `index` line: abbreviated blob ids; all zeros stands for no file. */
  readonly oldId?: string;
  readonly newId?: string;
  /** Octal, after the patch, when the patch says it. */
  readonly mode?: string;
  /** Whether the file at `oldPath` stays when `newPath` is another. */
  readonly isCopy: boolean;
  readonly isBinary: boolean;
  readonly hunks: readonly PatchHunk[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NO_FILE = '/dev/null';

interface FileDraft {
  oldPath?: string | null;
  newPath?: string | null;
  oldId?: string;
  newId?: string;
  mode?: string;
  isNew: boolean;
  isDeleted: boolean;
  isCopy: boolean;
  isBinary: boolean;
  gitPath?: string;
  hunks: PatchHunk[];
}

const draft = (): FileDraft => ({
  isNew: false,
  isDeleted: false,
  isCopy: false,
  isBinary: false,
  hunks: [],
});

const finish = (file: FileDraft): PatchedFile | undefined => {
  const oldPath = file.isNew ? null : file.oldPath === undefined ? file.gitPath : file.oldPath;
  const newPath = file.isDeleted ? null : file.newPath === undefined ? file.gitPath : file.newPath;
  if (oldPath === undefined || newPath === undefined || (oldPath === null && newPath === null))
    return undefined;
  return {
    oldPath,
    newPath,
    ...(file.oldId === undefined ? {} : { oldId: file.oldId }),
    ...(file.newId === undefined ? {} : { newId: file.newId }),
    ...(file.mode === undefined ? {} : { mode: file.mode }),
    isCopy: file.isCopy,
    isBinary: file.isBinary,
    hunks: file.hunks,
  };
};

/**
 * The files of a patch, in its order. Text before, between and after diffs is passed over, as git does;
 * a damaged hunk ends where it stops making sense.
 */
export const parsePatchFiles = (patch: Uint8Array): readonly PatchedFile[] => {
  const lines = Buffer.from(patch.buffer, patch.byteOffset, patch.byteLength).toString('latin1').split('\n');
  const files: PatchedFile[] = [];
  let file: FileDraft | undefined;
  const close = () => {
    const closed = file && finish(file);
    if (closed) files.push(closed);
    file = undefined;
  };
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ')) {
      close();
      file = draft();
      const gitPath = pathOfGitLine(line.slice('diff --git '.length));
      if (gitPath !== undefined) file.gitPath = gitPath;
      at += 1;
    } else if (line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ')) {
      // A plain diff has no line of its own before this one.
      if (file === undefined || file.hunks.length > 0) {
        close();
        file = draft();
      }
      file.oldPath ??= pathOfSide(line.slice(4));
      file.newPath ??= pathOfSide((lines[at + 1] ?? '').slice(4));
      at += 2;
    } else if (file && HUNK.test(line)) {
      at = takeHunk(lines, at, file.hunks);
    } else {
      if (file && file.hunks.length === 0) takeHeader(line, file);
      at += 1;
    }
  }
  close();
  return files;
};

/** Every path that a patch names, in whatever role. */
export const pathsOfPatch = (files: readonly PatchedFile[]): readonly string[] => [
  ...new Set(files.flatMap((file) => [file.oldPath, file.newPath].filter((path) => path !== null))),
];

const takeHeader = (line: string, file: FileDraft): void => {
  const match =
    /^(new file mode|deleted file mode|new mode|rename from|rename to|copy from|copy to|index|GIT binary patch|Binary files) ?(.*)$/.exec(
      line.replace(/\r$/, ''),
    );
  if (!match) return;
  const value = match[2] ?? '';
  switch (match[1]) {
    case 'new file mode':
      file.isNew = true;
      file.mode = value;
      break;
    case 'new mode':
      file.mode = value;
      break;
    case 'deleted file mode':
      file.isDeleted = true;
      break;
    case 'copy from':
      file.isCopy = true;
      file.oldPath = unquote(value);
      break;
    case 'rename from':
      file.oldPath = unquote(value);
      break;
    case 'rename to':
    case 'copy to':
      file.newPath = unquote(value);
      break;
    case 'index': {
      const ids = /^([0-9a-f]+)\.\.([0-9a-f]+)/.exec(value);
      if (ids?.[1] !== undefined && ids[2] !== undefined)
        Object.assign(file, { oldId: ids[1], newId: ids[2] });
      break;
    }
    default:
      file.isBinary = true;
  }
};

/** Reads a hunk by the counts of its header, so that a removed `-- a/x` is never taken for a new file. */
const takeHunk = (lines: readonly string[], headerAt: number, hunks: PatchHunk[]): number => {
  const header = lines[headerAt] ?? '';
  const match = HUNK.exec(header);
  let oldLeft = Number(match?.[2] ?? 1);
  let newLeft = Number(match?.[4] ?? 1);
  const before: string[] = [];
  const after: string[] = [];
  let lastMark = '';
  let at = headerAt + 1;
  for (; at < lines.length && (oldLeft > 0 || newLeft > 0 || (lines[at] ?? '').startsWith('\\')); at += 1) {
    const line = lines[at] ?? '';
    // Some mailers cut the blank of an empty context line; git takes it all the same.
    const mark = line === '' ? ' ' : (line[0] ?? ' ');
    if (mark === '\\') {
      if (lastMark !== '+') cutLineFeed(before);
      if (lastMark !== '-') cutLineFeed(after);
      continue;
    }
    if (mark !== ' ' && mark !== '-' && mark !== '+') break;
    const text = `${line.slice(1)}\n`;
    if (mark !== '+') {
      before.push(text);
      oldLeft -= 1;
    }
    if (mark !== '-') {
      after.push(text);
      newLeft -= 1;
    }
    lastMark = mark;
  }
  hunks.push({
    header,
    patchLine: headerAt + 1,
    oldStart: Number(match?.[1] ?? 0),
    newStart: Number(match?.[3] ?? 0),
    before,
    after,
    endsWithContext: lastMark === ' ',
  });
  return at;
};

const cutLineFeed = (lines: string[]): void => {
  const last = lines.pop();
  if (last !== undefined) lines.push(last.replace(/\n$/, ''));
};

/** The path of a `--- ` or `+++ ` line, without its first folder; null for no file. */
const pathOfSide = (side: string): string | null => {
  const name = side.startsWith('"') ? unquote(side) : toUtf8((side.split('\t')[0] ?? '').replace(/\r$/, ''));
  if (name === NO_FILE) return null;
  return withoutFirstFolder(name);
};

/** An absolute path stays whole: it is refused later, by its own name. */
const withoutFirstFolder = (name: string): string =>
  name.startsWith('/') ? name : name.includes('/') ? name.slice(name.indexOf('/') + 1) : name;

/** The path of `diff --git a/x b/x`, when both sides are the same; only needed when no other line names it. */
const pathOfGitLine = (text: string): string | undefined => {
  const names = text.replace(/\r$/, '');
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(names);
  if (names.includes('"')) {
    const path = quoted?.[1] === undefined ? undefined : withoutFirstFolder(unquote(quoted[1]));
    return path !== undefined && withoutFirstFolder(unquote(quoted?.[2] ?? '')) === path ? path : undefined;
  }
  for (let blank = names.indexOf(' '); blank !== -1; blank = names.indexOf(' ', blank + 1)) {
    const path = withoutFirstFolder(names.slice(0, blank));
    if (path === withoutFirstFolder(names.slice(blank + 1))) return toUtf8(path);
  }
  return undefined;
};

/** A path as a header writes it: in git's quotes, or plain. */
const unquote = (text: string): string =>
  text.startsWith('"') ? (unquotePath(text)?.path ?? toUtf8(text)) : toUtf8(text);

/** From one character a byte to text. */
export const toUtf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');
