// What the includes of each file name, as numbers of paths: units go through some ten thousand of them each.
import { grown } from '../base/grow.js';
import type { Include } from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { IncludePath } from './include-path.js';

/** Number of a path that an include names or a unit begins with. */
export type PathNumber = number;

/** For an include of which the tree has no file. */
export const NO_TARGET = -1;

const FIRST_PATHS = 1 << 13;

/** What includes name where units search the same folders. */
export interface TargetRows {
  /** For each include of a file what it names; `NO_TARGET` where the tree has no such file. */
  readonly of: (path: PathNumber) => Int32Array;
  /** Whether the tree has all of a file's includes. */
  readonly isWhole: (path: PathNumber) => boolean;
}

export class IncludeTargets {
  /** By number. */
  readonly paths: string[];
  readonly summaries: SummaryIndex[];
  private readonly ownCode: boolean[];
  private readonly numbers: Map<string, PathNumber>;
  private readonly rows = new Map<IncludePath, Rows>();

  /**
   * @param before those of the state before, when no file came or went since.
   * @param touched the files that are others now.
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
    if (before !== undefined) this.takeOver(before, touched);
  }

  private takeOver(before: IncludeTargets, touched: Iterable<string>): void {
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
    for (const [includePath, rows] of before.rows) this.rows.get(includePath)?.takeOver(rows, others);
  }

  /** The number of a path; `NO_TARGET` when the tree has no such file. */
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

  /** Whether the code of a file is that of the unit that has it. */
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

/** The guarded headers that a unit has read everywhere: a row of stamps, which the units of a reader use in turn. */
export class EnteredPaths {
  private stamps = new Int32Array(FIRST_PATHS);
  private stamp = 0;

  /** Begins a unit, which has read nothing yet. */
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
  /** The rows by number; null where nobody asked for one. */
  readonly known: () => Iterable<readonly [PathNumber, Int32Array | null]>;
  /** Takes what was known before, but of the files that are others now. */
  readonly takeOver: (before: Rows, others: ReadonlySet<PathNumber>) => void;
}

/** Those of nearly all units of an architecture. */
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

  takeOver(before: Rows, others: ReadonlySet<PathNumber>): void {
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

/** Those of units with folders of their own: what is found where all units look is the same file for each of them. */
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

  takeOver(before: Rows, others: ReadonlySet<PathNumber>): void {
    for (const [path, row] of before.known()) if (row !== null && !others.has(path)) this.rows.set(path, row);
  }

  isWhole(path: PathNumber): boolean {
    return this.shared.isWhole(path) || !this.of(path).includes(NO_TARGET);
  }
}
