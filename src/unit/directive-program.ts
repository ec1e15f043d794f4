// The directives of a file, partially evaluated for one set of compile flags. The configuration is evaluated once for all
// units with these flags; a program contains only the steps whose effect depends on the files that were read before.
import type { Condition } from '../csource/condition.js';
import type { NameId } from '../csource/name-table.js';
import {
  EVENT_STRIDE,
  EventColumn,
  EventKind,
  ItemFlag,
  ItemKind,
  REGION_STRIDE,
  RegionColumn,
  RegionKind,
  type Summary,
} from '../csource/summary.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import { flagsOf, kindOf, nameOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { type ConditionWorld, type Truth, truthOf } from './condition-truth.js';
import type { Definitions, MacroDefinition, MacroNumber, MacroTable, UnitMacros } from './unit-macros.js';

/** Columns of `steps`; `Step` says what the subject and the detail are. */
export const StepColumn = { Kind: 0, Subject: 1, Detail: 2, Where: 3 } as const;
/** Kinds of steps. `where` is the condition of the step, see `Where`. */
export const Step = {
  /** Row: [Define, index into `definitions`, number of the macro, where] */
  Define: 0,
  /** Row: [Undefine, 0, number of the macro, where] */
  Undefine: 1,
  /** Row: [Include, index into the summary's includes, line, where] */
  Include: 2,
  /** Row: [Evaluate, slot, 0, where the parent is]: evaluate the condition of a region and store it in the slot. */
  Evaluate: 3,
  /** Row: [Reread, 0, 0, where]: a computed include reads the including header again. */
  Reread: 4,
} as const;
export const STEP_STRIDE = 4;

/**
 * The condition of a region as one number: a slot whose formula the unit computes, or (below 0) `-1 - formula`, which has
 * to be combined with the condition of the file.
 */
export type Where = number;

const settledAt = (formula: Formula): Where => -1 - formula;
export const formulaOf = (where: Where): Formula => (-1 - where) as Formula;

/** The program of one file for one set of compile flags. Immutable. */
export interface FileProgram {
  readonly steps: Int32Array;
  /** One list per `#define`: the definitions in force after an unconditional one. */
  readonly definitions: readonly (readonly [MacroDefinition])[];
  /** For each preprocessor region, by its rank in the file, its condition. */
  readonly where: Int32Array;
  /** For each slot, the condition to evaluate. */
  readonly conditions: readonly RegionCondition[];
  /** Whether it has a computed include. */
  readonly rereads: boolean;
  /** Whether it has an include guard. */
  readonly isGuarded: boolean;
  /** Whether each unit that includes it as a header compiles code of it. */
  readonly hasRoots: boolean;
}

/** A cached truth, with the definitions that it depends on. Mutable: `DirectivePrograms` reuses the object. */
interface CachedTruth {
  readonly macros: MacroNumber[];
  readonly definitions: Definitions[];
  /** The number of valid elements in both lists. */
  count: number;
  truth: Truth;
}

/** A condition with its last truths; equal conditions share it. Owned by `DirectivePrograms`. */
export interface CachedCondition {
  readonly condition: Condition;
  /** Its truth if no file defines one of its names; else null. */
  readonly lasting: Truth | null;
  /** The truth of the last evaluation. */
  last: CachedTruth | null;
  /** The truth before that: many conditions depend on a macro that half of all units define. */
  earlier: CachedTruth | null;
}

const NO_TRUTH: Truth = { can: FALSE, cannot: FALSE };

/** The condition of a region. */
export interface RegionCondition {
  readonly cached: CachedCondition;
  /** Whether the region is compiled where the condition is false. */
  readonly isElse: boolean;
}

/** The programs of all files for one set of compile flags, made on demand. Owned by a `ProgramCache`. */
export class DirectivePrograms {
  private readonly programs: (FileProgram | null)[];
  private readonly cached = new Map<Condition, CachedCondition>();
  /** The number of programs. */
  count = 0;

  /** @param undefinedNames receives the names that lasting truths depend on: a file that defines one invalidates them. */
  constructor(
    private readonly store: SummaryStore,
    readonly world: ConditionWorld,
    private readonly macros: MacroTable,
    private readonly undefinedNames: Set<NameId>,
  ) {
    this.programs = store.summaries.map(() => null);
  }

  of(index: SummaryIndex): FileProgram {
    return this.programs[index] ?? this.add(index);
  }

  private add(index: SummaryIndex): FileProgram {
    // Files that were loaded after this object was made.
    while (this.programs.length <= index) this.programs.push(null);
    const program = this.compile(index);
    this.programs[index] = program;
    this.count++;
    return program;
  }

  /**
   * The truth of a condition after the files that a unit has read so far. Units mostly reach a place with the same
   * definitions in force: then their lists are identical, and a cached truth is valid.
   */
  truthOf(cached: CachedCondition, inForce: UnitMacros): Truth {
    if (cached.lasting !== null) return cached.lasting;
    const { last, earlier } = cached;
    const rows = inForce.rows();
    if (last !== null && holds(last, rows)) return last.truth;
    cached.last = earlier;
    cached.earlier = last;
    if (earlier !== null && holds(earlier, rows)) return earlier.truth;
    cached.last = this.known(cached.condition, inForce, earlier);
    return cached.last.truth;
  }

