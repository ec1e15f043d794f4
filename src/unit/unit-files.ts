// The files of a unit, in the order of their first inclusion.
import type { Formula } from '../kbuild/formula/formula.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { FileProgram } from './directive-program.js';
import type { PathNumber } from './include-target.js';

/** A file of one unit. `PreprocessedUnit` updates `when` and `slots`; `UnitRegions` fills `code`. */
export interface FileInstance {
  readonly summary: SummaryIndex;
  readonly path: string;
  readonly number: PathNumber;
  /** Whether its code belongs to the unit; the code of an ordinary header is only available. */
  readonly isOwn: boolean;
  readonly program: FileProgram;
  /** The condition under which the unit includes it. */
  when: Formula;
  /** The index of its first slot in the unit; -1 without slots. */
  slots: number;
  /** Formulas of its regions; -1 for those that were not computed yet. */
  code: Int32Array | null;
}

/**
 * The index of each file in its unit's list, by summary. One array serves all units of a reader: it belongs to the unit
 * of the last query, and is refilled when another unit is queried.
 */
export class FilePlaces {
  /** The index plus one; 0 when the unit does not include the file. */
  private places = new Int32Array(0);
  private owner: UnitFiles | null = null;

  constructor(private readonly store: SummaryStore) {}

  of(files: UnitFiles): Int32Array {
    if (this.owner !== files) this.handTo(files);
    return this.places;
  }

  private handTo(files: UnitFiles): void {
    const count = this.store.summaries.length;
    if (this.places.length < count) this.places = new Int32Array(count);
    else for (const { summary } of this.owner?.values() ?? []) this.places[summary] = 0;
    this.owner = files;
    let place = 0;
    for (const { summary } of files.values()) this.places[summary] = ++place;
  }
}

/** The list of a unit's files, with a lookup by summary. */
export class UnitFiles {
  private readonly list: FileInstance[] = [];

  constructor(private readonly places: FilePlaces) {}

  get(summary: SummaryIndex): FileInstance | undefined {
    const place = this.places.of(this)[summary] ?? 0;
    return place === 0 ? undefined : this.list[place - 1];
  }

  add(file: FileInstance): void {
    const places = this.places.of(this);
    places[file.summary] = this.list.push(file);
  }

  values(): readonly FileInstance[] {
    return this.list;
  }
}
