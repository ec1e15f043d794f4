// One translation unit on one architecture, seen through its preprocessor: which files it includes, and under which
// condition each region of each file is compiled.

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
  type Question,
  STEP_STRIDE,
  Step,
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

export interface DirectInclude {
  readonly from: string;
  readonly include: Include;
  readonly line: number;
  readonly when: Formula;
  /** The file that it names. */
  readonly path: string;
}

/** What the units of a reader have in common. */
export interface UnitGround {
  readonly store: SummaryStore;
  readonly targets: IncludeTargets;
  readonly places: FilePlaces;
  readonly macros: MacroTable;
  /** Whether a unit may be asked for something once another one was read. */
  readonly isAskedLater: boolean;
  readonly entered: EnteredPaths;
}

/** `#include` nests this deep at most in gcc (-fmax-include-depth). */
const DEEPEST_INCLUDE = 200;
/** Answers of a unit's conditions; more are made room for. */
const FIRST_ANSWERS = 1 << 10;

export class PreprocessedUnit {
  readonly files: UnitFiles;
  /** Those that have code which is compiled whether anything names it or not. */
  readonly roots: FileInstance[] = [];
  private readonly macros: UnitMacros;
  /** Headers that are read again with macros for another purpose (include/trace/define_trace.h), and where. */
  readonly reread = new Map<SummaryIndex, Formula>();
  /** Files whose directives are being followed, outermost first. */
  private readonly reading: FileInstance[] = [];
  /** Files that make macros for a second reading: those with a computed include, and what they include. */
  private readonly stages = new Set<SummaryIndex>();
  private staging = 0;
  /** Definitions that were undone after the unit's own code, or a header that is read again, had used them. */
  private readonly undone = new Map<MacroNumber, Definitions>();
  /** Where the regions count that only the unit decides, by slot. */
  private answers = new Int32Array(FIRST_ANSWERS);
  private answerCount = 0;
  private readonly store: SummaryStore;

  /** @param includes filled with every `#include` that names a file of the tree, in order; null: nobody asks. */
  constructor(
    private readonly ground: UnitGround,
    private readonly rows: TargetRows,
    private readonly programs: DirectivePrograms,
    readonly includes: DirectInclude[] | null,
  ) {
    this.store = ground.store;
    this.files = new UnitFiles(ground.places);
    this.macros = new UnitMacros(ground.macros, ground.isAskedLater);
  }

  get world(): ConditionWorld {
    return this.programs.world;
  }

  /** Reads the files that the command line includes, then the unit's own. */
  read(forced: readonly string[], path: string): void {
    this.ground.entered.begin();
    for (const start of [...forced, path]) {
      const target = this.ground.targets.numberOf(start);
      if (target !== NO_TARGET) this.enter(target, TRUE, 0);
    }
  }

  /** The definitions of a macro that conditions ask for, after the files read so far. */
  definitionsOfMacro(name: NameId): Definitions {
    return this.macros.named(name);
  }

  /** The definitions that are no more in force at the end, but were in the unit's own code. */
  undoneDefinitions(name: NameId): Definitions {
    return this.undone.get(this.ground.macros.numberOf(name)) ?? NO_DEFINITIONS;
  }

  /** Where a region of the preprocessor counts. */
  whenOf({ summary, program, when, slots }: FileInstance, region: number): Formula {
    const where = program.where[this.store.directiveRegions(summary).rank[region] as number] as Where;
    if (where >= 0) return slots < 0 ? FALSE : (this.answers[slots + where] as Formula);
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
      // The guard's macro is defined by now wherever the file was read before.
      if (file.when === TRUE) return;
      const { formulas } = this.world;
      added = formulas.without(when, file.when);
      if (added === FALSE) return;
      file.when = formulas.or(file.when, added);
    } else file.when = this.world.formulas.or(file.when, when);
    if (file.when === TRUE && file.program.isGuarded) this.ground.entered.add(target);
    if (depth > DEEPEST_INCLUDE) return;
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

  private newFile(number: PathNumber, summary: SummaryIndex, when: Formula): FileInstance {
    const { targets } = this.ground;
    const program = this.programs.of(summary);
    const path = targets.paths[number] as string;
    return { summary, path, number, isOwn: targets.isOwnCode(number), program, when, slots: -1, code: null };
  }

