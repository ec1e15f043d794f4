// The trees that git gives: a commit's listing, and the states of a series laid over it.
// A state costs what it touches, never a copy of the listing (docs/design.md, ideas 1 and 5).
import type { BlobId, CommitId } from '../base/id.js';
import type { TreeListing } from './ls-tree.js';
import type { LaidTree } from './tree.js';
import { isSameEntry, type TreeChange, type TreeEntry } from './tree-entry.js';

/** A `Tree` with what git stores besides: modes, links, submodules. */
export interface GitTree extends LaidTree {
  /** What stands at a path, of whatever kind. */
  readonly entryAt: (path: string) => TreeEntry | undefined;
  /** The paths of any kind below a folder, all for `''`: a walk over the whole tree, for the rare case that needs it. */
  readonly pathsBelow: (folder: string) => readonly string[];
  /** The next state: this one with some paths changed. `touched` of the result are the paths that differ from this one. */
  readonly with: (changes: readonly TreeChange[], linkTargets?: ReadonlyMap<string, string>) => GitTree;
}

/** The folders above a path, from the nearest to the top: `a/b/c` gives `a/b`, `a`. */
export const foldersAbove = (path: string): readonly string[] => {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    folders.push(path.slice(0, slash));
  }
  return folders;
};

const isBelow = (folder: string): ((path: string) => boolean) =>
  folder === '' ? () => true : (path) => path.startsWith(`${folder}/`);

const countFolders = (paths: Iterable<string>): Map<string, number> => {
  // Most folders hold many files: those above are counted once for each folder.
  const inside = new Map<string, number>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    if (slash <= 0) continue;
    const folder = path.slice(0, slash);
    inside.set(folder, (inside.get(folder) ?? 0) + 1);
  }
  const counts = new Map(inside);
  for (const [folder, files] of inside)
    for (const above of foldersAbove(folder)) counts.set(above, (counts.get(above) ?? 0) + files);
  return counts;
};

const NOTHING: ReadonlySet<string> = new Set();

/** The tree of a commit. */
export class BaseTree implements GitTree {
  readonly touched = NOTHING;
  readonly changed = NOTHING;
  private folders: Map<string, number> | undefined;
  private ordered: readonly string[] | undefined;

  constructor(
    private readonly listing: TreeListing,
    private readonly linkTargets: ReadonlyMap<string, string>,
    readonly base: CommitId,
  ) {}

  readonly blobAt = (path: string): BlobId | undefined => this.listing.files.get(path);

  readonly entryAt = (path: string): TreeEntry | undefined => {
    const id = this.listing.files.get(path);
    if (id === undefined) return this.listing.others.get(path);
    return { kind: this.listing.executables.has(path) ? 'executable' : 'file', id };
  };

  readonly paths = (): Iterable<string> => this.listing.files.keys();

  readonly hasFolder = (folder: string): boolean => {
    // Callers ask for few folders: a search for the first path is faster than a set of all folders.
    this.ordered ??= [...this.listing.files.keys()];
    const below = `${folder}/`;
    return this.ordered[firstFrom(this.ordered, below)]?.startsWith(below) === true;
  };

  readonly linkAt = (path: string): string | undefined => this.linkTargets.get(path);

  readonly pathsBelow = (folder: string): readonly string[] =>
    [...this.listing.files.keys(), ...this.listing.others.keys()].filter(isBelow(folder));

  readonly with = (
    changes: readonly TreeChange[],
    linkTargets: ReadonlyMap<string, string> = new Map(),
  ): GitTree => OverlayTree.over(this, changes, linkTargets);

  /** How many regular files live below a folder. */
  filesBelow(folder: string): number {
    this.folders ??= countFolders(this.listing.files.keys());
    return this.folders.get(folder) ?? 0;
  }
}

/** A base tree with some paths changed or gone. However many states lie between, there is one layer over the base. */
class OverlayTree implements GitTree {
  private constructor(
    private readonly below: BaseTree,
    private readonly layer: ReadonlyMap<string, TreeEntry | null>,
    private readonly linkTargets: ReadonlyMap<string, string>,
    private readonly folderChanges: ReadonlyMap<string, number>,
    readonly touched: ReadonlySet<string>,
  ) {}

