// The result of reading a kernel, which the next run reuses: texts of Kbuild and Kconfig files, and the summaries of
// sources, by blob. Both depend on the blob alone (docs/design.md, idea 2).
import type { BlobId } from '../base/id.js';
import type { NameList } from '../csource/name-table.js';
import type { Summary } from '../csource/summary.js';

/** Cached between runs (src/cache). The summaries are valid only with these names. */
export interface WarmStart {
  /** The name table of the summaries. */
  readonly names: NameList;
  /** By blob and language, as in `SummaryStore`. */
  readonly summaries: ReadonlyMap<string, Summary>;
  readonly kbuild: ReadonlyMap<BlobId, string>;
}

/** An estimate of the size on disk, in bytes. */
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
