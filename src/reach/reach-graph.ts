// The name graph of one unit, kept so that `explain` can search it backwards from a symbol to the code that needs it.

import type { EdgeKind } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind } from '../csource/summary.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';
import { flagsOf, kindOf, nameOf } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { Definition, UnitRegions } from '../unit/unit-region.js';
import type { ReachObserver, ReachStep } from './reach-step.js';

/** A path in the name graph from the unit's own code to a symbol. */
export interface NamePath {
  /** In order. The first starts in a function, initialiser or invocation; each refers to the body where the next starts. */
  readonly steps: readonly ReachStep[];
  /** The name to which the last step refers when that name implies the symbol (a tracepoint); otherwise null. */
  readonly implying: NameId | null;
  /** Condition under which all steps are taken. */
  readonly when: Formula;
}

/** A suffix of a path: a step, and the steps after it. */
interface Node {
  readonly step: ReachStep;
  readonly next: Node | null;
  readonly implying: NameId | null;
  readonly when: Formula;
}

const itemKey = ({ summary, item }: Definition): string => `${summary}.${item}`;

const stepKey = ({ from, place, through, isFunction, lookup }: ReachStep): string =>
  [itemKey(from), place.line, isFunction, lookup?.kind ?? '', ...through.map(itemKey)].join(' ');

/**
 * The steps of one search (`Reach`), by the name to which they refer. Two steps of one place are one step, under either
 * condition. Owned by the explanation of one unit.
 */
export class ReachGraph implements ReachObserver {
  /** By the name to which they refer. */
  private readonly steps = new Map<NameId, Map<string, ReachStep>>();
  /** For each implied symbol, the names that imply it, each with its condition. */
  private readonly implying = new Map<NameId, Map<NameId, Formula>>();
  /** By invocation in a header, the names that it generates. */
  private readonly generated = new Map<string, Set<NameId>>();

  constructor(
    private readonly store: SummaryStore,
    private readonly formulas: Formulas,
    private readonly regions: UnitRegions,
  ) {}

  readonly named = (step: ReachStep): void => {
    const known = this.steps.get(step.name) ?? new Map<string, ReachStep>();
    const key = stepKey(step);
    const when = this.formulas.or(step.when, known.get(key)?.when ?? FALSE);
    this.steps.set(step.name, known.set(key, { ...step, when }));
  };

  readonly made = (by: Definition, name: NameId): void => {
    const key = itemKey(by);
    this.generated.set(key, (this.generated.get(key) ?? new Set()).add(name));
  };

  readonly implied = (by: NameId, symbol: NameId, when: Formula): void => {
    const known = this.implying.get(symbol) ?? new Map<NameId, Formula>();
    this.implying.set(symbol, known.set(by, this.formulas.or(when, known.get(by) ?? FALSE)));
  };

  /**
   * The shortest path from each place of the unit's own code from which the symbol is reached; shorter ones first.
   * The search is breadth-first and visits a body again only under conditions that it has not seen there.
   */
  pathsTo(symbol: NameId, kind: EdgeKind): readonly NamePath[] {
    const paths = new Map<string, NamePath>();
    const visited = new Map<string, Formula>();
    const queue = this.ends(symbol, kind);
    for (const node of queue) {
      const { step, when } = node;
      if (this.isOwnCode(step.from)) {
        const key = `${itemKey(step.from)} ${step.place.line}`;
        if (!paths.has(key)) paths.set(key, pathFrom(node));
        continue;
      }
      const key = itemKey(step.from);
      const before = visited.get(key) ?? FALSE;
      if (this.formulas.entails(when, before)) continue;
      visited.set(key, this.formulas.or(before, when));
      for (const name of this.namesOf(step.from))
        for (const step of this.stepsTo(name, false))
          this.push(queue, { step, next: node, implying: null, when });
    }
    return [...paths.values()];
  }

  /** The last steps: those that refer to the symbol itself. */
  private ends(symbol: NameId, kind: EdgeKind): Node[] {
    const queue: Node[] = [];
    if (kind === 'dynamic') {
      for (const step of this.stepsTo(symbol, true))
        this.push(queue, { step, next: null, implying: null, when: step.when });
      return queue;
    }
    const defined = this.regions.definedWhen(symbol);
    for (const step of this.stepsTo(symbol, false)) {
      const when = step.isFunction ? step.when : this.formulas.without(step.when, defined);
      this.push(queue, { step, next: null, implying: null, when });
    }
    for (const [by, when] of this.implying.get(symbol) ?? [])
      for (const step of this.stepsTo(by, false)) this.push(queue, { step, next: null, implying: by, when });
    return queue;
  }

  /** Adds a node unless its step and the steps after it (under `node.when`) exclude each other. */
  private push(queue: Node[], node: Node): void {
    const when = this.formulas.and(node.step.when, node.when);
    if (when !== FALSE) queue.push({ ...node, when });
  }

  private stepsTo(name: NameId, lookups: boolean): readonly ReachStep[] {
    const steps = [...(this.steps.get(name)?.values() ?? [])];
    return steps.filter(({ lookup }) => (lookup !== undefined) === lookups);
  }

  /** The names whose body this is. */
  private namesOf(body: Definition): Iterable<NameId> {
    return this.generated.get(itemKey(body)) ?? [nameOf(this.store.get(body.summary), body.item)];
  }

  /** Whether a body is code of its own: macros and inline functions are part of their callers. */
  private isOwnCode(body: Definition): boolean {
    if (this.generated.has(itemKey(body))) return false;
    const rows = this.store.get(body.summary);
    return kindOf(rows, body.item) !== ItemKind.Macro && (flagsOf(rows, body.item) & ItemFlag.Inline) === 0;
  }
}

const pathFrom = (first: Node): NamePath => {
  const steps: ReachStep[] = [];
  let implying: NameId | null = null;
  for (let node: Node | null = first; node !== null; node = node.next) {
    steps.push(node.step);
    implying = node.implying;
  }
  return { steps, implying, when: first.when };
};
