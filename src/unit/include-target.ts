// Resolved includes as numbers of paths: each unit processes about ten thousand includes.
import { grown } from '../base/grow.js';
import type { Include } from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { IncludePath } from './include-path.js';

/** Number of a path in `IncludeTargets`. */
export type PathNumber = number;

/** The target of an include of a file outside the tree. */
export const NO_TARGET = -1;

const FIRST_PATHS = 1 << 13;

/** The targets of includes for one include path. */
export interface TargetRows {
  /** The target of each include of a file, or `NO_TARGET`. */
  readonly of: (path: PathNumber) => Int32Array;
  /** Whether the tree contains all targets of a file. */
  readonly isWhole: (path: PathNumber) => boolean;
}

/** Numbers the paths of a state and resolves their includes on demand. Owned by `Closures`. */
export class IncludeTargets {
  /** Paths, and their summaries, by number. */
  readonly paths: string[];
  readonly summaries: SummaryIndex[];
  private readonly ownCode: boolean[];
  private readonly numbers: Map<string, PathNumber>;
  private readonly rows = new Map<IncludePath, Rows>();

  /**
   * @param before the targets of the state before, if no file was added or removed since.
   * @param touched files that changed.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly summaryAt: (path: string) => SummaryIndex | undefined,
    before?: IncludeTargets,
    touched: Iterable<string> = [],
  ) {
    this.paths = before?.paths.slice() ?? [];
    this.summaries = before?.summaries.slice() ?? [];
    this.ownCode = before?.ownCode.slice() ?? [];
    this.numbers = new Map(before?.numbers);
    if (before !== undefined) this.reuse(before, touched);
  }

  private reuse(before: IncludeTargets, touched: Iterable<string>): void {
    const others = new Set<PathNumber>();
    for (const path of touched) {
      const number = this.numbers.get(path);
      const summary = this.summaryAt(path);
      if (number === undefined || summary === undefined) continue;
      this.summaries[number] = summary;
      this.ownCode[number] = this.store.isOwnCode(summary, path);
      others.add(number);
    }
    for (const includePath of before.rows.keys()) this.rowsOf(includePath);
    for (const [includePath, rows] of before.rows) this.rows.get(includePath)?.reuse(rows, others);
  }

  /** The number of a path; `NO_TARGET` when the tree does not contain the file. */
  numberOf(path: string): PathNumber {
    const known = this.numbers.get(path);
    if (known !== undefined) return known;
    const summary = this.summaryAt(path);
    if (summary === undefined) return NO_TARGET;
    const number = this.paths.push(path) - 1;
    this.summaries.push(summary);
    this.ownCode.push(this.store.isOwnCode(summary, path));
    this.numbers.set(path, number);
    return number;
  }

  /** Whether the code of a file belongs to each unit that includes it. */
  isOwnCode(path: PathNumber): boolean {
    return this.ownCode[path] === true;
  }

  rowsOf(includePath: IncludePath): Rows {
    let rows = this.rows.get(includePath);
    if (rows === undefined) {
      rows = this.makeRows(includePath);
      this.rows.set(includePath, rows);
    }
    return rows;
  }

  private makeRows(includePath: IncludePath): Rows {
    const find = (path: PathNumber): Int32Array => this.find(includePath, path);
    return includePath.first === undefined
      ? new SharedRows(find)
      : new OwnRows(find, this.rowsOf(includePath.first));
  }

  private find(includePath: IncludePath, path: PathNumber): Int32Array {
    const from = this.paths[path] as string;
    const { includes } = this.store.get(this.summaries[path] as SummaryIndex);
    return Int32Array.from(includes, (include) => this.resolve(includePath, include, from));
  }

  private resolve(includePath: IncludePath, include: Include, from: string): PathNumber {
    const target = include.form === 'macro' ? null : includePath.resolve(include, from);
    return target === null ? NO_TARGET : this.numberOf(target);
  }
}

/**
 * The guarded headers that the current unit has read unconditionally: including them again has no effect. One array of
 * stamps serves all units of a reader, one after the other.
 */
export class EnteredPaths {
  private stamps = new Int32Array(FIRST_PATHS);
  private stamp = 0;

  /** Starts a new unit. */
  begin(): void {
    this.stamp++;
  }

  add(path: PathNumber): void {
    if (path >= this.stamps.length) this.stamps = grown(this.stamps, path + 1);
    this.stamps[path] = this.stamp;
  }

  has(path: PathNumber): boolean {
    return this.stamps[path] === this.stamp;
  }
}

interface Rows extends TargetRows {
  /** The resolved rows by number; null for unresolved ones. */
  readonly known: () => Iterable<readonly [PathNumber, Int32Array | null]>;
  /** Copies the resolved rows of the state before, except those of changed files. */
  readonly reuse: (before: Rows, others: ReadonlySet<PathNumber>) => void;
}

/** The rows of the search path that nearly all units of an architecture use. */
class SharedRows implements Rows {
  private readonly rows: (Int32Array | null)[] = [];
  private readonly whole: boolean[] = [];

  constructor(private readonly find: (path: PathNumber) => Int32Array) {}

  of(path: PathNumber): Int32Array {
    return this.rows[path] ?? this.add(path);
  }

  isWhole(path: PathNumber): boolean {
    return this.whole[path] === true;
  }

  known(): Iterable<readonly [PathNumber, Int32Array | null]> {
    return this.rows.entries();
  }

  reuse(before: Rows, others: ReadonlySet<PathNumber>): void {
    for (const [path, row] of before.known()) if (row !== null && !others.has(path)) this.put(path, row);
  }

  private add(path: PathNumber): Int32Array {
    return this.put(path, this.find(path));
  }

  private put(path: PathNumber, row: Int32Array): Int32Array {
    while (this.rows.length <= path) {
      this.rows.push(null);
      this.whole.push(false);
    }
    this.rows[path] = row;
    this.whole[path] = !row.includes(NO_TARGET);
    return row;
  }
}

/** The rows of units with additional folders, which are searched last: they only matter for includes without a shared target. */
class OwnRows implements Rows {
  private readonly rows = new Map<PathNumber, Int32Array>();

  constructor(
    private readonly find: (path: PathNumber) => Int32Array,
    private readonly shared: TargetRows,
  ) {}

  of(path: PathNumber): Int32Array {
    const shared = this.shared.of(path);
    if (this.shared.isWhole(path)) return shared;
    let row = this.rows.get(path);
    if (row === undefined) {
      row = this.find(path);
      this.rows.set(path, row);
    }
    return row;
  }

  known(): Iterable<readonly [PathNumber, Int32Array | null]> {
    return this.rows;
  }

  reuse(before: Rows, others: ReadonlySet<PathNumber>): void {
    for (const [path, row] of before.known()) if (row !== null && !others.has(path)) this.rows.set(path, row);
  }

  isWhole(path: PathNumber): boolean {
    return this.shared.isWhole(path) || !this.of(path).includes(NO_TARGET);
  }
}
