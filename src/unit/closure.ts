// The include closure: all files that a unit can include in some configuration. They are read before the analysis.

import type { Context } from '../base/context.js';
import { addTo } from '../base/group.js';
import { isHeader, languageOf } from '../csource/language.js';
import type { Tree } from '../git/tree.js';
import type { SourceFile, SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Compilation } from './compilation.js';
import { IncludeGraph } from './include-graph.js';
import type { IncludePath } from './include-path.js';
import { IncludeTargets } from './include-target.js';

/** The roles of the files in a closure. */
export interface FileRoles {
  /** Whether a file is a header. */
  readonly isHeader: (index: SummaryIndex) => boolean;
  /** Whether some file includes it. */
  readonly isShared: (index: SummaryIndex) => boolean;
}

/** All files of a closure, with their roles. */
export interface LoadedFiles extends FileRoles {
  readonly all: ReadonlySet<SummaryIndex>;
}

/**
 * The include closures of some compilations on one tree. `load` reads the files; all other methods need a loaded
 * closure. The next state of a series reuses the closures of the state before, except for touched files.
 */
export class Closures {
  /** For each include path, the files that each file includes directly. */
  private readonly direct = new Map<IncludePath, Map<string, readonly string[]>>();
  private readonly indexes = new Map<string, SummaryIndex>();
  private knownTargets: IncludeTargets | null = null;
  /** The targets of the state before, until this state reuses them. */
  private earlierTargets: IncludeTargets | undefined;
  private knownGraph: IncludeGraph | null = null;
  /** The graph of the state before, until this state reuses it. */
  private earlierGraph: IncludeGraph | undefined;
  private knownRoles: LoadedFiles | null = null;
  private readonly leading = new Map<IncludePath, ReadonlySet<string>>();
  /** Files of the state before that changed; null without a state before. */
  private readonly changed: Map<IncludePath, Set<string>> | null;

  /** @param before the closures of the state before, for the same compilations; no file was added or removed since. */
  constructor(
    private readonly store: SummaryStore,
    private readonly tree: Tree,
    before?: Closures,
  ) {
    this.earlierTargets = before?.targets;
    this.earlierGraph = before?.graph;
    this.changed = before === undefined ? null : this.reuse(before);
  }

  /** The targets of all includes. */
  get targets(): IncludeTargets {
    if (this.knownTargets === null) {
      const find = (path: string): SummaryIndex | undefined => this.summaryAt(path);
      this.knownTargets = new IncludeTargets(this.store, find, this.earlierTargets, this.tree.touched);
      this.earlierTargets = undefined;
    }
    return this.knownTargets;
  }

  /** The include graph. */
  private get graph(): IncludeGraph {
    if (this.knownGraph === null) {
      this.knownGraph = new IncludeGraph(this.direct, this.earlierGraph, this.tree.touched);
      this.earlierGraph = undefined;
    }
    return this.knownGraph;
  }

  private reuse(before: Closures): Map<IncludePath, Set<string>> {
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

  /** Reads all files that the compilations can include: a breadth-first search, one level of includes per round. */
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
   * The files whose code belongs to the unit: its source, other sources that it includes, headers that are templates, and
   * headers that it reads again to define code. The code of other headers is only available to it.
   */
  ownOf({ includePath, forced, unit }: Compilation): readonly string[] {
    const leading = this.leadingToOwn(includePath);
    const paths = new Set<string>([...forced, unit.path].filter((path) => leading.has(path)));
    for (const path of paths)
      for (const target of this.includedBy(includePath, path)) if (leading.has(target)) paths.add(target);
    const source = this.summaryAt(unit.path);
    const rereads = source !== undefined && this.store.rereadsHeader(source);
    return [...paths].filter((path) => this.isOwn(path) || (rereads && this.isReadAgain(includePath, path)));
  }

  private isOwn(path: string): boolean {
    const index = this.summaryAt(path);
    return index !== undefined && (this.store.isOwnCode(index, path) || this.store.isCompiled(index));
  }

  /** The files whose code may belong to a unit, and all files that include them, directly or indirectly. */
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

  /** Whether a header without a guard includes a file with a computed include, which mostly names the header itself. */
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

  /** The files outside a folder that the unit and its headers in the folder include directly. */
  includedBeside({ includePath, unit }: Compilation, folder: string): readonly string[] {
    const inside = new Set([unit.path]);
    const outside = new Set<string>();
    for (const path of inside)
      for (const target of this.includedBy(includePath, path))
        (target.startsWith(folder) ? inside : outside).add(target);
    return [...outside];
  }

  /** Returns a test whether a compilation can read one of these files. */
  readersOf(touched: ReadonlySet<string>): (compilation: Compilation) => boolean {
    const readers = new Map<IncludePath, ReadonlySet<string>>();
    for (const includePath of this.direct.keys())
      readers.set(includePath, this.graph.includersOf(includePath, touched));
    return ({ includePath, forced, unit }) =>
      [...forced, unit.path].some(
        (path) => touched.has(path) || readers.get(includePath)?.has(path) === true,
      );
  }

  /** All loaded files, with their roles. */
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

/** The files that the compiler reads first: forced includes and sources. */
const startsOf = (compilations: Iterable<Compilation>): Map<IncludePath, Set<string>> => {
  const starts = new Map<IncludePath, Set<string>>();
  for (const { includePath, forced, unit } of compilations)
    for (const path of [...forced, unit.path]) addTo(starts, includePath, path);
  return starts;
};
