// Preprocesses one translation unit for all configurations of one architecture: the files that it includes, and the
// condition of each region of each file.

import { UserError } from '../base/error.js';
import { grown } from '../base/grow.js';
import { isHeader } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import type { Include } from '../csource/summary.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { ConditionWorld } from './condition-truth.js';
import {
  type DirectivePrograms,
  formulaOf,
  type RegionCondition,
  STEP_STRIDE,
  Step,
  StepColumn,
  type Where,
} from './directive-program.js';
import {
  type EnteredPaths,
  type IncludeTargets,
  NO_TARGET,
  type PathNumber,
  type TargetRows,
} from './include-target.js';
import { type FileInstance, type FilePlaces, UnitFiles } from './unit-files.js';
import {
  type Definitions,
  type MacroDefinition,
  type MacroNumber,
  type MacroTable,
  NO_DEFINITIONS,
  UnitMacros,
} from './unit-macros.js';

/** An `#include` that a unit executes. */
export interface DirectInclude {
  readonly from: string;
  readonly include: Include;
  readonly line: number;
  readonly when: Formula;
  /** Path of the included file. */
  readonly path: string;
}

/** The tables that all units of a reader share. */
export interface UnitGround {
  readonly store: SummaryStore;
  readonly targets: IncludeTargets;
  readonly places: FilePlaces;
  readonly macros: MacroTable;
  /** Whether a unit may be queried after another one was read. */
  readonly keepsUnits: boolean;
  readonly entered: EnteredPaths;
}

/** The limit of gcc for nested includes (-fmax-include-depth). */
const DEEPEST_INCLUDE = 200;
/**
 * Files that one unit reads, each counted as often as it is read. Units of the kernel read some thousand. Three headers
 * without guards that include each other would be read 2^200 times before gcc's limit of the depth ends it.
 */
const MOST_READINGS = 100_000;
/** Initial number of slots. */
const FIRST_SLOTS = 1 << 10;

/** Call `read` once, then query. Owned by a `UnitReader`; the macros are those after the last file. */
export class PreprocessedUnit {
  readonly files: UnitFiles;
  /** The files with code that is compiled unconditionally: the roots of the call graph. */
  readonly roots: FileInstance[] = [];
  private readonly macros: UnitMacros;
  /** Headers that are read again with other macros (include/trace/define_trace.h), and the conditions. */
  readonly reread = new Map<SummaryIndex, Formula>();
  /** The stack of open files, outermost first. */
  private readonly reading: FileInstance[] = [];
  /** Files that prepare macros for a second reading: those with a computed include, and the files that they include. */
  private readonly stages = new Set<SummaryIndex>();
  private staging = 0;
  private readings = 0;
  /** Definitions that were undefined after the unit's own code, or a header that is read again, had used them. */
  private readonly undone = new Map<MacroNumber, Definitions>();
  /** The formulas of the regions whose conditions the unit evaluates, by slot. */
  private slotFormulas = new Int32Array(FIRST_SLOTS);
  private slotCount = 0;
  private readonly store: SummaryStore;

  /** @param includes receives every `#include` of a file in the tree, in order; null if they are not needed. */
  constructor(
    private readonly ground: UnitGround,
    private readonly rows: TargetRows,
    private readonly programs: DirectivePrograms,
    readonly includes: DirectInclude[] | null,
  ) {
    this.store = ground.store;
    this.files = new UnitFiles(ground.places);
    this.macros = new UnitMacros(ground.macros, ground.keepsUnits);
  }

  get world(): ConditionWorld {
    return this.programs.world;
  }

  /** Reads the files that the command line includes, then the source. */
  read(forced: readonly string[], path: string): void {
    this.ground.entered.begin();
    for (const start of [...forced, path]) {
      const target = this.ground.targets.numberOf(start);
      if (target !== NO_TARGET) this.enter(target, TRUE, 0);
    }
  }

  /** The definitions of a macro in force after the last file; only for macros that conditions use. */
  definitionsOfMacro(name: NameId): Definitions {
    return this.macros.named(name);
  }

