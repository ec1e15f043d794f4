// The steps of one unit's walk, kept so that one can go back from a symbol to the code that needs it.

import type { EdgeKind } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind } from '../csource/summary.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';
import { flagsOf, kindOf, nameOf } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { Definition, UnitRegions } from '../unit/unit-region.js';
import type { ReachObserver, ReachStep } from './reach-step.js';

/** A way from the unit's own code to a symbol. */
export interface Way {
  /** The first stands in a function, initialiser or invocation; each names the macro or inline that the next stands in. */
  readonly steps: readonly ReachStep[];
  /** The name after the last step, when the symbol is one that it implies. */
  readonly implying: NameId | null;
  readonly when: Formula;
}

interface Node {
  readonly step: ReachStep;
  readonly next: Node | null;
  readonly implying: NameId | null;
  /** Where all steps from here on happen. */
  readonly when: Formula;
}

const itemKey = ({ summary, item }: Definition): string => `${summary}.${item}`;

const stepKey = ({ from, place, through, isFunction, lookup }: ReachStep): string =>
  [itemKey(from), place.line, isFunction, lookup?.kind ?? '', ...through.map(itemKey)].join(' ');

export class ReachGraph implements ReachObserver {
  /** By the name that is named. */
  private readonly steps = new Map<NameId, Map<string, ReachStep>>();
  /** For each implied symbol, the names that imply it. */
  private readonly implying = new Map<NameId, Map<NameId, Formula>>();

  /** By the invocation in a header that makes them. */
  private readonly makes = new Map<string, Set<NameId>>();

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
    this.makes.set(key, (this.makes.get(key) ?? new Set()).add(name));
  };

  readonly implied = (by: NameId, symbol: NameId, when: Formula): void => {
    const known = this.implying.get(symbol) ?? new Map<NameId, Formula>();
    this.implying.set(symbol, known.set(by, this.formulas.or(when, known.get(by) ?? FALSE)));
  };

  /** The shortest way from each place of the unit's own code from which the symbol is reached; shorter ones first. */
  waysTo(symbol: NameId, kind: EdgeKind): readonly Way[] {
    const ways = new Map<string, Way>();
    const walked = new Map<string, Formula>();
    const queue = this.ends(symbol, kind);
    for (const node of queue) {
      const { step, when } = node;
      if (this.isOwnCode(step.from)) {
        const key = `${itemKey(step.from)} ${step.place.line}`;
        if (!ways.has(key)) ways.set(key, wayFrom(node));
        continue;
      }
      const key = itemKey(step.from);
      const before = walked.get(key) ?? FALSE;
      if (this.formulas.entails(when, before)) continue;
      walked.set(key, this.formulas.or(before, when));
      for (const name of this.namesOf(step.from))
        for (const earlier of this.stepsTo(name, false)) this.push(queue, earlier, node, null, when);
    }
    return [...ways.values()];
  }

  /** The last steps, at which the symbol itself is named. */
  private ends(symbol: NameId, kind: EdgeKind): Node[] {
    const queue: Node[] = [];
    if (kind === 'dynamic') {
      for (const step of this.stepsTo(symbol, true)) this.push(queue, step, null, null, step.when);
      return queue;
    }
    const defined = this.regions.definedWhen(symbol);
    for (const step of this.stepsTo(symbol, false)) {
      const when = step.isFunction ? step.when : this.formulas.without(step.when, defined);
      this.push(queue, step, null, null, when);
    }
    for (const [by, when] of this.implying.get(symbol) ?? [])
      for (const step of this.stepsTo(by, false)) this.push(queue, step, null, by, when);
    return queue;
  }

  private push(
    queue: Node[],
    step: ReachStep,
    next: Node | null,
    implying: NameId | null,
    after: Formula,
  ): void {
    const when = this.formulas.and(step.when, after);
    if (when !== FALSE) queue.push({ step, next, implying, when });
  }

  private stepsTo(name: NameId, lookups: boolean): readonly ReachStep[] {
    const steps = [...(this.steps.get(name)?.values() ?? [])];
    return steps.filter(({ lookup }) => (lookup !== undefined) === lookups);
  }

  /** The names by which a body is reached. */
  private namesOf(body: Definition): Iterable<NameId> {
    return this.makes.get(itemKey(body)) ?? [nameOf(this.store.get(body.summary), body.item)];
  }

  /** Whether it is code of the unit whoever calls it: no macro, and no inline, which is part of its callers. */
  private isOwnCode(body: Definition): boolean {
    if (this.makes.has(itemKey(body))) return false;
    const rows = this.store.get(body.summary);
    return kindOf(rows, body.item) !== ItemKind.Macro && (flagsOf(rows, body.item) & ItemFlag.Inline) === 0;
  }
}

const wayFrom = (first: Node): Way => {
  const steps: ReachStep[] = [];
  let implying: NameId | null = null;
  for (let node: Node | null = first; node !== null; node = node.next) {
    steps.push(node.step);
    implying = node.implying;
  }
  return { steps, implying, when: first.when };
};
