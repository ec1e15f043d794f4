// The files of a unit in the order in which they were first included, and where each of them stands.
import type { Formula } from '../kbuild/formula/formula.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { FileProgram } from './directive-program.js';
import type { PathNumber } from './include-target.js';

/** A file as the unit has it. */
export interface FileInstance {
  readonly summary: SummaryIndex;
  readonly path: string;
  readonly number: PathNumber;
  /** Whether its code is the unit's own, rather than something that the unit only could use. */
  readonly isOwn: boolean;
  readonly program: FileProgram;
  /** Where it is included. */
  when: Formula;
  /** Where the answers to its questions begin among those of the unit; -1 when it was asked none. */
  slots: number;
  /** Conditions of the regions of its code that were asked for; -1 for the others. */
  code: Int32Array | null;
}

/**
 * By summary, the place of a file in its unit's list: one row of numbers for all units of a reader, who mostly ask for one
 * unit after the other.
 */
export class FilePlaces {
  /** The place + 1; 0 when the unit has no such file. */
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