  /** The definitions that are no longer in force at the end, but were in force in the unit's own code. */
  undoneDefinitions(name: NameId): Definitions {
    return this.undone.get(this.ground.macros.numberOf(name)) ?? NO_DEFINITIONS;
  }

  /** The condition of a preprocessor region. */
  whenOf({ summary, program, when, slots }: FileInstance, region: number): Formula {
    const where = program.where[this.store.directiveRegions(summary).rank[region] as number] as Where;
    if (where >= 0) return slots < 0 ? FALSE : (this.slotFormulas[slots + where] as Formula);
    return this.world.formulas.and(when, formulaOf(where));
  }

  private enter(target: PathNumber, when: Formula, depth: number): void {
    const index = this.ground.targets.summaries[target] as SummaryIndex;
    let file = this.files.get(index);
    let added = when;
    if (file === undefined) {
      file = this.newFile(target, index, when);
      this.files.add(file);
      if (file.isOwn || file.program.hasRoots) this.roots.push(file);
    } else if (file.program.isGuarded) {
      // The macro of the guard is defined under the conditions of the earlier inclusions: read the file for the others.
      if (file.when === TRUE) return;
      const { formulas } = this.world;
      added = formulas.without(when, file.when);
      if (added === FALSE) return;
      file.when = formulas.or(file.when, added);
    } else file.when = this.world.formulas.or(file.when, when);
    if (file.when === TRUE && file.program.isGuarded) this.ground.entered.add(target);
    if (depth > DEEPEST_INCLUDE) return;
    this.readings += 1;
    if (this.readings > MOST_READINGS) throw this.endlessIncludes(file.path);
    const isStage = this.staging > 0 || file.program.rereads;
    if (isStage) {
      this.staging++;
      this.stages.add(index);
    }
    this.reading.push(file);
    this.replay(file, added, depth);
    this.reading.pop();
    if (isStage) this.staging--;
  }

  private endlessIncludes(path: string): UserError {
    const unit = this.reading.find(({ isOwn }) => isOwn)?.path ?? path;
    return new UserError(
      'input',
      `${path}: its #includes never end (more than ${MOST_READINGS} in ${unit})`,
      {
        hint: 'No compiler takes it: give the header a guard.',
      },
    );
  }

  private newFile(number: PathNumber, summary: SummaryIndex, when: Formula): FileInstance {
    const { targets } = this.ground;
    const program = this.programs.of(summary);
    const path = targets.paths[number] as string;
    return { summary, path, number, isOwn: targets.isOwnCode(number), program, when, slots: -1, code: null };
  }

  /** Executes the directives of a file in order. */
  private replay(file: FileInstance, when: Formula, depth: number): void {
    const { formulas } = this.world;
    const { steps, definitions, conditions } = file.program;
    const targets = this.rows.of(file.number);
    const here = this.allocate(conditions.length);
    for (let row = 0; row < steps.length; row += STEP_STRIDE) {
      const step = steps[row];
      const subject = steps[row + StepColumn.Subject] as number;
      // A fast path: two of three includes name a header that was read already.
      if (step === Step.Include && this.hasNoEffect(targets[subject] as PathNumber)) continue;
      const where = steps[row + StepColumn.Where] as Where;
      const active =
        where >= 0 ? (this.slotFormulas[here + where] as Formula) : formulas.and(when, formulaOf(where));
      if (active === FALSE) continue;
      switch (step) {
        case Step.Evaluate:
          this.slotFormulas[here + subject] = this.evaluate(conditions[subject] as RegionCondition, active);
          break;
        case Step.Define:
          this.define(
            steps[row + StepColumn.Detail] as MacroNumber,
            definitions[subject] as Definitions,
            active,
          );
          break;
        case Step.Reread:
          this.readAgain(active);
          break;
        case Step.Undefine:
          this.keepOwn(steps[row + StepColumn.Detail] as MacroNumber, file);
          this.undefine(steps[row + StepColumn.Detail] as MacroNumber, active);
          break;
        case Step.Include: {
          const target = targets[subject] as PathNumber;
          this.includes?.push(
            this.directInclude(file, subject, steps[row + StepColumn.Detail] as number, active, target),
          );
          this.enter(target, active, depth + 1);
        }
      }
    }
    if (conditions.length > 0) this.keepSlots(file, here);
  }

