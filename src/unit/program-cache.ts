// The programs of a kernel's files for each way in which units are compiled. The states of a series have nearly all files
// in common, so that they are kept from one to the next.

import { languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import { type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { Compilation } from './compilation.js';
import type { ConditionWorld } from './condition-truth.js';
import { DirectivePrograms } from './directive-program.js';
import { MacroTable } from './unit-macros.js';

/** Stands for "is built as a module" where thousands of objects, each with a condition of its own, share programs. */
const IS_MODULE = 'is:module';
/** Ways of compiling that are kept: those of some modules on all architectures. A wide question has more on each. */
const MOST_WAYS = 128;
/** Programs kept: some 10 MB. */
const MOST_PROGRAMS = 1 << 14;

export class ProgramCache {
  private table = new MacroTable();
  private readonly programs = new Map<string, DirectivePrograms>();
  /** How many names conditions asked for when the programs were made. */
  private asked = 0;
  /** Names that no file defined when conditions were settled for good. */
  private readonly undefinedNames = new Set<NameId>();

  /** @param isWide whether units of very many objects are read: then their conditions have to be `settled`. */
  constructor(
    readonly kernel: Kernel,
    private readonly store: SummaryStore,
    readonly isWide = false,
  ) {}

  /** What the programs number macros by. */
  get macros(): MacroTable {
    return this.table;
  }

  /** The programs of all units that are compiled in the same way. */
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

  /** A condition of a unit as its object has it. */
  settled(compilation: Compilation, when: Formula): Formula {
    return this.kernel.formulas.replace(when, IS_MODULE, this.moduleWhen(compilation));
  }

  /** Files came: drops what would be another program with them. */
  filesChanged(): void {
    const { store } = this;
    const isSame =
      this.asked === store.asked.size &&
      ![...this.undefinedNames].some((name) => store.definitionsOf(name).length > 0);
    if (!isSame) this.clear();
    this.asked = store.asked.size;
  }

  /** An architecture is done: keeps its programs for the next state when they are not too many. */
  rest(): void {
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

  /** Where the code is that of a module, as conditions ask (`#ifdef MODULE`). */
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
