// The model of a diff: files, modes, blob ids, hunks (git-diff(1), "Generating patch text with -p"; GNU unified diff).
// Works on latin-1 text, in which an offset is a byte offset, so that bytes of any charset stay as they are.
import { unquotePath } from './path.js';

/** One hunk. Offsets are into the diff's bytes. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What follows the second `@@`, often the enclosing function. */
  readonly heading: string;
  /** Line of the diff with the `@@`, counted from 1. */
  readonly line: number;
  /** From the byte after the `@@` line to the end of the hunk. */
  readonly start: number;
  readonly end: number;
  readonly added: number;
  readonly removed: number;
}

export type ChangeKind = 'modify' | 'add' | 'delete' | 'rename' | 'copy';

export interface FileChange {
  readonly kind: ChangeKind;
  /** Null for a new file. */
  readonly oldPath: string | null;
  /** Null for a deleted file. */
  readonly newPath: string | null;
  /** Octal digits as git writes them, when the diff says them. */
  readonly oldMode: string | null;
  readonly newMode: string | null;
  /** Blob ids of the `index` line, most often abbreviated; all zeros stand for no file. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  /** Per cent, for renames and copies. */
  readonly similarity: number | null;
  /** `patch`: a `GIT binary patch`; `named`: only "Binary files differ", so it cannot be applied. */
  readonly binary: 'no' | 'patch' | 'named';
  readonly hunks: readonly Hunk[];
  readonly line: number;
}

export interface Diff {
  readonly files: readonly FileChange[];
  /** What follows is not diff: a signature, a list footer. */
  readonly end: number;
  /** Hunks whose lines end before their counts do. */
  readonly cut: readonly CutHunk[];
}

export interface CutHunk {
  readonly path: string;
  readonly line: number;
  readonly missing: number;
  /** Nothing follows it, so the end of the mail is lost; otherwise lines in its middle are damaged. */
  readonly atEnd: boolean;
}

/** What may follow a diff: git's version as a signature, the footer of a list. */
const NO_MORE_DIFF = /^(?:(?:-- ?\n)?\d+(?:\.[\w-]+)+\s*$|-- ?\n|_{10,}|$)/;

interface Draft {
  kind: ChangeKind;
  oldPath: string | null;
  newPath: string | null;
  oldMode: string | null;
  newMode: string | null;
  oldBlob: string | null;
  newBlob: string | null;
  similarity: number | null;
  binary: 'no' | 'patch' | 'named';
  readonly hunks: Hunk[];
  readonly line: number;
}

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)$/;

const utf8 = (latin: string): string => Buffer.from(latin, 'latin1').toString('utf8');

/** A path of a `---`, `+++` or `rename` line: quoted or plain, up to a tab. */
const plainPath = (text: string): string => {
  if (text.startsWith('"')) return unquotePath(text)?.path ?? utf8(text);
  const tab = text.indexOf('\t');
  return utf8(tab < 0 ? text.trimEnd() : text.slice(0, tab));
};

