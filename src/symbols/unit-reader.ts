// Units as they are read within one state: and only when something is asked of it.
import type { Kernel } from '../kbuild/kernel.js';
import type { Closures } from './closure.js';
import type { Compilation } from './compilation.js';
import type { ConditionWorld } from './condition-truth.js';
import { languageOf, type SummaryStore } from './summary-store.js';
import { UnitRegions } from './unit-region.js';
import { UnitView } from './unit-view.js';

export interface ReadUnit {
  readonly view: UnitView;
  readonly regions: UnitRegions;
}

/** Units kept at a time; each is some 300 kB, and a kernel has twelve thousand. */
const MOST_UNITS = 64;

export class UnitReader {
  private readonly units = new Map<Compilation, ReadUnit>();

  constructor(
    private readonly kernel: Kernel,
    private readonly store: SummaryStore,
    private readonly closures: Closures,
  ) {}

  /** The unit with all its includes followed. */
  read(compilation: Compilation): ReadUnit {
    let unit = this.units.get(compilation);
    if (unit === undefined) {
      if (this.units.size === MOST_UNITS) this.units.clear();
      const { includePath, forced } = compilation;
      const lookup = {
        resolve: includePath.resolve.bind(includePath),
        summaryAt: (path: string) => this.closures.summaryAt(path),
      };
      const view = new UnitView(this.store, lookup, this.worldOf(compilation));
      view.read(forced, compilation.unit.path);
      unit = { view, regions: new UnitRegions(this.store, view) };
      this.units.set(compilation, unit);
    }
    return unit;
  }

  private worldOf({ architecture, object, unit, defines }: Compilation): ConditionWorld {
    return {
      formulas: this.kernel.formulas,
      names: this.store.names,
      configuration: this.kernel.configurationOf(architecture),
      architecture,
      module: this.kernel.narrow(object.moduleWhen, architecture),
      assembler: languageOf(unit.path) === 'asm',
      defines,
      valueOf: (summary, item) => this.store.valueOf(summary, item),
    };
  }
}
