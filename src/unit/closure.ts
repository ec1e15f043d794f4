// All files that a unit can include, whatever the configuration: what has to be read before anything is decided.
import type { Context } from '../base/context.js';
import { isHeader, languageOf } from '../csource/language.js';
import type { Tree } from '../git/tree.js';
import type { SourceFile, SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Compilation } from './compilation.js';
import { IncludeGraph } from './include-graph.js';
import type { IncludePath } from './include-path.js';
import { IncludeTargets } from './include-target.js';

/** What the files of a closure are to each other. */
export interface FileRoles {
  /** Whether a file's definitions are there for those that include it. */
  readonly isHeader: (index: SummaryIndex) => boolean;
  /** Whether some file includes it. */
  readonly isShared: (index: SummaryIndex) => boolean;
}

/** All files that were loaded. */
export interface LoadedFiles extends FileRoles {
  readonly all: ReadonlySet<SummaryIndex>;
}

export class Closures {
  private readonly direct = new Map<IncludePath, Map<string, readonly string[]>>();
  private readonly indexes = new Map<string, SummaryIndex>();
  private knownTargets: IncludeTargets | null = null;
  /** Those of the state before, until they are taken over. */
  private earlierTargets: IncludeTargets | undefined;
  private knownGraph: IncludeGraph | null = null;
  /** That of the state before, until this state's is known. */
  private earlierGraph: IncludeGraph | undefined;
  private knownRoles: LoadedFiles | null = null;
  private readonly leading = new Map<IncludePath, ReadonlySet<string>>();
  /** Files that were read in the state before and are others now; null when there is no state before. */
  private readonly changed: Map<IncludePath, Set<string>> | null;

  /** @param before those of the state before, for the same compilations, when no file came or went since. */
  constructor(
    private readonly store: SummaryStore,
    private readonly tree: Tree,
    before?: Closures,
  ) {
    this.earlierTargets = before?.targets;
    this.earlierGraph = before?.graph;
    this.changed = before === undefined ? null : this.takeOver(before);
  }

  /** What the includes of each file name; everything has to be read. */
  get targets(): IncludeTargets {
    if (this.knownTargets === null) {
      const find = (path: string): SummaryIndex | undefined => this.summaryAt(path);
      this.knownTargets = new IncludeTargets(this.store, find, this.earlierTargets, this.tree.touched);
      this.earlierTargets = undefined;
    }
    return this.knownTargets;
  }

  /** Which files include which; everything has to be read. */
  private get graph(): IncludeGraph {
    if (this.knownGraph === null) {
      this.knownGraph = new IncludeGraph(this.direct, this.earlierGraph, this.tree.touched);
      this.earlierGraph = undefined;
    }
    return this.knownGraph;
  }

  private takeOver(before: Closures): Map<IncludePath, Set<string>> {
    const changed = new Map<IncludePath, Set<string>>();
    for (const [includePath, row] of before.direct) {
      const kept = new Map(row);
      for (const path of this.tree.touched) if (kept.delete(path)) addTo(changed, includePath, path);
      this.direct.set(includePath, kept);
    }
    for (const [path, index] of before.indexes)
      if (!this.tree.touched.has(path)) this.indexes.set(path, index);
    return changed;
  }

  /** Reads everything that the compilations can include, one level of includes after the other. */
  async load(compilations: Iterable<Compilation>, context: Context): Promise<void> {
    let level = this.changed ?? startsOf(compilations);
    const seen = new Map<IncludePath, Set<string>>();
    while (level.size > 0) {
      await this.store.load(this.blobsOf(level), context);
      const next = new Map<IncludePath, Set<string>>();
      for (const [includePath, paths] of level) {
        for (const path of paths) addTo(seen, includePath, path);
        for (const path of paths)
          for (const target of this.includedBy(includePath, path))
            if (!this.isRead(includePath, target) && seen.get(includePath)?.has(target) !== true)
              addTo(next, includePath, target);
      }
      level = next;
    }
  }

  private isRead(includePath: IncludePath, path: string): boolean {
    return this.changed !== null && this.direct.get(includePath)?.has(path) === true;
  }

  /**
   * The files with code of the unit's own: its source, what it includes of other sources, headers that are templates, and
   * those that it reads again to make code of them. Everything else that it includes only offers something.
   */
  ownOf({ includePath, forced, unit }: Compilation): readonly string[] {
    const leading = this.leadingToOwn(includePath);
    const paths = new Set<string>([...forced, unit.path].filter((path) => leading.has(path)));
    for (const path of paths)
      for (const target of this.includedBy(includePath, path)) if (leading.has(target)) paths.add(target);
    const source = this.summaryAt(unit.path);
    const rereads = source !== undefined && this.store.asksToRead(source);
    return [...paths].filter((path) => this.isOwn(path) || (rereads && this.isReadAgain(includePath, path)));
  }

