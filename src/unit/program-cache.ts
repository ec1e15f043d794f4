// Caches directive programs for each set of compile flags. The states of a series have nearly all files in common, so one
// cache serves all states.

import { languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import { type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { Compilation } from './compilation.js';
import type { ConditionWorld } from './condition-truth.js';
import { DirectivePrograms } from './directive-program.js';
import { MacroTable } from './unit-macros.js';

/** The variable for "is built as a module" in programs that thousands of objects with different conditions share. */
const IS_MODULE = 'is:module';
/** Sets of flags to keep between states: enough for some modules on all architectures, too few for a wide query. */
const MOST_WAYS = 128;
/** Programs to keep between states: about 10 MB. */
const MOST_PROGRAMS = 1 << 14;

/** Owned by the analysis of a kernel. A reader calls `filesChanged` before it uses the cache, and `evictIfLarge` afterwards. */
export class ProgramCache {
  private table = new MacroTable();
  private readonly programs = new Map<string, DirectivePrograms>();
  /** The number of condition names when the programs were made: a new one can add steps. */
  private conditionNames = 0;
  /** Names without a definition that programs depend on. */
  private readonly undefinedNames = new Set<NameId>();

  /** @param isWide whether units of very many objects are read; then formulas of their code need `specialise`. */
  constructor(
    readonly kernel: Kernel,
    private readonly store: SummaryStore,
    readonly isWide = false,
  ) {}

  /** The table of the macro numbers in the programs. */
  get macros(): MacroTable {
    return this.table;
  }

  /** The programs of all units with the same flags. */
  of(compilation: Compilation): DirectivePrograms {
    const { architecture, unit, defines } = compilation;
    const module = this.isModule(compilation);
    const key = JSON.stringify([architecture, module, languageOf(unit.path), [...defines]]);
    let programs = this.programs.get(key);
    if (programs === undefined) {
      programs = new DirectivePrograms(
        this.store,
        this.worldOf(compilation),
        this.table,
        this.undefinedNames,
      );
      this.programs.set(key, programs);
    }
    return programs;
  }

  /** Specialises a formula of shared programs to the object of a compilation. */
  specialise(compilation: Compilation, when: Formula): Formula {
    return this.kernel.formulas.replace(when, IS_MODULE, this.moduleWhen(compilation));
  }

  /** Call after files were loaded: evicts all programs if new files can change one. */
  filesChanged(): void {
    const { store } = this;
    const isSame =
      this.conditionNames === store.namesInConditions.size &&
      ![...this.undefinedNames].some((name) => store.definitionsOf(name).length > 0);
    if (!isSame) this.clear();
    this.conditionNames = store.namesInConditions.size;
  }

  /** Call at the end of an architecture: evicts all programs if they are too many to keep for the next state. */
  evictIfLarge(): void {
    const programs = [...this.programs.values()].reduce((sum, { count }) => sum + count, 0);
    if (this.programs.size > MOST_WAYS || programs > MOST_PROGRAMS) this.clear();
  }

  private clear(): void {
    this.programs.clear();
    this.undefinedNames.clear();
    this.table = new MacroTable();
  }

  private moduleWhen({ object, architecture }: Compilation): Formula {
    return this.kernel.narrow(object.moduleWhen, architecture);
  }

  /** The condition under which `MODULE` is defined. */
  private isModule(compilation: Compilation): Formula {
    const when = this.moduleWhen(compilation);
    return this.isWide && when > TRUE ? this.kernel.formulas.variable(IS_MODULE) : when;
  }

  private worldOf(compilation: Compilation): ConditionWorld {
    const { architecture, unit, defines } = compilation;
    return {
      formulas: this.kernel.formulas,
      names: this.store.names,
      configuration: this.kernel.configurationOf(architecture),
      architecture,
      module: this.isModule(compilation),
      assembler: languageOf(unit.path) === 'asm',
      defines,
      valueOf: (summary, item) => this.store.valueOf(summary, item),
    };
  }
}
