// Preprocesses the units of one state, on demand.
import type { SummaryStore } from '../summary/summary-store.js';
import type { Closures } from './closure.js';
import type { Compilation } from './compilation.js';
import { EnteredPaths } from './include-target.js';
import { PreprocessedUnit, type UnitGround } from './preprocessed-unit.js';
import type { ProgramCache } from './program-cache.js';
import { FilePlaces } from './unit-files.js';
import { UnitRegions } from './unit-region.js';

/** A preprocessed unit, with the conditions of its code. */
export interface ReadUnit {
  readonly preprocessed: PreprocessedUnit;
  readonly regions: UnitRegions;
}

/** Units in the cache; each takes about 300 kB, and a kernel has twelve thousand. */
const MOST_UNITS = 64;

/**
 * A cache of preprocessed units for one state. At `MOST_UNITS` it evicts all units. The units share tables that belong
 * to the unit of the last query, so query one unit after the other.
 */
export class UnitReader {
  private units = new Map<Compilation, ReadUnit>();
  private ground: UnitGround;
  private most = MOST_UNITS;

  /** @param includes whether each unit records its `#include`s. */
  constructor(
    private readonly cache: ProgramCache,
    private readonly store: SummaryStore,
    private readonly closures: Closures,
    private readonly includes: boolean,
  ) {
    cache.filesChanged();
    this.ground = this.newGround();
  }

  /** From now on keeps only one unit, which must not be queried after the next `read`: short-lived units are cheap to collect. */
  evictAllButOne(): void {
    this.most = 1;
    this.ground = this.newGround();
  }

  /** The preprocessed unit of a compilation. */
  read(compilation: Compilation): ReadUnit {
    let unit = this.units.get(compilation);
    if (unit === undefined) {
      // A new map: V8 links the old table of a cleared map to the new one, which would keep evicted units alive.
      if (this.units.size >= this.most) this.units = new Map();
      const { includePath, forced } = compilation;
      const rows = this.closures.targets.rowsOf(includePath);
      const preprocessed = new PreprocessedUnit(
        this.ground,
        rows,
        this.cache.of(compilation),
        this.includes ? [] : null,
      );
      preprocessed.read(forced, compilation.unit.path);
      unit = { preprocessed, regions: new UnitRegions(this.store, preprocessed) };
      this.units.set(compilation, unit);
    }
    return unit;
  }

  /** Evicts all units. Call it between architectures, whose units share nothing. */
  evict(): void {
    this.units = new Map();
    this.cache.evictIfLarge();
    this.ground = this.newGround();
  }

  private newGround(): UnitGround {
    const { store, closures, cache } = this;
    return {
      store,
      targets: closures.targets,
      places: new FilePlaces(store),
      macros: cache.macros,
      keepsUnits: this.most > 1,
      entered: new EnteredPaths(),
    };
  }
}