const withoutPrefix = (path: string): string | null =>
  path === '/dev/null' ? null : path.replace(/^[a-z]\//, '');

/** The two paths of a `diff --git` line. Plain paths may hold spaces: then both halves must be the same file. */
const pathsOfGitLine = (rest: string): readonly [string, string] | null => {
  if (rest.startsWith('"') || rest.endsWith('"')) {
    const first = rest.startsWith('"') ? unquotePath(rest) : null;
    const cut = first?.end ?? rest.indexOf(' "');
    const old = first?.path ?? utf8(rest.slice(0, cut));
    const next = rest.slice(cut).trimStart();
    return [old, next.startsWith('"') ? (unquotePath(next)?.path ?? next) : utf8(next)];
  }
  const middle = (rest.length - 1) / 2;
  if (Number.isInteger(middle) && rest[middle] === ' ' && rest.slice(1, middle) === rest.slice(middle + 2)) {
    return [utf8(rest.slice(0, middle)), utf8(rest.slice(middle + 1))];
  }
  const split = /^(\S+) (\S+)$/.exec(rest);
  return split === null ? null : [utf8(split[1] ?? ''), utf8(split[2] ?? '')];
};

class DiffReader {
  private at = 0;
  private line = 1;
  readonly drafts: Draft[] = [];
  readonly cut: CutHunk[] = [];
  end = 0;

  constructor(private readonly text: string) {}

  private peek(): string | null {
    if (this.at >= this.text.length) return null;
    const stop = this.text.indexOf('\n', this.at);
    return this.text.slice(this.at, stop < 0 ? this.text.length : stop);
  }

  private next(): void {
    const stop = this.text.indexOf('\n', this.at);
    this.at = stop < 0 ? this.text.length : stop + 1;
    this.line++;
  }

  read(): void {
    let file: Draft | null = null;
    for (let text = this.peek(); text !== null; text = this.peek()) {
      if (text.startsWith('diff --git ')) {
        file = this.openGit(text.slice('diff --git '.length));
      } else if (text.startsWith('--- ') && this.followedByPlus()) {
        file = this.readPaths(text, file);
        continue;
      } else if (file !== null && HUNK.test(text)) {
        this.readHunk(text, file);
        continue;
      } else if (file !== null && text === 'GIT binary patch') {
        file.binary = 'patch';
        this.next();
        this.skipBinary();
        this.end = this.at;
        continue;
      } else if (file !== null && file.hunks.length === 0 && this.readExtended(text, file)) {
        this.next();
        this.end = this.at;
        continue;
      }
      this.next();
      if (file !== null && text.startsWith('diff --git ')) this.end = this.at;
    }
  }

  private followedByPlus(): boolean {
    const stop = this.text.indexOf('\n', this.at);
    return stop >= 0 && this.text.startsWith('+++ ', stop + 1);
  }

  private open(): Draft {
    const draft: Draft = {
      kind: 'modify',
      oldPath: null,
      newPath: null,
      oldMode: null,
      newMode: null,
      oldBlob: null,
      newBlob: null,
      similarity: null,
      binary: 'no',
      hunks: [],
      line: this.line,
    };
    this.drafts.push(draft);
    return draft;
  }

  private openGit(rest: string): Draft {
    const draft = this.open();
    const paths = pathsOfGitLine(rest);
    draft.oldPath = paths === null ? null : withoutPrefix(paths[0]);
    draft.newPath = paths === null ? null : withoutPrefix(paths[1]);
    return draft;
  }

  /** `---` and `+++`: of the open git file, or the start of a file of a plain unified diff. */
  private readPaths(text: string, open: Draft | null): Draft {
    const fresh = open === null || open.hunks.length > 0 || open.binary !== 'no' ? this.open() : open;
    const old = withoutPrefix(plainPath(text.slice(4)));
    this.next();
    const changed = withoutPrefix(plainPath((this.peek() ?? '').slice(4)));
    this.next();
    this.end = this.at;
    if (fresh.kind !== 'rename' && fresh.kind !== 'copy') {
      fresh.oldPath = old;
      fresh.newPath = changed;
      if (old === null) fresh.kind = 'add';
      if (changed === null) fresh.kind = 'delete';
    }
    return fresh;
  }

  private readExtended(text: string, file: Draft): boolean {
    const mode = /^(old mode|new mode|new file mode|deleted file mode) (\d{6})$/.exec(text);
    if (mode !== null) {
      const [, what, digits] = mode;
      if (what === 'old mode' || what === 'deleted file mode') file.oldMode = digits ?? null;
      else file.newMode = digits ?? null;
      if (what === 'new file mode') {
        file.kind = 'add';
        file.oldPath = null;
      }
      if (what === 'deleted file mode') {
        file.kind = 'delete';
        file.newPath = null;
      }
      return true;
    }
    const similar = /^(?:dis)?similarity index (\d{1,3})%$/.exec(text);
    if (similar !== null) {
      file.similarity = Number(similar[1]);
      return true;
    }
    const moved = /^(rename|copy) (from|to) (.+)$/.exec(text);
    if (moved !== null) {
      file.kind = moved[1] === 'copy' ? 'copy' : 'rename';
      if (moved[2] === 'from') file.oldPath = plainPath(moved[3] ?? '');
      else file.newPath = plainPath(moved[3] ?? '');
      return true;
    }
    const index = /^index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d{6}))?$/.exec(text);
    if (index !== null) {
      file.oldBlob = index[1] ?? null;
      file.newBlob = index[2] ?? null;
      if (index[3] !== undefined) {
        file.oldMode = index[3];
        file.newMode = index[3];
      }
      return true;
    }
    if (/^Binary files .* differ$/.test(text)) {
      file.binary = 'named';
      return true;
    }
    return false;
  }

  private readHunk(header: string, file: Draft): void {
    const found = HUNK.exec(header);
    if (found === null) return;
    const line = this.line;
    const oldCount = Number(found[2] ?? 1);
    const newCount = Number(found[4] ?? 1);
    this.next();
    const start = this.at;
    let [old, fresh, added, removed] = [oldCount, newCount, 0, 0];
    while (old > 0 || fresh > 0) {
      const text = this.peek();
      if (text === null) break;
      const mark = text[0] ?? ' ';
      if (mark === '-' && old > 0) {
        old--;
        removed++;
      } else if (mark === '+' && fresh > 0) {
        fresh--;
        added++;
      } else if (mark === ' ' && old > 0 && fresh > 0) {
        old--;
        fresh--;
      } else if (mark !== '\\') {
        break;
      }
      this.next();
    }
    if (this.peek()?.startsWith('\\ ')) this.next();
    this.end = this.at;
    if (old > 0 || fresh > 0) {
      const path = file.newPath ?? file.oldPath ?? '';
      const rest = this.text.slice(this.at, this.at + 200).trimStart();
      this.cut.push({ path, line, missing: Math.max(old, fresh), atEnd: NO_MORE_DIFF.test(rest) });
    }
    file.hunks.push({
      oldStart: Number(found[1]),
      oldCount,
      newStart: Number(found[3]),
      newCount,
      heading: (found[5] ?? '').trim(),
      line,
      start,
      end: this.at,
      added,
      removed,
    });
  }

  /** `literal` and `delta` blocks of base-85 lines, each ended by an empty line. */
  private skipBinary(): void {
    for (let text = this.peek(); text !== null; text = this.peek()) {
      if (text !== '' && !/^(?:literal|delta) \d+$/.test(text) && !/^[A-Za-z][!-~]{1,65}$/.test(text)) return;
      this.next();
    }
  }
}

/** Reads the diff in `bytes`. What is not diff is passed over; a hunk that ends too early is listed in `cut`. */
export const parseDiff = (bytes: Uint8Array): Diff => {
  const reader = new DiffReader(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  );
  reader.read();
  return { files: reader.drafts, end: reader.end, cut: reader.cut };
};