  /** Whether an include has no effect and need not be recorded. */
  private hasNoEffect(target: PathNumber): boolean {
    return target === NO_TARGET || (this.includes === null && this.ground.entered.has(target));
  }

  /** Allocates slots, initially FALSE; returns the index of the first one. */
  private allocate(slots: number): number {
    const begin = this.slotCount;
    this.slotCount += slots;
    if (this.slotCount > this.slotFormulas.length) {
      this.slotFormulas = grown(this.slotFormulas, this.slotCount);
    }
    return begin;
  }

  /** Sets the slots of a file; a file that is read twice gets the disjunction of both readings. */
  private keepSlots(file: FileInstance, here: number): void {
    const { slotFormulas } = this;
    if (file.slots >= 0)
      for (let slot = 0; slot < file.program.conditions.length; slot++)
        slotFormulas[here + slot] = this.world.formulas.or(
          slotFormulas[here + slot] as Formula,
          slotFormulas[file.slots + slot] as Formula,
        );
    file.slots = here;
  }

  private directInclude(
    file: FileInstance,
    subject: number,
    line: number,
    when: Formula,
    target: PathNumber,
  ): DirectInclude {
    const include = this.store.get(file.summary).includes[subject] as Include;
    const path = this.ground.targets.paths[target] as string;
    return { from: file.path, include, line, when, path };
  }

  private evaluate({ cached, isElse }: RegionCondition, parent: Formula): Formula {
    const truth = this.programs.truthOf(cached, this.macros);
    return this.world.formulas.and(parent, isElse ? truth.cannot : truth.can);
  }

  /** @param alone the list with the definition, for an unconditional `#define`. */
  private define(macro: MacroNumber, alone: Definitions, when: Formula): void {
    if (when === TRUE) {
      this.macros.set(macro, alone);
      return;
    }
    const [{ summary, item }] = alone as readonly [MacroDefinition];
    const known = this.macros.get(macro);
    this.macros.set(macro, [...this.left(known, when), { when, summary, item }]);
  }

  private keepOwn(macro: MacroNumber, { summary, isOwn }: FileInstance): void {
    const inForce = this.macros.get(macro);
    if (inForce.length === 0) return;
    // The inline functions of a header that undefines names they use have used this name, or a macro with it.
    const isUsed = !isOwn && this.store.undefinesUsedNames(summary);
    if (!isOwn && !isUsed && this.staging === 0) return;
    const known = this.undone.get(macro) ?? NO_DEFINITIONS;
    const used = inForce.filter(
      (definition) =>
        ((isOwn && definition.summary === summary) || isUsed || this.stages.has(definition.summary)) &&
        !known.some(({ summary: from, item }) => from === definition.summary && item === definition.item),
    );
    if (used.length > 0) this.undone.set(macro, [...known, ...used]);
  }

  /** Executes a computed include: it names the innermost open header that is not a stage. */
  private readAgain(when: Formula): void {
    const header = this.reading.findLast(({ summary }) => !this.stages.has(summary));
    // A second reading of a guarded header has no effect.
    if (header === undefined || !isHeader(header.path) || header.program.isGuarded) return;
    const before = this.reread.get(header.summary) ?? FALSE;
    this.reread.set(header.summary, this.world.formulas.or(before, when));
  }

  private undefine(macro: MacroNumber, when: Formula): void {
    const known = this.macros.get(macro);
    if (known.length > 0) this.macros.set(macro, when === TRUE ? NO_DEFINITIONS : this.left(known, when));
  }

  /** The definitions that remain in force after their name was undefined under a condition. */
  private left(known: Definitions, when: Formula): Definitions {
    const { formulas } = this.world;
    const cannot = formulas.not(when);
    const left: MacroDefinition[] = [];
    for (const definition of known) {
      const rest = formulas.and(definition.when, cannot);
      if (rest === definition.when) left.push(definition);
      else if (rest !== FALSE) left.push({ when: rest, summary: definition.summary, item: definition.item });
    }
    return left;
  }
}
