// Reads a diff once, as `git apply -p1` does (git's apply.c: find_header, parse_git_diff_header, parse_fragment).
// Where git refuses a diff, the reader goes on as well as it can: the model is still shown, and git has the last word.
import type { ChangeKind, CutHunk, Diff, FileChange, Hunk, LostPart } from './diff.js';
import { latin1, toUtf8 } from './latin1.js';
import { hasNoPrefix, nameOfGitLine, nameOfMove, nameOfSide, traditionalNames } from './name.js';

/** What may follow a diff: git's version as a signature, the footer of a list. */
const NO_MORE_DIFF = /^(?:(?:-- ?\n)?\d+(?:\.[\w-]+)+\s*$|-- ?\n|_{10,}|$)/;
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
/** A hunk header that was indented, wrapped or divided on its way. */
const DAMAGED_HUNK = /^[\s>*]*@\s?@?\s*-\s?\d+(?:,\s?\d+)?\s*\+?\s?\d/;
const SIGNATURE = /^--(?: |\s*$)/;
/** The ids of an empty file and of none. */
const EMPTY_BLOB = /^(?:0+|e69de29[0-9a-f]*|473a0f4[0-9a-f]*)$/;
const GIT_LINE = 'diff --git ';
const NO_NEWLINE = '\\ ';

/** Names have one character for each byte until the file is closed. */
interface Draft {
  kind: ChangeKind;
  oldName: string | null;
  newName: string | null;
  /** The name of the `diff --git` line, when both its sides are the same. */
  readonly lineName: string | null;
  oldMode: string | null;
  newMode: string | null;
  oldBlob: string | null;
  newBlob: string | null;
  similarity: number | null;
  binary: FileChange['binary'];
  readonly hunks: Hunk[];
  readonly line: number;
  readonly start: number;
  headerEnd: number;
}

type TakeField = (file: Draft, value: string, folders: number) => void;

const octal = (value: string): string | null => /^[0-7]+(?=\s|$)/.exec(value)?.[0] ?? null;

const moveField =
  (kind: 'rename' | 'copy', side: 'oldName' | 'newName'): TakeField =>
  (file, value) => {
    file.kind = kind;
    file[side] = nameOfMove(value);
  };

const similarityField: TakeField = (file, value) => {
  const percent = Number.parseInt(value, 10);
  if (percent <= 100) file.similarity = percent;
};

/** The extended header lines (git-diff(1)), in the order in which git compares them. */
const FIELDS: readonly (readonly [string, TakeField])[] = [
  [
    '--- ',
    (file, value, folders) => {
      if (file.kind !== 'add') file.oldName ??= nameOfSide(value, folders);
    },
  ],
  [
    '+++ ',
    (file, value, folders) => {
      if (file.kind !== 'delete') file.newName ??= nameOfSide(value, folders);
    },
  ],
  [
    'old mode ',
    (file, value) => {
      file.oldMode = octal(value);
    },
  ],
  [
    'new mode ',
    (file, value) => {
      file.newMode = octal(value);
    },
  ],
  [
    'deleted file mode ',
    (file, value) => {
      file.kind = 'delete';
      file.oldName = file.lineName;
      file.oldMode = octal(value);
    },
  ],
  [
    'new file mode ',
    (file, value) => {
      file.kind = 'add';
      file.newName = file.lineName;
      file.newMode = octal(value);
    },
  ],
  ['copy from ', moveField('copy', 'oldName')],
  ['copy to ', moveField('copy', 'newName')],
  ['rename old ', moveField('rename', 'oldName')],
  ['rename new ', moveField('rename', 'newName')],
  ['rename from ', moveField('rename', 'oldName')],
  ['rename to ', moveField('rename', 'newName')],
  ['similarity index ', similarityField],
  ['dissimilarity index ', similarityField],
  [
    'index ',
    (file, value) => {
      const ids = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]+))?/.exec(value);
      if (ids === null) return;
      file.oldBlob = ids[1] ?? null;
      file.newBlob = ids[2] ?? null;
      file.oldMode = ids[3] ?? file.oldMode;
    },
  ],
];

/** Reads the lines of one diff. */
class DiffReader {
  private at = 0;
  private line = 1;
  private end = 0;
  /** Folders that git removes from names: one, until a diff without git header names files without any. */
  private folders = 1;
  private hasOpenBinary = false;
  private readonly drafts: Draft[] = [];
  private readonly cut: CutHunk[] = [];
  private readonly lost = new Map<Draft, LostPart>();
  private isSigned = false;

  constructor(private readonly text: string) {}

