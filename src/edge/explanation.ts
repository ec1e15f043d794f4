// Explains edges of an analysed tree: it searches each unit that needs a symbol again, and records the name graph.

import type { Edge, SourcePlace } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';
import type { NameId } from '../csource/name-table.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import { exportsOf, type UnitExport } from '../macro/export.js';
import { mayUse, type ReachingNames } from '../macro/reaching-names.js';
import { bareSteps, type Chain, type ChainExport } from '../reach/chain.js';
import { Reach } from '../reach/reach.js';
import { type NamePath, ReachGraph } from '../reach/reach-graph.js';
import type { SummaryIndex } from '../summary/summary-store.js';
import { conditionText } from '../unit/condition-text.js';
import { ProgramCache } from '../unit/program-cache.js';
import { type ReadUnit, UnitReader } from '../unit/unit-reader.js';
import type { TreeFacts } from './analyse.js';
import { existsWhen, isPossible } from './scope.js';
import type { UnitFacts } from './unit-table.js';

/** Both sides of an edge on one architecture. */
interface Sides {
  readonly architecture: string;
  readonly consumers: readonly CompositeObject[];
  readonly providers: readonly CompositeObject[];
}

interface Exported {
  readonly when: Formula;
  readonly first: UnitExport;
}

/** Explains some edges of one tree. It preprocesses each unit once for all of them and caches its name graph. */
export class Explanations {
  private readonly reader: UnitReader;
  private readonly targets: ReadonlySet<NameId>;
  private readonly reaching: ReachingNames;
  private readonly graphs = new Map<UnitFacts, ReachGraph>();
  private readonly candidates = new Map<SummaryIndex, ReadonlySet<NameId>>();
  private readonly exported = new Map<UnitFacts, readonly UnitExport[]>();

  /** @param edges all edges that `chainsOf` will be called with. */
  constructor(
    private readonly facts: TreeFacts,
    edges: readonly Edge[],
  ) {
    const { kernel, store, closures, macros } = facts;
    this.reader = new UnitReader(new ProgramCache(kernel, store), store, closures, false);
    this.targets = new Set(edges.map(({ symbol }) => store.names.idOf(symbol)));
    this.reaching = macros.reachingTargets(this.targets, closures.roles());
  }

  /** The chains of one edge: first the one at its reference, then by length. */
  chainsOf(edge: Edge): readonly Chain[] {
    const found = new Map<string, Chain & { readonly architectures: string[] }>();
    for (const sides of this.sidesOf(edge))
      for (const chain of this.chainsOn(edge, sides)) {
        const { architectures, ...rest } = chain;
        const key = JSON.stringify(rest);
        const known = found.get(key);
        if (known === undefined) found.set(key, { ...rest, architectures: [...architectures] });
        else known.architectures.push(...architectures);
      }
    for (const { architectures } of found.values()) architectures.sort(byCodeUnit);
    return [...found.values()].sort((a, b) => compareChains(a, b, edge.reference));
  }

  private sidesOf({ consumer, provider, architectures }: Edge): readonly Sides[] {
    return architectures.map((architecture) => {
      const scopes = this.facts.scopes.filter((scope) => scope.architecture === architecture);
      const named = (
        name: string,
        side: (scope: (typeof scopes)[number]) => readonly CompositeObject[],
      ): readonly CompositeObject[] => [
        ...new Set(scopes.flatMap(side).filter((object) => object.name === name)),
      ];
      return {
        architecture,
        consumers: named(consumer, (scope) => scope.consumers),
        providers: named(provider, (scope) => scope.providers),
      };
    });
  }

  private *chainsOn(edge: Edge, { architecture, consumers, providers }: Sides): Iterable<Chain> {
    const { kernel, store, units } = this.facts;
    const symbol = store.names.idOf(edge.symbol);
    const exported = this.exportedBy(providers, architecture, symbol);
    const anyOf = (objects: readonly CompositeObject[]): Formula =>
      objects.reduce<Formula>(
        (all, object) => kernel.formulas.or(all, existsWhen(kernel, object, architecture)),
        FALSE,
      );
    const provided = providers.length === 0 ? TRUE : anyOf(providers);
    for (const consumer of consumers)
      for (const facts of units.of(consumer, architecture)) {
        const graph = this.graphOf(facts);
        if (graph === null) continue;
        const exists = kernel.formulas.and(existsWhen(kernel, consumer, architecture), provided);
        for (const path of graph.pathsTo(symbol, edge.kind)) {
          const chain = this.chainOf(facts, path, symbol, exists, exported);
          if (chain !== null) yield chain;
        }
      }
  }

