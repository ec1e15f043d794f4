// The states of a series whose base is not here: every file that its patches touch, made up of the lines they name.
import type { FileChange, ParsedDiff } from '../patch/diff.js';
import { linesOfHunk } from '../patch/hunk-lines.js';
import { SparseFile } from './sparse-file.js';

/** A file at one state; without content it is not there. */
export interface FakeFile {
  readonly path: string;
  readonly content: Uint8Array | null;
  /** Octal. */
  readonly mode: string;
}

const MODE = '100644';

/** A file as the patches so far have made it. */
interface Known {
  readonly text: SparseFile;
  readonly mode: string;
  /** What stands for the content of a binary: its id. */
  readonly binary: string | null;
}

type Later = Omit<FakeFile, 'content'> & { readonly content: (() => Uint8Array) | null };

const binaryContent = (id: string): Uint8Array => Buffer.from(`\u0000${id}\n`);

/** The files of a series without its base, as far as its patches show them. */
class FakeSeries {
  private readonly files = new Map<string, Known>();
  /** Every path that a patch has named, so that what a later one finds there is not of the base. */
  private readonly named = new Set<string>();
  private readonly found: { readonly path: string; readonly file: Known }[] = [];

  step({ diff, files }: ParsedDiff): readonly Later[] {
    // A copy is made of the file as it was before this patch.
    const before = files.map((file) => this.before(file));
    const changed = new Map<string, Later>();
    for (const [at, file] of files.entries()) {
      const known = before[at];
      if (known === undefined) continue;
      known.text.apply(file.hunks.map((hunk) => ({ oldStart: hunk.oldStart, ...linesOfHunk(diff, hunk) })));
      this.change(file, known, changed);
    }
    return [...changed.values()];
  }

  base(): readonly FakeFile[] {
    return this.found.map(({ path, file }) => ({
      path,
      content: file.binary === null ? file.text.baseContent() : binaryContent(file.binary),
      mode: file.mode,
    }));
  }

  private before(file: FileChange): Known {
    if (file.oldPath === null) return { text: new SparseFile(), mode: MODE, binary: null };
    const there = this.take(file.oldPath, file);
    return file.kind === 'copy' ? { ...there, text: there.text.copy() } : there;
  }

  private change(file: FileChange, before: Known, changed: Map<string, Later>): void {
    const { kind, oldPath, newPath } = file;
    if (oldPath !== null && oldPath !== newPath && kind !== 'copy') {
      this.files.delete(oldPath);
      changed.set(oldPath, { path: oldPath, content: null, mode: MODE });
    }
    if (newPath === null) return;
    const binary = file.binary !== 'no' ? (file.newBlob ?? '') : before.binary;
    const after: Known = { text: before.text, mode: file.newMode ?? before.mode, binary };
    this.named.add(newPath);
    this.files.set(newPath, after);
    const content = binary === null ? before.text.state() : () => binaryContent(binary);
    changed.set(newPath, { path: newPath, content, mode: after.mode });
  }

  /** A file that is there; one that no patch has named yet is of the base. */
  private take(path: string, { binary, oldBlob }: FileChange): Known {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const fresh: Known = {
      text: new SparseFile(),
      mode: MODE,
      binary: binary !== 'no' ? (oldBlob ?? '') : null,
    };
    if (!this.named.has(path)) this.found.push({ path, file: fresh });
    this.named.add(path);
    this.files.set(path, fresh);
    return fresh;
  }
}

/** The states of a series: the files of its base, and for each patch those that it changes. */
export const fakeStates = (
  patches: readonly ParsedDiff[],
): { readonly base: readonly FakeFile[]; readonly steps: readonly (readonly FakeFile[])[] } => {
  const series = new FakeSeries();
  const steps = patches.map((patch) => series.step(patch));
  const now = (files: readonly Later[]): readonly FakeFile[] =>
    files.map(({ content, ...file }) => ({ ...file, content: content === null ? null : content() }));
  return { base: series.base(), steps: steps.map(now) };
};