  read(bytes: Uint8Array): Diff {
    while (this.at < this.text.length) {
      const file = this.drafts.at(-1);
      const line = this.peek();
      if (line.startsWith(GIT_LINE)) this.readGitFile(line.slice(GIT_LINE.length));
      else if (this.isTraditionalHeader(line)) this.readTraditionalFile(line);
      else if (file !== undefined && HUNK.test(line)) this.readHunk(line, file);
      else if (file === undefined || !this.continuesHeader(line, file)) {
        if (file !== undefined) this.noteStray(line, file);
        this.next();
      }
    }
    for (const draft of this.drafts) this.noteHunkless(draft);
    return {
      diff: this.closed(bytes),
      files: this.drafts.map(finish),
      end: this.end,
      cut: this.cut,
      lost: [...this.lost.values()],
    };
  }

  /** The line at hand, without its line feed. */
  private peek(): string {
    const stop = this.text.indexOf('\n', this.at);
    return this.text.slice(this.at, stop < 0 ? this.text.length : stop);
  }

  private isEnded(): boolean {
    return this.text.indexOf('\n', this.at) >= 0;
  }

  private next(): void {
    const stop = this.text.indexOf('\n', this.at);
    this.at = stop < 0 ? this.text.length : stop + 1;
    this.line++;
  }

  /** The bytes for git, with the line ends that were trimmed from the end of the mail. */
  private closed(bytes: Uint8Array): Uint8Array {
    const diff = bytes.subarray(0, this.end);
    if (this.end === 0) return diff;
    const lineEnd = this.text[this.end - 1] === '\n' ? '' : '\n';
    const missing = lineEnd + (this.hasOpenBinary ? '\n' : '');
    return missing === '' ? diff : Buffer.concat([diff, Buffer.from(missing)]);
  }

  private open(lineName: string | null): Draft {
    const draft: Draft = {
      kind: 'modify',
      oldName: null,
      newName: null,
      lineName,
      oldMode: null,
      newMode: null,
      oldBlob: null,
      newBlob: null,
      similarity: null,
      binary: 'no',
      hunks: [],
      line: this.line,
      start: this.at,
      headerEnd: this.at,
    };
    this.drafts.push(draft);
    this.isSigned = false;
    return draft;
  }

  private closeHeader(file: Draft): void {
    file.headerEnd = this.at;
    this.end = this.at;
  }

  private readGitFile(names: string): void {
    const file = this.open(nameOfGitLine(names, this.folders, this.isEnded()));
    this.next();
    while (this.at < this.text.length && this.takeField(this.peek(), file)) this.next();
    this.closeHeader(file);
    this.readBinary(file);
  }

  private takeField(line: string, file: Draft): boolean {
    const field = FIELDS.find(([name]) => line.startsWith(name));
    if (field === undefined) return false;
    field[1](file, line.slice(field[0].length), this.folders);
    return true;
  }

  /** A header that mail software put empty lines into. Git refuses it; a rebuild reads it. */
  private continuesHeader(line: string, file: Draft): boolean {
    if (file.kind !== 'modify' || file.newMode !== null || file.hunks.length > 0 || file.binary !== 'no')
      return false;
    if (!this.takeField(line, file)) return false;
    this.next();
    this.closeHeader(file);
    return true;
  }

  /** Notes a line below a file that is no text: git passes over it. */
  private noteStray(line: string, file: Draft): void {
    if (SIGNATURE.test(line)) this.isSigned = true;
    if (this.isSigned) return;
    const isWhole = file.hunks.length > 0 && !this.cut.some((hunk) => hunk.line === file.hunks.at(-1)?.line);
    const isNext = isWhole && this.at === this.end && /^[ +-]/.test(line) && line.trim() !== '';
    if (isNext || DAMAGED_HUNK.test(line)) this.noteLost(file, this.line, toUtf8(line));
  }

  /** Notes a file without hunks that has no other change either, or of which the index line names one. */
  private noteHunkless(file: Draft): void {
    const { kind, newMode, oldBlob, newBlob, hunks, binary, line } = file;
    if (hunks.length > 0 || binary !== 'no') return;
    const isEmpty = EMPTY_BLOB.test(oldBlob ?? '0') && EMPTY_BLOB.test(newBlob ?? '0');
    const isSame = kind === 'modify' && newMode === null;
    if (isSame || (oldBlob !== newBlob && !isEmpty)) this.noteLost(file, line, null);
  }

  private noteLost(file: Draft, line: number, text: string | null): void {
    const { oldPath, newPath } = finish(file);
    if (!this.lost.has(file)) this.lost.set(file, { path: newPath ?? oldPath ?? '', line, text });
  }

