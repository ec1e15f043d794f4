// One translation unit on one architecture, seen through its preprocessor: which files it includes, and under which
// condition each region of each file is compiled.

import type { Condition } from '../csource/condition.js';
import type { NameId } from '../csource/name-table.js';
import type { Include } from '../csource/summary.js';
import { EVENT_STRIDE, EventKind, ITEM_STRIDE, REGION_STRIDE, RegionKind } from '../csource/summary.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { ConditionWorld, Truth } from './condition-truth.js';
import { truthOf } from './condition-truth.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';

/** A file as the unit has it. */
export interface FileInstance {
  readonly summary: SummaryIndex;
  readonly path: string;
  /** Where it is included. */
  when: Formula;
  /** Condition of each region; -1 where it was not asked for yet. */
  readonly regions: Int32Array;
}

export interface DirectInclude {
  readonly from: string;
  readonly include: Include;
  readonly line: number;
  readonly when: Formula;
  /** The file that it names. */
  readonly path: string;
}

/** A definition of a macro that was not undefined or redefined (yet). */
export interface MacroDefinition {
  readonly when: Formula;
  readonly summary: SummaryIndex;
  readonly item: number;
}

/** Where the files of a unit come from. */
export interface FileLookup {
  /** The path that an include names; null when the tree has no such file. */
  readonly resolve: (include: Include, includer: string) => string | null;
  /** The summary of a path; undefined when the tree has no such file. */
  readonly summaryAt: (path: string) => SummaryIndex | undefined;
}

/** `#include` nests this deep at most in gcc (-fmax-include-depth). */
const DEEPEST_INCLUDE = 200;
const UNASKED = -1;

export class UnitView {
  /** Files in the order in which they were first included. */
  readonly files = new Map<SummaryIndex, FileInstance>();
  /** Every `#include` that names a file of the tree, in the order in which they are read. */
  readonly includes: DirectInclude[] = [];
  /** Truths of conditions on which no `#define` bears. */
  private readonly lasting = new Map<Condition, Truth>();
  private readonly macros = new Map<NameId, readonly MacroDefinition[]>();

  constructor(
    private readonly store: SummaryStore,
    private readonly lookup: FileLookup,
    readonly world: ConditionWorld,
  ) {}

  /** Reads the files that the command line includes, then the unit's own. */
  read(forced: readonly string[], path: string): void {
    for (const header of forced) this.enter(header, TRUE, 0);
    this.enter(path, TRUE, 0);
  }

  /** The definitions of a macro that conditions ask for, after the files read so far. */
  definitionsOfMacro(name: NameId): readonly MacroDefinition[] {
    return this.macros.get(name) ?? [];
  }

  private enter(path: string, when: Formula, depth: number): void {
    const { formulas } = this.world;
    const index = this.lookup.summaryAt(path);
    if (index === undefined || depth > DEEPEST_INCLUDE) return;
    const summary = this.store.get(index);
    let file = this.files.get(index);
    let added = when;
    if (file === undefined) {
      const regions = new Int32Array(summary.regions.length / REGION_STRIDE).fill(UNASKED);
      file = { summary: index, path, when, regions };
      this.files.set(index, file);
    } else if (summary.guard >= 0) {
      // The guard's macro is defined by now wherever the file was read before.
      added = formulas.without(when, file.when);
      if (added === FALSE) return;
      file.when = formulas.or(file.when, added);
    } else file.when = formulas.or(file.when, when);
    this.replay(file, added, depth);
  }

  /** Goes through the directives of a file in order. */
  private replay(file: FileInstance, when: Formula, depth: number): void {
    const { formulas } = this.world;
    const summary = this.store.get(file.summary);
    const { events, regions } = summary;
    const here = new Int32Array(file.regions.length).fill(UNASKED);
    here[0] = when;
    for (let row = 0; row < events.length; row += EVENT_STRIDE) {
      const region = events[row + 2] as number;
      if (events[row] === EventKind.Enter) {
        here[region] = this.ask(file, regions, region, here);
        continue;
      }
      const active = here[region] as Formula;
      if (active <= FALSE) continue;
      const subject = events[row + 1] as number;
      switch (events[row]) {
        case EventKind.Define:
          this.define(file.summary, subject, active);
          break;
        case EventKind.Undefine:
          this.undefine(subject, active);
          break;
        case EventKind.Include:
          this.include(file, summary.includes[subject] as Include, events[row + 3] as number, active, depth);
      }
    }
    for (let region = 0; region < here.length; region++) {
      const now = here[region] as number;
      if (now < 0) continue;
      const before = file.regions[region] as number;
      file.regions[region] = before < 0 ? now : formulas.or(before as Formula, now as Formula);
    }
  }

  private ask(file: FileInstance, regions: Int32Array, region: number, here: Int32Array): Formula {
    const row = region * REGION_STRIDE;
    const parent = here[regions[row + 1] as number] as Formula;
    if (parent <= FALSE) return FALSE;
    // The include guard: a second reading under other conditions starts anew.
    if (region === this.store.get(file.summary).guardRegion) return parent;
    const condition = this.store.conditionAt(file.summary, regions[row + 2] as number);
    const truth = this.truthOf(condition);
    return this.world.formulas.and(parent, regions[row] === RegionKind.If ? truth.can : truth.cannot);
  }

  private truthOf(condition: Condition): Truth {
    const known = this.lasting.get(condition);
    if (known !== undefined) return known;
    let lasts = true;
    const truth = truthOf(condition, this.world, (name) => {
      // What no file defines (`__ASSEMBLY__`) is the same at every place.
      lasts &&= this.store.definitionsOf(name).length === 0;
      return this.definitionsOfMacro(name);
    });
    if (lasts) this.lasting.set(condition, truth);
    return truth;
  }

  private include(file: FileInstance, include: Include, line: number, when: Formula, depth: number): void {
    // A computed include (`#include TRACE_INCLUDE(x)`) names a header that the unit has read already, or a generated one.
    if (include.form === 'macro') return;
    const path = this.lookup.resolve(include, file.path);
    if (path === null) return;
    this.includes.push({ from: file.path, include, line, when, path });
    this.enter(path, when, depth + 1);
  }

  private define(summary: SummaryIndex, item: number, when: Formula): void {
    const name = this.store.get(summary).items[item * ITEM_STRIDE + 2] as number;
    if (!this.store.asked.has(name)) return;
    this.undefine(name, when);
    const definition = { when, summary, item };
    const others = this.macros.get(name);
    this.macros.set(name, others === undefined ? [definition] : [...others, definition]);
  }

  private undefine(name: NameId, when: Formula): void {
    const known = this.macros.get(name);
    if (known === undefined) return;
    const { formulas } = this.world;
    const kept = known.flatMap((definition) => {
      const rest = formulas.without(definition.when, when);
      return rest === FALSE ? [] : [{ ...definition, when: rest }];
    });
    this.macros.set(name, kept);
  }
}
