// The directives of a file as one way of compiling has them: what its configuration decides is decided once, for all units
// that are compiled so. What is left is what the files read before can change.
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

export const Step = {
  /** Row: [Define, index into `definitions`, number of the macro, where] */
  Define: 0,
  /** Row: [Undefine, 0, number of the macro, where] */
  Undefine: 1,
  /** Row: [Include, index into the summary's includes, line, where] */
  Include: 2,
  /** Row: [Ask, slot, 0, where the parent is]: the condition of a region is asked here. */
  Ask: 3,
  /** Row: [Reread, 0, 0, where]: a computed include reads the header again that led here. */
  Reread: 4,
} as const;
export const STEP_STRIDE = 4;

/**
 * Where a region counts, as one number: a slot that the unit fills, or (below 0) `-1 - formula`, to be joined with where the
 * file is included.
 */
export type Where = number;

export const settledAt = (formula: Formula): Where => -1 - formula;
export const formulaOf = (where: Where): Formula => (-1 - where) as Formula;

export interface FileProgram {
  readonly steps: Int32Array;
  /** Alone in its list: what is in force after a `#define` that always counts. */
  readonly definitions: readonly (readonly [MacroDefinition])[];
  /** For each region of the preprocessor, by its rank in the file, where it counts. */
  readonly where: Int32Array;
  /** For each slot, what is asked there. */
  readonly questions: readonly Question[];
  /** Whether it has a computed include. */
  readonly rereads: boolean;
  /** Whether it has an include guard. */
  readonly isGuarded: boolean;
  /** Whether it has code that is compiled in each unit that includes it as a header. */
  readonly hasRoots: boolean;
}

/** What a condition came to, and the definitions that it was asked with; used again for another answer. */
interface KnownTruth {
  readonly macros: MacroNumber[];
  readonly definitions: Definitions[];
  /** How many of these count. */
  count: number;
  truth: Truth;
}

/** A condition that units are asked, wherever it stands. */
export interface Asked {
  readonly condition: Condition;
  /** Its truth when no `#define` of any file bears on it; null when one does. */
  readonly lasting: Truth | null;
  /** What it came to the last time. */
  last: KnownTruth | null;
  /** What it came to before that: many conditions ask for a macro that half of all units define. */
  earlier: KnownTruth | null;
}

const NO_TRUTH: Truth = { can: FALSE, cannot: FALSE };

export interface Question {
  readonly asked: Asked;
  /** Whether the region counts where the condition does not hold. */
  readonly isElse: boolean;
}

/** Programs of the files of units that are compiled in the same way. */
export class DirectivePrograms {
  private readonly programs: (FileProgram | null)[];
  private readonly asked = new Map<Condition, Asked>();
  /** How many there are. */
  count = 0;

  /** @param undefinedNames is given the names that lasting truths rely on: a file that defines one ends them. */
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
    // Files that came after this was made.
    while (this.programs.length <= index) this.programs.push(null);
    const program = this.compile(index);
    this.programs[index] = program;
    this.count++;
    return program;
  }

  /**
   * The truth of a condition where a unit has read so far. Units mostly come to a place with the same definitions: the
   * lists that are in force are then the very same ones.
   */
  truthOf(asked: Asked, inForce: UnitMacros): Truth {
    if (asked.lasting !== null) return asked.lasting;
    const { last, earlier } = asked;
    const rows = inForce.rows();
    if (last !== null && holds(last, rows)) return last.truth;
    asked.last = earlier;
    asked.earlier = last;
    if (earlier !== null && holds(earlier, rows)) return earlier.truth;
    asked.last = this.known(asked.condition, inForce, earlier);
    return asked.last.truth;
  }

  /** Asks a condition. @param used an answer that nobody needs any more. */
  private known(condition: Condition, inForce: UnitMacros, used: KnownTruth | null): KnownTruth {
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

  private askedOf(condition: Condition): Asked {
    let asked = this.asked.get(condition);
    if (asked === undefined) {
      let lasts = true;
      const names: NameId[] = [];
      const truth = truthOf(condition, this.world, (name) => {
        // What no file defines (`__ASSEMBLY__`) is the same at every place.
        lasts &&= this.store.definitionsOf(name).length === 0;
        names.push(name);
        return [];
      });
      if (lasts) for (const name of names) this.undefinedNames.add(name);
      asked = { condition, lasting: lasts ? truth : null, last: null, earlier: null };
      this.asked.set(condition, asked);
    }
    return asked;
  }

  private compile(index: SummaryIndex): FileProgram {
    const summary = this.store.get(index);
    const events = this.store.eventsThatCount(index);
    const { where, questions } = this.regionsOf(index);
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
              Step.Ask,
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
          // A computed include (`#include TRACE_INCLUDE(x)`) names a header that the unit has read already, or a generated one.
          if (summary.includes[subject]?.form === 'macro') {
            steps.push(Step.Reread, 0, 0, at);
            rereads = true;
          } else steps.push(Step.Include, subject, events[row + EventColumn.Line] as number, at);
      }
    }
    const isGuarded = summary.guard >= 0;
    const hasRoots = this.store.solidItems(index).some((item) => isRoot(summary, item));
    return { steps: Int32Array.from(steps), definitions, where, questions, rereads, isGuarded, hasRoots };
  }

  private regionsOf(index: SummaryIndex): Pick<FileProgram, 'where' | 'questions'> {
    const { regions, guardRegion } = this.store.get(index);
    const { formulas } = this.world;
    const { list, rank } = this.store.directiveRegions(index);
    const where = new Int32Array(list.length);
    where[0] = settledAt(TRUE);
    const questions: Question[] = [];
    for (let i = 1; i < list.length; i++) {
      const region = list[i] as number;
      const row = region * REGION_STRIDE;
      const parent = where[rank[regions[row + RegionColumn.Parent] as number] as number] as Where;
      // The include guard: a second reading under other conditions starts anew.
      if (region === guardRegion || parent === settledAt(FALSE)) {
        where[i] = parent;
        continue;
      }
      const asked = this.askedOf(
        this.store.conditionAt(index, regions[row + RegionColumn.Subject] as number),
      );
      const isElse = regions[row] !== RegionKind.If;
      const holds = isElse ? asked.lasting?.cannot : asked.lasting?.can;
      if (holds === FALSE) where[i] = settledAt(FALSE);
      else if (parent < 0 && holds !== undefined)
        where[i] = settledAt(formulas.and(formulaOf(parent), holds));
      else where[i] = questions.push({ asked, isElse }) - 1;
    }
    return { where, questions };
  }
}

/** Whether a condition would be asked with the same definitions again. */
const holds = ({ macros, definitions, count }: KnownTruth, inForce: readonly Definitions[]): boolean => {
  for (let i = 0; i < count; i++) if (inForce[macros[i] as MacroNumber] !== definitions[i]) return false;
  return true;
};

/** In a header an invocation mostly declares, and what is static is there for those that name it. */
const isRoot = (summary: Summary, item: number): boolean =>
  kindOf(summary, item) !== ItemKind.Invocation && (flagsOf(summary, item) & ItemFlag.Static) === 0;
