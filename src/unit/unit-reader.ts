// Units as they are read within one state: and only when something is asked of it.

import type { SummaryStore } from '../summary/summary-store.js';
import type { Closures } from './closure.js';
import type { Compilation } from './compilation.js';
import { EnteredPaths } from './include-target.js';
import { PreprocessedUnit, type UnitGround } from './preprocessed-unit.js';
import type { ProgramCache } from './program-cache.js';
import { FilePlaces } from './unit-files.js';
import { UnitRegions } from './unit-region.js';

export interface ReadUnit {
  readonly view: PreprocessedUnit;
  readonly regions: UnitRegions;
}

/** Units kept at a time; each is some 300 kB, and a kernel has twelve thousand. */
const MOST_UNITS = 64;

export class UnitReader {
  private units = new Map<Compilation, ReadUnit>();
  private ground: UnitGround;
  private most = MOST_UNITS;

  /** @param includes whether each unit's `#include`s are kept. */
  constructor(
    private readonly shelf: ProgramCache,
    private readonly store: SummaryStore,
    private readonly closures: Closures,
    private readonly includes: boolean,
  ) {
    shelf.filesChanged();
    this.ground = this.newGround();
  }

  /** Says that nobody asks for a unit again once another one was read: short-lived, it costs the garbage collector nothing. */
  evictAllButOne(): void {
    this.most = 1;
    this.ground = this.newGround();
  }

  /** The unit with all its includes followed. */
  read(compilation: Compilation): ReadUnit {
    let unit = this.units.get(compilation);
    if (unit === undefined) {
      // A map that is emptied leads from its old rows to the new ones, and keeps units alive that nobody has any more.
      if (this.units.size >= this.most) this.units = new Map();
      const { includePath, forced } = compilation;
      const rows = this.closures.targets.rowsOf(includePath);
      const view = new PreprocessedUnit(
        this.ground,
        rows,
        this.shelf.of(compilation),
        this.includes ? [] : null,
      );
      view.read(forced, compilation.unit.path);
      unit = { view, regions: new UnitRegions(this.store, view) };
      this.units.set(compilation, unit);
    }
    return unit;
  }

  /** Lets go of what was read: units of another architecture share none of it. */
  evict(): void {
    this.units = new Map();
    this.shelf.rest();
    this.ground = this.newGround();
  }

  private newGround(): UnitGround {
    const { store, closures, shelf } = this;
    return {
      store,
      targets: closures.targets,
      places: new FilePlaces(store),
      macros: shelf.macros,
      isAskedLater: this.most > 1,
      entered: new EnteredPaths(),
    };
  }
}
