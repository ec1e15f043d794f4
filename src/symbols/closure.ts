// All files that a unit can include, whatever the configuration: what has to be read before anything is decided.
import type { Context } from '../base/context.js';
import type { Tree } from '../git/tree.js';
import type { Compilation } from './compilation.js';
import type { IncludePath } from './include-path.js';
import { languageOf, type SourceBlob, type SummaryIndex, type SummaryStore } from './summary-store.js';

export class Closures {
  private readonly direct = new Map<IncludePath, Map<string, readonly string[]>>();
  private readonly indexes = new Map<string, SummaryIndex>();

  constructor(
    private readonly store: SummaryStore,
    private readonly tree: Tree,
  ) {}

  /** Reads everything that the compilations can include, one level of includes after the other. */
  async load(compilations: Iterable<Compilation>, context: Context): Promise<void> {
    let level = new Map<IncludePath, Set<string>>();
    for (const { includePath, forced, unit } of compilations)
      for (const path of [...forced, unit.path]) addTo(level, includePath, path);
    const seen = new Map<IncludePath, Set<string>>();
    while (level.size > 0) {
      await this.store.load(this.blobsOf(level), context);
      const next = new Map<IncludePath, Set<string>>();
      for (const [includePath, paths] of level) {
        for (const path of paths) addTo(seen, includePath, path);
        for (const path of paths)
          for (const target of this.includedBy(includePath, path))
            if (seen.get(includePath)?.has(target) !== true) addTo(next, includePath, target);
      }
      level = next;
    }
  }

  /** All paths that a compilation can read, once they are loaded. */
  of({ includePath, forced, unit }: Compilation): ReadonlySet<string> {
    const paths = new Set<string>([
      ...forced.filter((path) => this.tree.blobAt(path) !== undefined),
      unit.path,
    ]);
    for (const path of paths) for (const target of this.includedBy(includePath, path)) paths.add(target);
    return paths;
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

  private sourceAt(path: string): SourceBlob | undefined {
    const blob = this.tree.blobAt(path);
    return blob === undefined ? undefined : { blob, language: languageOf(path) };
  }

  private *blobsOf(level: ReadonlyMap<IncludePath, ReadonlySet<string>>): Iterable<SourceBlob> {
    for (const paths of level.values())
      for (const path of paths) {
        const source = this.sourceAt(path);
        if (source !== undefined) yield source;
      }
  }
}

const addTo = (level: Map<IncludePath, Set<string>>, includePath: IncludePath, path: string): void => {
  const paths = level.get(includePath);
  if (paths === undefined) level.set(includePath, new Set([path]));
  else paths.add(path);
};