  /** Evaluates a condition. @param used an object to overwrite. */
  private known(condition: Condition, inForce: UnitMacros, used: CachedTruth | null): CachedTruth {
    const known = used ?? { macros: [], definitions: [], count: 0, truth: NO_TRUTH };
    known.count = 0;
    known.truth = truthOf(condition, this.world, (name) => {
      const number = this.macros.numberOf(name);
      const found = inForce.get(number);
      known.macros[known.count] = number;
      known.definitions[known.count++] = found;
      return found;
    });
    return known;
  }

  private cachedOf(condition: Condition): CachedCondition {
    let cached = this.cached.get(condition);
    if (cached === undefined) {
      let lasts = true;
      const names: NameId[] = [];
      const truth = truthOf(condition, this.world, (name) => {
        // A name that no file defines (`__ASSEMBLY__`) has the same value at every place.
        lasts &&= this.store.definitionsOf(name).length === 0;
        names.push(name);
        return [];
      });
      if (lasts) for (const name of names) this.undefinedNames.add(name);
      cached = { condition, lasting: lasts ? truth : null, last: null, earlier: null };
      this.cached.set(condition, cached);
    }
    return cached;
  }

  private compile(index: SummaryIndex): FileProgram {
    const summary = this.store.get(index);
    const events = this.store.eventsThatCount(index);
    const { where, conditions } = this.regionsOf(index);
    const { rank } = this.store.directiveRegions(index);
    const steps: number[] = [];
    const definitions: (readonly [MacroDefinition])[] = [];
    let rereads = false;
    for (let row = 0; row < events.length; row += EVENT_STRIDE) {
      const subject = events[row + EventColumn.Subject] as number;
      const region = events[row + EventColumn.Region] as number;
      const at = where[rank[region] as number] as Where;
      if (at === settledAt(FALSE)) continue;
      switch (events[row]) {
        case EventKind.Enter:
          if (at >= 0)
            steps.push(
              Step.Evaluate,
              at,
              0,
              where[
                rank[summary.regions[region * REGION_STRIDE + RegionColumn.Parent] as number] as number
              ] as Where,
            );
          break;
        case EventKind.Define: {
          const name = nameOf(summary, subject);
          steps.push(Step.Define, definitions.length, this.macros.numberOf(name), at);
          definitions.push([{ when: TRUE, summary: index, item: subject }]);
          break;
        }
        case EventKind.Undefine:
          steps.push(Step.Undefine, 0, this.macros.numberOf(subject), at);
          break;
        case EventKind.Include:
          // A computed include (`#include TRACE_INCLUDE(x)`) names a generated header or one that the unit has read already.
          if (summary.includes[subject]?.form === 'macro') {
            steps.push(Step.Reread, 0, 0, at);
            rereads = true;
          } else steps.push(Step.Include, subject, events[row + EventColumn.Line] as number, at);
      }
    }
    const isGuarded = summary.guard >= 0;
    const hasRoots = this.store.solidItems(index).some((item) => isRoot(summary, item));
    return { steps: Int32Array.from(steps), definitions, where, conditions, rereads, isGuarded, hasRoots };
  }

  private regionsOf(index: SummaryIndex): Pick<FileProgram, 'where' | 'conditions'> {
    const { regions, guardRegion } = this.store.get(index);
    const { formulas } = this.world;
    const { list, rank } = this.store.directiveRegions(index);
    const where = new Int32Array(list.length);
    where[0] = settledAt(TRUE);
    const conditions: RegionCondition[] = [];
    for (let i = 1; i < list.length; i++) {
      const region = list[i] as number;
      const row = region * REGION_STRIDE;
      const parent = where[rank[regions[row + RegionColumn.Parent] as number] as number] as Where;
      // The condition of an include guard is ignored: `PreprocessedUnit` handles a second inclusion.
      if (region === guardRegion || parent === settledAt(FALSE)) {
        where[i] = parent;
        continue;
      }
      const cached = this.cachedOf(
        this.store.conditionAt(index, regions[row + RegionColumn.Subject] as number),
      );
      const isElse = regions[row] !== RegionKind.If;
      const holds = isElse ? cached.lasting?.cannot : cached.lasting?.can;
      if (holds === FALSE) where[i] = settledAt(FALSE);
      else if (parent < 0 && holds !== undefined)
        where[i] = settledAt(formulas.and(formulaOf(parent), holds));
      else where[i] = conditions.push({ cached, isElse }) - 1;
    }
    return { where, conditions };
  }
}

/** Whether the definitions that a cached truth depends on are in force. */
const holds = ({ macros, definitions, count }: CachedTruth, inForce: readonly Definitions[]): boolean => {
  for (let i = 0; i < count; i++) if (inForce[macros[i] as MacroNumber] !== definitions[i]) return false;
  return true;
};

/** Whether a header's item is compiled unconditionally: invocations mostly declare, and static code is compiled only if used. */
const isRoot = (summary: Summary, item: number): boolean =>
  kindOf(summary, item) !== ItemKind.Invocation && (flagsOf(summary, item) & ItemFlag.Static) === 0;
