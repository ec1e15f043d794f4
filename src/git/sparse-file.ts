// A file with only the lines that patches name. `git range-diff` compares patches alone, so this is enough to make commits
// of patches without their base.
import type { HunkLines } from '../patch/hunk-lines.js';

/** A line; its text is null as long as no patch has named it. The base and later states share it until it is changed. */
interface Line {
  text: string | null;
  readonly number: number;
}

/** The known lines of one file. A patch adds the lines that it names. */
export class SparseFile {
  private readonly base: Line[] = [];
  private lines: Line[] = [];

  /** Makes the changes of one patch. Lines that the hunks name become known in the states before, too. */
  apply(hunks: readonly (HunkLines & { readonly oldStart: number })[]): void {
    // From the last to the first: places in the headers are those before the patch.
    for (const { oldStart, before, after } of [...hunks].reverse()) {
      const start = before.length === 0 ? oldStart : oldStart - 1;
      this.grow(start + before.length);
      for (const [at, text] of before.entries()) {
        const line = this.lines[start + at];
        // The line differs from the known one: the patch was made for a version with other lines. The patch counts.
        if (line !== undefined && line.text === null) line.text = text;
      }
      this.lines.splice(start, before.length, ...after.map((text) => ({ text, number: 0 })));
    }
  }

  /** The state after the patches so far, to be asked for when all patches are known: they name lines of it. */
  state(): () => Buffer {
    const lines = [...this.lines];
    const length = this.base.length;
    return () => render([...lines, ...this.base.slice(length)]);
  }

  /** The state before the first patch, as far as it is known by now. */
  baseContent(): Buffer {
    return render(this.base);
  }

  /** A file of its own with the same lines. */
  copy(): SparseFile {
    const copy = new SparseFile();
    copy.lines = [...this.lines];
    return copy;
  }

  private grow(count: number): void {
    while (this.lines.length < count) {
      const line: Line = { text: null, number: this.base.length + 1 };
      this.base.push(line);
      this.lines.push(line);
    }
  }
}

/** A line that nobody named is unlike all others, so that no diff takes it for one of them. */
const render = (lines: readonly Line[]): Buffer =>
  Buffer.from(lines.map(({ text, number }) => text ?? `\u0001 line ${number}\n`).join(''), 'latin1');
