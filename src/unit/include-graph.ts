// The include graph, by path. A patch changes few files, so a state updates the graph of the state before.
import { pushTo } from '../base/group.js';
import type { IncludePath } from './include-path.js';

/** For each include path, the files with their direct includes. */
export type IncludeRows = ReadonlyMap<IncludePath, ReadonlyMap<string, readonly string[]>>;

/** The direct includers of each file. */
type Includers = Map<string, readonly string[]>;

/** Includers are kept for at most this many include paths: enough for a query about few modules. */
const MOST_KEPT = 32;

const NOBODY: readonly string[] = [];

/** Queries in both directions of the include relation. Owned by the `Closures` of a state, whose rows it reads. */
export class IncludeGraph {
  private readonly includers = new Map<IncludePath, Includers>();

  /**
   * @param rows must be complete.
   * @param before the graph of the state before.
   * @param touched files whose includes may have changed.
   */
  constructor(
    private readonly rows: IncludeRows,
    before?: IncludeGraph,
    touched: ReadonlySet<string> = new Set(),
  ) {
    for (const [includePath, includers] of before?.includers ?? []) {
      const [old, row] = [before?.rows.get(includePath), rows.get(includePath)];
      if (old !== undefined && row !== undefined)
        this.includers.set(includePath, changed(includers, old, row, touched));
    }
  }

  /** All files. */
  files(): ReadonlySet<string> {
    const files = new Set<string>();
    for (const row of this.rows.values()) for (const path of row.keys()) files.add(path);
    return files;
  }

  /** All files that another file includes. */
  included(): ReadonlySet<string> {
    const included = new Set<string>();
    for (const [includePath, row] of this.rows) {
      const includers = this.includers.get(includePath);
      if (includers === undefined)
        for (const targets of row.values()) for (const target of targets) included.add(target);
      else for (const [path, some] of includers) if (some.length > 0) included.add(path);
    }
    return included;
  }

  /** The targets, and the files that include one of them, directly or indirectly (backward reachability). */
  includersOf(includePath: IncludePath, targets: ReadonlySet<string>): ReadonlySet<string> {
    if (targets.size === 0) return targets;
    const found = new Set<string>(targets);
    const includers = this.directIncluders(includePath);
    for (const path of found) for (const includer of includers.get(path) ?? NOBODY) found.add(includer);
    return found;
  }

  private directIncluders(includePath: IncludePath): Includers {
    const known = this.includers.get(includePath);
    if (known !== undefined) return known;
    const includers: Map<string, string[]> = new Map();
    for (const [path, targets] of this.rows.get(includePath) ?? [])
      for (const target of targets) pushTo(includers, target, path);
    if (this.rows.size <= MOST_KEPT) this.includers.set(includePath, includers);
    return includers;
  }
}

/** The includers after some files of a row changed or were added. */
const changed = (
  before: Includers,
  old: ReadonlyMap<string, readonly string[]>,
  row: ReadonlyMap<string, readonly string[]>,
  touched: ReadonlySet<string>,
): Includers => {
  const includers = new Map(before);
  const change = (path: string, was: readonly string[], is: readonly string[]): void => {
    for (const target of was)
      includers.set(
        target,
        (includers.get(target) ?? NOBODY).filter((one) => one !== path),
      );
    for (const target of is) includers.set(target, [...(includers.get(target) ?? NOBODY), path]);
  };
  for (const path of touched) change(path, old.get(path) ?? NOBODY, row.get(path) ?? NOBODY);
  for (const [path, targets] of row) if (!old.has(path) && !touched.has(path)) change(path, NOBODY, targets);
  return includers;
};
