// What reading a kernel comes to, so that the next run need not read it again: texts of Kbuild and Kconfig, and the
// summaries of sources, by blob. Both are functions of a blob alone (docs/design.md, idea 2).
import type { BlobId } from '../base/id.js';
import type { NameList } from '../csource/name-table.js';
import type { Summary } from '../csource/summary.js';

export interface WarmStart {
  /** The names that the summaries speak of, by number. */
  readonly names: NameList;
  /** By blob and language, as in `SummaryStore`. */
  readonly summaries: ReadonlyMap<string, Summary>;
  readonly kbuild: ReadonlyMap<BlobId, string>;
}

/** About how many bytes it takes on disk, without making them. */
export const sizeOf = ({ names, summaries, kbuild }: WarmStart): number => {
  let size = names.bytes.byteLength + names.starts.byteLength;
  for (const summary of summaries.values()) {
    for (const part of Object.values(summary) as readonly unknown[])
      if (ArrayBuffer.isView(part)) size += part.byteLength;
    for (const text of summary.expressions) size += text.length;
  }
  for (const text of kbuild.values()) size += text.length;
  return size;
};