  /** The name graph of one unit; null when no configuration compiles the unit or it reaches no target. */
  private graphOf(facts: UnitFacts): ReachGraph | null {
    const known = this.graphs.get(facts);
    if (known !== undefined) return known;
    const { kernel, store, closures, macros } = this.facts;
    const { object, architecture, when } = facts.compilation;
    const exists = kernel.formulas.and(when, existsWhen(kernel, object, architecture));
    const uses = facts.own.some((path) => {
      const index = closures.summaryAt(path);
      return index !== undefined && mayUse(store, this.reaching, index);
    });
    if (!uses || !isPossible(kernel, exists, architecture)) return null;
    const unit = this.reader.read(facts.compilation);
    const graph = new ReachGraph(store, kernel.formulas, unit.regions);
    const { targets, reaching } = this;
    new Reach({ store, unit, reaching, expanded: macros.expanded, targets, observer: graph }).run();
    this.graphs.set(facts, graph);
    return graph;
  }

  /** Null when no configuration has all steps of the path. */
  private chainOf(
    facts: UnitFacts,
    path: NamePath,
    symbol: NameId,
    exists: Formula,
    exported: Exported | null,
  ): Chain | null {
    const { kernel, store } = this.facts;
    const { formulas } = kernel;
    const { architecture, unit, when: compiled } = facts.compilation;
    const all = formulas.and(formulas.and(compiled, path.when), exported?.when ?? TRUE);
    const known = kernel.configurationOf(architecture).known(all, exists);
    let given = formulas.and(exists, known);
    if (formulas.and(given, all) === FALSE) return null;
    const textOf = (when: Formula): string | null => {
      const text = conditionText(formulas, when, given) ?? null;
      given = formulas.and(given, when);
      return text;
    };
    const { preprocessed }: ReadUnit = this.reader.read(facts.compilation);
    // An implied symbol has its own condition, like one more step.
    const whens = [...path.steps.map(({ when }) => when), ...(path.implying === null ? [] : [path.when])];
    const texts = whens.map((when, at) => textOf(at === 0 ? formulas.and(compiled, when) : when));
    const bare = bareSteps(store, preprocessed, path, symbol);
    const steps = bare.map(({ at, ...step }, index) => ({
      ...step,
      condition: bare[index - 1]?.at === at ? null : (texts[at] ?? null),
    }));
    return {
      unit: unit.path,
      architectures: [architecture],
      steps,
      export: exported === null ? null : exportStep(exported, textOf(exported.when)),
    };
  }

  /** How the providers export a symbol; null when unknown (vmlinux). */
  private exportedBy(
    providers: readonly CompositeObject[],
    architecture: string,
    symbol: NameId,
  ): Exported | null {
    const { kernel, units } = this.facts;
    const found = providers
      .flatMap((provider) => units.of(provider, architecture))
      .filter((facts) => this.mayExport(facts, symbol))
      .flatMap((facts) =>
        this.exportsOf(facts).map((first) => ({
          first,
          when: kernel.formulas.and(facts.compilation.when, first.when),
        })),
      )
      .filter(({ first, when }) => first.symbol === symbol && when !== FALSE);
    const [one] = found;
    if (one === undefined) return null;
    const any = found.reduce<Formula>((all, { when }) => kernel.formulas.or(all, when), FALSE);
    return { first: one.first, when: any };
  }

  private mayExport(facts: UnitFacts, symbol: NameId): boolean {
    const { closures, macros } = this.facts;
    return facts.own.some((path) => {
      const index = closures.summaryAt(path);
      if (index === undefined) return false;
      let candidates = this.candidates.get(index);
      if (candidates === undefined) {
        candidates = new Set(macros.exportsIn(index));
        this.candidates.set(index, candidates);
      }
      return candidates.has(symbol);
    });
  }

  private exportsOf(facts: UnitFacts): readonly UnitExport[] {
    let known = this.exported.get(facts);
    if (known === undefined) {
      const { store, macros } = this.facts;
      known = facts.exports ?? exportsOf(store, this.reader.read(facts.compilation), macros.exporting);
      this.exported.set(facts, known);
    }
    return known;
  }
}

const exportStep = ({ first }: Exported, condition: string | null): ChainExport => ({
  ...first.place,
  type: first.type,
  namespace: first.namespace,
  condition,
});

/** Whether a chain passes the place that the edge shows. */
const isAt = ({ steps }: Chain, { path, line }: SourcePlace): boolean =>
  steps.some(({ place }) => place.path === path && place.line === line);

const compareChains = (a: Chain, b: Chain, reference: SourcePlace): number => {
  const [first, other] = [a.steps[0]?.place, b.steps[0]?.place];
  return (
    Number(isAt(b, reference)) - Number(isAt(a, reference)) ||
    a.steps.length - b.steps.length ||
    byCodeUnit(a.unit, b.unit) ||
    byCodeUnit(first?.path ?? '', other?.path ?? '') ||
    (first?.line ?? 0) - (other?.line ?? 0) ||
    byCodeUnit(a.architectures.join(), b.architectures.join())
  );
};
