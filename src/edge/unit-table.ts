// The translation units of all objects in scope, with the facts found about each.
import type { NameId } from '../csource/name-table.js';
import type { Tree } from '../git/tree.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Kernel } from '../kbuild/kernel.js';
import type { UnitExport } from '../macro/export.js';
import type { Use } from '../reach/reach.js';
import type { Closures } from '../unit/closure.js';
import { type Compilation, Compilations } from '../unit/compilation.js';
import type { Scope } from './scope.js';

/** The uses of one unit in one direction of the query. */
interface UnitUses {
  /** The symbols that were looked for. */
  readonly targets: ReadonlySet<NameId>;
  readonly found: readonly Use[];
  /** The symbols whose reference no optimiser drops; null if not computed. */
  readonly certain: ReadonlySet<NameId> | null;
}

/** The facts of one unit; null or absent until computed. Filled by `EdgeSearch`. */
export interface UnitFacts {
  readonly compilation: Compilation;
  /** Files with code of its own (see `Closures.ownOf`). */
  readonly own: readonly string[];
  exports: readonly UnitExport[] | null;
  /** By direction of the query. */
  readonly uses: Map<number, UnitUses>;
}

const keyOf = (object: CompositeObject, architecture: string): string => `${architecture} ${object.path}`;

/** The units of one state, by object and architecture. Facts of untouched units are taken from the table of the state before. */
export class UnitTable {
  private readonly compiled: Map<string, readonly Compilation[]>;
  private readonly facts = new Map<string, readonly UnitFacts[]>();

  /** @param before the table of the state before, when neither Kbuild nor the set of files has changed since. */
  constructor(kernel: Kernel, tree: Tree, scopes: readonly Scope[], before?: UnitTable) {
    this.compiled = before?.compiled ?? new Map();
    if (before !== undefined) return;
    const compilations = new Compilations(kernel, tree);
    for (const { architecture, consumers, providers } of scopes)
      for (const object of [...consumers, ...providers]) {
        const key = keyOf(object, architecture);
        if (this.compiled.has(key)) continue;
        const units = object.units.flatMap((unit) => compilations.of(object, unit, architecture) ?? []);
        this.compiled.set(key, units);
      }
  }

  compilations(): Iterable<Compilation> {
    return [...this.compiled.values()].flat();
  }

  /** Fills the table. It keeps the facts of `before` for the compilations that `holds` accepts. */
  fill(closures: Closures, holds: (compilation: Compilation) => boolean, before: UnitTable | null): void {
    for (const [key, compilations] of this.compiled) {
      const known = new Map(before?.facts.get(key)?.map((facts) => [facts.compilation.unit.path, facts]));
      const filled = compilations.map((compilation): UnitFacts => {
        const kept = known.get(compilation.unit.path);
        if (kept !== undefined && holds(compilation)) return { ...kept, compilation };
        return { compilation, own: closures.ownOf(compilation), exports: null, uses: new Map() };
      });
      this.facts.set(key, filled);
    }
  }

  /** The uses of all units that were found. */
  uses(): readonly Use[] {
    return [...this.facts.values()].flatMap((list) =>
      list.flatMap(({ uses }) => [...uses.values()].flatMap(({ found }) => found)),
    );
  }

  of(object: CompositeObject, architecture: string): readonly UnitFacts[] {
    return this.facts.get(keyOf(object, architecture)) ?? [];
  }
}