  /** Goes through the directives of a file in order. */
  private replay(file: FileInstance, when: Formula, depth: number): void {
    const { formulas } = this.world;
    const { steps, definitions, questions } = file.program;
    const targets = this.rows.of(file.number);
    const here = this.roomFor(questions.length);
    for (let row = 0; row < steps.length; row += STEP_STRIDE) {
      const step = steps[row];
      const subject = steps[row + 1] as number;
      // Two of three includes name a header that was read already.
      if (step === Step.Include && this.saysNothing(targets[subject] as PathNumber)) continue;
      const where = steps[row + 3] as Where;
      const active =
        where >= 0 ? (this.answers[here + where] as Formula) : formulas.and(when, formulaOf(where));
      if (active === FALSE) continue;
      switch (step) {
        case Step.Ask:
          this.answers[here + subject] = this.ask(questions[subject] as Question, active);
          break;
        case Step.Define:
          this.define(steps[row + 2] as MacroNumber, definitions[subject] as Definitions, active);
          break;
        case Step.Reread:
          this.readAgain(active);
          break;
        case Step.Undefine:
          this.keepOwn(steps[row + 2] as MacroNumber, file);
          this.undefine(steps[row + 2] as MacroNumber, active);
          break;
        case Step.Include: {
          const target = targets[subject] as PathNumber;
          this.includes?.push(this.directInclude(file, subject, steps[row + 2] as number, active, target));
          this.enter(target, active, depth + 1);
        }
      }
    }
    if (questions.length > 0) this.keepAnswers(file, here);
  }

  /** Whether an include changes nothing and nobody wants to know of it. */
  private saysNothing(target: PathNumber): boolean {
    return target === NO_TARGET || (this.includes === null && this.ground.entered.has(target));
  }

  /** Where the answers to some questions go: FALSE at first. */
  private roomFor(questions: number): number {
    const begin = this.answerCount;
    this.answerCount += questions;
    if (this.answerCount > this.answers.length) {
      this.answers = grown(this.answers, this.answerCount);
    }
    return begin;
  }

  /** A region counts where it did at one of the readings. */
  private keepAnswers(file: FileInstance, here: number): void {
    const { answers } = this;
    if (file.slots >= 0)
      for (let slot = 0; slot < file.program.questions.length; slot++)
        answers[here + slot] = this.world.formulas.or(
          answers[here + slot] as Formula,
          answers[file.slots + slot] as Formula,
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

  private ask({ asked, isElse }: Question, parent: Formula): Formula {
    const truth = this.programs.truthOf(asked, this.macros);
    return this.world.formulas.and(parent, isElse ? truth.cannot : truth.can);
  }

  /** @param alone the definition as it is in force where it always counts. */
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
    // Inlines of a header that tidies up behind itself have used the name, or a macro that does.
    const isUsed = !isOwn && this.store.tidiesUp(summary);
    if (!isOwn && !isUsed && this.staging === 0) return;
    const known = this.undone.get(macro) ?? NO_DEFINITIONS;
    const used = inForce.filter(
      (definition) =>
        ((isOwn && definition.summary === summary) || isUsed || this.stages.has(definition.summary)) &&
        !known.some(({ summary: from, item }) => from === definition.summary && item === definition.item),
    );
    if (used.length > 0) this.undone.set(macro, [...known, ...used]);
  }

  /** The header that a computed include names: the one that includes the file, past others that do the same. */
  private readAgain(when: Formula): void {
    const header = this.reading.findLast(({ summary }) => !this.stages.has(summary));
    // One with a guard would say nothing the second time.
    if (header === undefined || !isHeader(header.path) || header.program.isGuarded) return;
    const before = this.reread.get(header.summary) ?? FALSE;
    this.reread.set(header.summary, this.world.formulas.or(before, when));
  }

  private undefine(macro: MacroNumber, when: Formula): void {
    const known = this.macros.get(macro);
    if (known.length > 0) this.macros.set(macro, when === TRUE ? NO_DEFINITIONS : this.left(known, when));
  }

  /** What is left of some definitions when their name is undefined under a condition. */
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