  private lineAfter(): number {
    return this.text.indexOf('\n', this.at) + 1;
  }

  private isTraditionalHeader(line: string): boolean {
    if (!line.startsWith('--- ')) return false;
    const second = this.lineAfter();
    if (second === 0 || !this.text.startsWith('+++ ', second)) return false;
    const third = this.text.indexOf('\n', second) + 1;
    return third > 0 && this.text.startsWith('@@ -', third);
  }

  private readTraditionalFile(line: string): void {
    const file = this.open(null);
    const oldText = line.slice('--- '.length);
    this.next();
    const newText = this.peek().slice('+++ '.length);
    this.next();
    this.closeHeader(file);
    if (hasNoPrefix(newText)) this.folders = 0;
    const names = traditionalNames(oldText, newText, this.folders);
    if (names === undefined) return;
    file.oldName = names.oldName;
    file.newName = names.newName;
    if (names.oldName === null) file.kind = 'add';
    if (names.newName === null) file.kind = 'delete';
  }

  private readHunk(header: string, file: Draft): void {
    const [, oldStart, oldCount = '1', newStart, newCount = '1'] = HUNK.exec(header) ?? [];
    const { line } = this;
    this.next();
    const start = this.at;
    let [old, fresh, added, removed] = [Number(oldCount), Number(newCount), 0, 0];
    while ((old > 0 || fresh > 0) && this.at < this.text.length) {
      const mark = this.text[this.at] ?? '';
      if (mark === '-' && old > 0) {
        old--;
        removed++;
      } else if (mark === '+' && fresh > 0) {
        fresh--;
        added++;
        // Mail software cuts the blank of an empty context line; git takes it all the same.
      } else if ((mark === ' ' || mark === '\n') && old > 0 && fresh > 0) {
        old--;
        fresh--;
      } else if (mark !== '\\') break;
      this.next();
    }
    if (this.text.startsWith(NO_NEWLINE, this.at)) this.next();
    this.end = this.at;
    if (old > 0 || fresh > 0) {
      const rest = this.text.slice(this.at, this.at + 200).trimStart();
      const { oldPath, newPath } = finish(file);
      const path = newPath ?? oldPath ?? '';
      this.cut.push({ path, line, missing: Math.max(old, fresh), atEnd: NO_MORE_DIFF.test(rest) });
    }
    file.hunks.push({
      header: toUtf8(header),
      oldStart: Number(oldStart),
      oldCount: Number(oldCount),
      newStart: Number(newStart),
      newCount: Number(newCount),
      line,
      start,
      end: this.at,
      added,
      removed,
    });
  }

  /** `GIT binary patch` with its one or two blocks, right below the header; or the line that stands for them. */
  private readBinary(file: Draft): void {
    const line = this.peek();
    if (/^(?:Binary files|Files) .* differ$/.test(line)) {
      file.binary = 'named';
      this.next();
    } else if (line === 'GIT binary patch') {
      file.binary = 'patch';
      this.next();
      if (this.readBlock()) this.readBlock();
    } else return;
    this.end = this.at;
  }

  /** A `literal` or `delta` block: lines of base 85 up to an empty line. */
  private readBlock(): boolean {
    if (!/^(?:literal|delta) /.test(this.peek())) return false;
    this.next();
    while (this.at < this.text.length && /^[A-Za-z][!-~]{5,}$/.test(this.peek())) this.next();
    this.hasOpenBinary = this.at >= this.text.length;
    if (this.peek() !== '' || this.hasOpenBinary) return false;
    this.next();
    return true;
  }
}

const finish = (file: Draft): FileChange => {
  const { kind, lineName, hunks, line, start, headerEnd } = file;
  const hasNoName = file.oldName === null && file.newName === null;
  const fallback = hasNoName ? lineName : (file.newName ?? file.oldName);
  const path = (name: string | null): string | null => (name === null ? null : toUtf8(name));
  return {
    kind,
    oldPath: kind === 'add' ? null : path(file.oldName ?? fallback),
    newPath: kind === 'delete' ? null : path(file.newName ?? fallback),
    oldMode: file.oldMode,
    newMode: file.newMode,
    oldBlob: file.oldBlob,
    newBlob: file.newBlob,
    similarity: file.similarity,
    binary: file.binary,
    hunks,
    line,
    start,
    headerEnd,
  };
};

/**
 * Reads the diff in `bytes`. Text before, between and after the files is passed over, as git does; a hunk that ends
 * too early is listed in `cut`.
 */
export const parseDiff = (bytes: Uint8Array): Diff => new DiffReader(latin1(bytes)).read(bytes);