  static over(
    base: BaseTree,
    changes: readonly TreeChange[],
    linkTargets: ReadonlyMap<string, string>,
  ): OverlayTree {
    return new OverlayTree(base, new Map(), new Map(), new Map(), NOTHING).with(changes, linkTargets);
  }

  get base(): CommitId {
    return this.below.base;
  }

  get changed(): ReadonlySet<string> {
    return new Set(this.layer.keys());
  }

  readonly entryAt = (path: string): TreeEntry | undefined => {
    const entry = this.layer.get(path);
    return entry === undefined ? this.below.entryAt(path) : (entry ?? undefined);
  };

  readonly blobAt = (path: string): BlobId | undefined => {
    const entry = this.layer.get(path);
    if (entry === undefined) return this.below.blobAt(path);
    return entry !== null && isFile(entry) ? entry.id : undefined;
  };

  readonly linkAt = (path: string): string | undefined => {
    const entry = this.layer.get(path);
    if (entry === undefined) return this.below.linkAt(path);
    return entry?.kind === 'link' ? this.linkTargets.get(path) : undefined;
  };

  readonly hasFolder = (folder: string): boolean => {
    const changes = this.folderChanges.get(folder) ?? 0;
    return changes === 0 ? this.below.hasFolder(folder) : this.below.filesBelow(folder) + changes > 0;
  };

  readonly pathsBelow = (folder: string): readonly string[] => {
    const inside = isBelow(folder);
    const kept = this.below.pathsBelow(folder).filter((path) => !this.layer.has(path));
    const added = [...this.layer].flatMap(([path, entry]) => (entry !== null && inside(path) ? [path] : []));
    return [...kept, ...added];
  };

  /** Merges the base's paths with the added ones, both in git's order. */
  readonly paths = function* (this: OverlayTree): Iterable<string> {
    const added = [...this.layer].flatMap(([path, entry]) =>
      entry !== null && isFile(entry) && this.below.blobAt(path) === undefined ? [path] : [],
    );
    added.sort(byBytes);
    let next = 0;
    for (const path of this.below.paths()) {
      for (; next < added.length; next += 1) {
        const candidate = added[next];
        if (candidate === undefined || byBytes(candidate, path) > 0) break;
        yield candidate;
      }
      if (this.blobAt(path) !== undefined) yield path;
    }
    yield* added.slice(next);
  }.bind(this);

  readonly with = (
    changes: readonly TreeChange[],
    linkTargets: ReadonlyMap<string, string> = new Map(),
  ): OverlayTree => {
    const layer = new Map(this.layer);
    const folderChanges = new Map(this.folderChanges);
    const touched = new Set<string>();
    for (const { path, after } of changes) {
      const before =
        layer.get(path) === undefined ? (this.below.entryAt(path) ?? null) : (layer.get(path) ?? null);
      if (isSameEntry(before, after)) continue;
      layer.set(path, after);
      touched.add(path);
      const step = Number(after !== null && isFile(after)) - Number(before !== null && isFile(before));
      if (step === 0) continue;
      for (const folder of foldersAbove(path))
        folderChanges.set(folder, (folderChanges.get(folder) ?? 0) + step);
    }
    return new OverlayTree(
      this.below,
      layer,
      new Map([...this.linkTargets, ...linkTargets]),
      folderChanges,
      touched,
    );
  };
}

const isFile = (entry: TreeEntry): entry is TreeEntry & { kind: 'file' | 'executable' } =>
  entry.kind === 'file' || entry.kind === 'executable';

/** Where the first path stands that is not before `path` in git's order. */
const firstFrom = (ordered: readonly string[], path: string): number => {
  let from = 0;
  let to = ordered.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byBytes(ordered[middle] as string, path) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** Git's order of paths: by the bytes of their UTF-8, which differs from code units above U+D7FF only. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
