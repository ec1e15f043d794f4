// What symbolic links of a tree point at: the content of their blobs.
import type { BlobReader } from './tree.js';
import type { TreeChange, TreeEntry } from './tree-entry.js';

/** The targets of the links among some entries, by path. */
export const readLinkTargets = async (
  entries: Iterable<readonly [path: string, entry: TreeEntry | null]>,
  reader: BlobReader,
): Promise<ReadonlyMap<string, string>> => {
  const links = [...entries].flatMap(([path, entry]) =>
    entry?.kind === 'link' ? [{ path, id: entry.id }] : [],
  );
  const targets = new Map<string, string>();
  await reader.readBlobs(
    links.map(({ id }) => id),
    (bytes, index) => targets.set(links[index]?.path ?? '', Buffer.from(bytes).toString()),
  );
  return targets;
};

/** The targets of the links that some changes leave behind, by path. */
export const changedLinkTargets = (
  changes: readonly TreeChange[],
  reader: BlobReader,
): Promise<ReadonlyMap<string, string>> =>
  readLinkTargets(
    changes.map(({ path, after }) => [path, after]),
    reader,
  );
