// One translation unit on one architecture, seen through its preprocessor: which files it includes, and under which
// condition each region of each file is compiled.

import type { NameId } from '../csource/name-table.js';
import type { Include } from '../csource/summary.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { IncludeTarget } from './closure.js';
import type { ConditionWorld } from './condition-truth.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';
import {
  type FileProgram,
  formulaOf,
  type MacroDefinition,
  type Question,
  STEP_STRIDE,
  Step,
  type UnitPrograms,
  type Where,
} from './unit-program.js';

/** A file as the unit has it. */
export interface FileInstance {
  readonly summary: SummaryIndex;
  readonly path: string;
  readonly program: FileProgram;
  /** Where it is included. */
  when: Formula;
  /** Where the regions count that only the unit decides; null when there are none. */
  slots: Int32Array | null;
  /** Conditions of the regions of its code that were asked for; -1 for the others. */
  code: Int32Array | null;
}

export interface DirectInclude {
  readonly from: string;
  readonly include: Include;
  readonly line: number;
  readonly when: Formula;
  /** The file that it names. */
  readonly path: string;
}

/** Where the files of a unit come from. */
export interface FileLookup {
  readonly start: (path: string) => IncludeTarget | null;
  /** For each include of a file what it names; null where the tree has no such file. */
  readonly targets: (path: string) => readonly (IncludeTarget | null)[];
}

/** `#include` nests this deep at most in gcc (-fmax-include-depth). */
const DEEPEST_INCLUDE = 200;
const NO_DEFINITIONS: readonly MacroDefinition[] = [];

export class UnitView {
  /** Files in the order in which they were first included. */
  readonly files = new Map<SummaryIndex, FileInstance>();
  private readonly macros = new Map<NameId, readonly MacroDefinition[]>();
  /** Headers that are read again with macros for another purpose (include/trace/define_trace.h), and where. */
  readonly reread = new Map<SummaryIndex, Formula>();
  /** Files whose directives are being followed, outermost first. */
  private readonly reading: FileInstance[] = [];
  /** Files that make macros for a second reading: those with a computed include, and what they include. */
  private readonly stages = new Set<SummaryIndex>();
  private staging = 0;
  /** Definitions that were undone after the unit's own code, or a header that is read again, had used them. */
  private readonly undone = new Map<NameId, readonly MacroDefinition[]>();
  private readonly inForce = (name: NameId): readonly MacroDefinition[] => this.definitionsOfMacro(name);

  /** @param includes filled with every `#include` that names a file of the tree, in order; null: nobody asks. */
  constructor(
    private readonly store: SummaryStore,
    private readonly lookup: FileLookup,
    private readonly programs: UnitPrograms,
    readonly includes: DirectInclude[] | null,
  ) {}

  get world(): ConditionWorld {
    return this.programs.world;
  }

  /** Reads the files that the command line includes, then the unit's own. */
  read(forced: readonly string[], path: string): void {
    for (const start of [...forced, path]) {
      const target = this.lookup.start(start);
      if (target !== null) this.enter(target, TRUE, 0);
    }
  }

  /** The definitions of a macro that conditions ask for, after the files read so far. */
  definitionsOfMacro(name: NameId): readonly MacroDefinition[] {
    return this.macros.get(name) ?? NO_DEFINITIONS;
  }

  /** The definitions that are no more in force at the end, but were in the unit's own code. */
  undoneDefinitions(name: NameId): readonly MacroDefinition[] {
    return this.undone.get(name) ?? NO_DEFINITIONS;
  }

  /** Where a region of the preprocessor counts. */
  whenOf({ summary, program, when, slots }: FileInstance, region: number): Formula {
    const where = program.where[this.store.directiveRegions(summary).rank[region] as number] as Where;
    if (where >= 0) return (slots?.[where] ?? FALSE) as Formula;
    return this.world.formulas.and(when, formulaOf(where));
  }

