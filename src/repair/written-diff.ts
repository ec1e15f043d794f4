// A rebuilt file's part of a patch, as git writes it (git-diff(1), "Generating patch text with -p").
import type { DamagedFile } from './damaged-diff.js';
import type { RebuiltHunk } from './post-image.js';

/** Ready for `git apply`; the hunks' counts are those of their lines. */
export const writeDiff = (file: DamagedFile, hunks: readonly RebuiltHunk[]): Uint8Array => {
  const lines = [...file.header];
  for (const { hunk, lines: rebuilt } of hunks) {
    const old = rebuilt.filter(({ sign }) => sign !== '+');
    const now = rebuilt.filter(({ sign }) => sign !== '-');
    const ranges = `-${range(hunk.oldStart, old.length)} +${range(hunk.newStart, now.length)}`;
    lines.push(`@@ ${ranges} @@${hunk.section}`);
    for (const line of rebuilt) {
      lines.push(line.sign + line.text);
      if ((hunk.noNewline.old && line === old.at(-1)) || (hunk.noNewline.new && line === now.at(-1))) {
        lines.push('\\ No newline at end of file');
      }
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
};

const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`);