  private isOwn(path: string): boolean {
    const index = this.summaryAt(path);
    return index !== undefined && (this.store.isOwnCode(index, path) || this.store.isCompiled(index));
  }

  /** The files that are or may be code of a unit's own, or include such a file, directly or not. */
  private leadingToOwn(includePath: IncludePath): ReadonlySet<string> {
    let leading = this.leading.get(includePath);
    if (leading === undefined) {
      const row = this.direct.get(includePath) ?? new Map<string, readonly string[]>();
      const own = [...row.keys()].filter((path) => this.isOwn(path) || this.isReadAgain(includePath, path));
      leading = this.graph.includersOf(includePath, new Set(own));
      this.leading.set(includePath, leading);
    }
    return leading;
  }

  /** Whether a header without a guard includes a file that names a header by a macro: the header itself, mostly. */
  private isReadAgain(includePath: IncludePath, path: string): boolean {
    const index = this.summaryAt(path);
    return (
      index !== undefined &&
      this.store.get(index).guard < 0 &&
      this.includedBy(includePath, path).some((target) => {
        const included = this.summaryAt(target);
        return (
          included !== undefined && this.store.get(included).includes.some(({ form }) => form === 'macro')
        );
      })
    );
  }

  /** Files outside a folder that the unit and its headers inside the folder include directly. */
  includedBeside({ includePath, unit }: Compilation, folder: string): readonly string[] {
    const inside = new Set([unit.path]);
    const outside = new Set<string>();
    for (const path of inside)
      for (const target of this.includedBy(includePath, path))
        (target.startsWith(folder) ? inside : outside).add(target);
    return [...outside];
  }

  /** Whether a compilation can read one of these files. */
  readersOf(touched: ReadonlySet<string>): (compilation: Compilation) => boolean {
    const readers = new Map<IncludePath, ReadonlySet<string>>();
    for (const includePath of this.direct.keys())
      readers.set(includePath, this.graph.includersOf(includePath, touched));
    return ({ includePath, forced, unit }) =>
      [...forced, unit.path].some(
        (path) => touched.has(path) || readers.get(includePath)?.has(path) === true,
      );
  }

  /** Every file that was loaded, and what it is to the others. */
  roles(): LoadedFiles {
    this.knownRoles ??= this.findRoles();
    return this.knownRoles;
  }

  private findRoles(): LoadedFiles {
    const all = new Set<SummaryIndex>();
    const headers = new Set<SummaryIndex>();
    for (const path of this.graph.files()) {
      const index = this.summaryAt(path);
      if (index === undefined) continue;
      all.add(index);
      if (isHeader(path)) headers.add(index);
    }
    const shared = new Set(Array.from(this.graph.included(), (path) => this.summaryAt(path)));
    return { all, isHeader: (index) => headers.has(index), isShared: (index) => shared.has(index) };
  }

  /** The summary of a path; undefined when the tree has no such file. */
  summaryAt(path: string): SummaryIndex | undefined {
    const known = this.indexes.get(path);
    if (known !== undefined) return known;
    const source = this.sourceAt(path);
    const index = source === undefined ? undefined : this.store.indexOf(source.blob, source.language);
    if (index !== undefined) this.indexes.set(path, index);
    return index;
  }

  private includedBy(includePath: IncludePath, path: string): readonly string[] {
    let row = this.direct.get(includePath);
    if (row === undefined) {
      row = new Map();
      this.direct.set(includePath, row);
    }
    let found = row.get(path);
    if (found === undefined) {
      const index = this.summaryAt(path);
      const includes = index === undefined ? [] : this.store.get(index).includes;
      found = includes.flatMap((include) =>
        include.form === 'macro' ? [] : (includePath.resolve(include, path) ?? []),
      );
      row.set(path, found);
    }
    return found;
  }

  private sourceAt(path: string): SourceFile | undefined {
    const blob = this.tree.blobAt(path);
    return blob === undefined ? undefined : { blob, path, language: languageOf(path) };
  }

  private *blobsOf(level: ReadonlyMap<IncludePath, ReadonlySet<string>>): Iterable<SourceFile> {
    for (const paths of level.values())
      for (const path of paths) {
        const source = this.sourceAt(path);
        if (source !== undefined) yield source;
      }
  }
}

/** The files that compilations begin with. */
const startsOf = (compilations: Iterable<Compilation>): Map<IncludePath, Set<string>> => {
  const starts = new Map<IncludePath, Set<string>>();
  for (const { includePath, forced, unit } of compilations)
    for (const path of [...forced, unit.path]) addTo(starts, includePath, path);
  return starts;
};

const addTo = (level: Map<IncludePath, Set<string>>, includePath: IncludePath, path: string): void => {
  const paths = level.get(includePath);
  if (paths === undefined) level.set(includePath, new Set([path]));
  else paths.add(path);
};