  private enter({ summary: index, path }: IncludeTarget, when: Formula, depth: number): void {
    let file = this.files.get(index);
    let added = when;
    if (file === undefined) {
      file = { summary: index, path, program: this.programs.of(index), when, slots: null, code: null };
      this.files.set(index, file);
    } else if (this.store.get(index).guard >= 0) {
      // The guard's macro is defined by now wherever the file was read before.
      if (file.when === TRUE) return;
      const { formulas } = this.world;
      added = formulas.without(when, file.when);
      if (added === FALSE) return;
      file.when = formulas.or(file.when, added);
    } else file.when = this.world.formulas.or(file.when, when);
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

  /** Goes through the directives of a file in order. */
  private replay(file: FileInstance, when: Formula, depth: number): void {
    const { formulas } = this.world;
    const { steps, definitions, questions } = file.program;
    const here = questions.length === 0 ? null : new Int32Array(questions.length);
    let targets: readonly (IncludeTarget | null)[] | null = null;
    for (let row = 0; row < steps.length; row += STEP_STRIDE) {
      const where = steps[row + 3] as Where;
      const active =
        where >= 0 ? ((here as Int32Array)[where] as Formula) : formulas.and(when, formulaOf(where));
      if (active === FALSE) continue;
      const subject = steps[row + 1] as number;
      switch (steps[row]) {
        case Step.Ask:
          (here as Int32Array)[subject] = this.ask(questions[subject] as Question, active);
          break;
        case Step.Define:
          this.define(steps[row + 2] as NameId, definitions[subject] as readonly [MacroDefinition], active);
          break;
        case Step.Reread:
          this.readAgain(active);
          break;
        case Step.Undefine:
          this.keepOwn(steps[row + 2] as NameId, file);
          this.undefine(steps[row + 2] as NameId, active);
          break;
        case Step.Include: {
          targets ??= this.lookup.targets(file.path);
          const target = targets[subject] ?? null;
          if (target === null) break;
          this.includes?.push(this.directInclude(file, subject, steps[row + 2] as number, active, target));
          this.enter(target, active, depth + 1);
        }
      }
    }
    if (here === null) return;
    const before = file.slots;
    if (before !== null)
      for (let slot = 0; slot < here.length; slot++)
        here[slot] = formulas.or(here[slot] as Formula, before[slot] as Formula);
    file.slots = here;
  }

  private directInclude(
    file: FileInstance,
    subject: number,
    line: number,
    when: Formula,
    { path }: IncludeTarget,
  ): DirectInclude {
    const include = this.store.get(file.summary).includes[subject] as Include;
    return { from: file.path, include, line, when, path };
  }

  private ask({ asked, isElse }: Question, parent: Formula): Formula {
    const truth = this.programs.truthOf(asked, this.inForce);
    return this.world.formulas.and(parent, isElse ? truth.cannot : truth.can);
  }

  private define(name: NameId, alone: readonly [MacroDefinition], when: Formula): void {
    if (when === TRUE) {
      this.macros.set(name, alone);
      return;
    }
    const [{ summary, item }] = alone;
    const definition = { when, summary, item };
    const known = this.macros.get(name);
    this.macros.set(name, known === undefined ? [definition] : [...this.left(known, when), definition]);
  }

  private keepOwn(name: NameId, { summary, path }: FileInstance): void {
    const isOwn = this.store.isOwnCode(summary, path);
    // Inlines of a header that tidies up behind itself have used the name, or a macro that does.
    const isUsed = !isOwn && this.store.tidiesUp(summary);
    if (!isOwn && !isUsed && this.staging === 0) return;
    const known = this.undoneDefinitions(name);
    const used = this.definitionsOfMacro(name).filter(
      (definition) =>
        ((isOwn && definition.summary === summary) || isUsed || this.stages.has(definition.summary)) &&
        !known.some(({ summary: from, item }) => from === definition.summary && item === definition.item),
    );
    if (used.length > 0) this.undone.set(name, [...known, ...used]);
  }

  /** The header that a computed include names: the one that includes the file, past others that do the same. */
  private readAgain(when: Formula): void {
    const header = this.reading.findLast(({ summary }) => !this.stages.has(summary));
    // One with a guard would say nothing the second time.
    if (header === undefined || !header.path.endsWith('.h') || this.store.get(header.summary).guard >= 0)
      return;
    const before = this.reread.get(header.summary) ?? FALSE;
    this.reread.set(header.summary, this.world.formulas.or(before, when));
  }

  private undefine(name: NameId, when: Formula): void {
    const known = this.macros.get(name);
    if (known === undefined) return;
    if (when === TRUE) {
      this.macros.delete(name);
      return;
    }
    this.macros.set(name, this.left(known, when));
  }

  /** What is left of some definitions when their name is undefined under a condition. */
  private left(known: readonly MacroDefinition[], when: Formula): readonly MacroDefinition[] {
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
