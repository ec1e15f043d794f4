// The search for exports without users: what the patches did is noted down, the tree is asked when all have been seen.
import type { Context } from '../../../base/context.js';
import { byCodeUnit } from '../../../base/order.js';
import type { TreeFacts } from '../../../edge/analyse.js';
import type { GitTree } from '../../../git/git-tree.js';
import type { Tree } from '../../../git/tree.js';
import { FALSE } from '../../../kbuild/formula/formula.js';
import type { Finding } from '../../../result/verdict.js';
import { touchedFacts } from '../../../user/export-change.js';
import { exportLines, factsOf } from '../../../user/file-change.js';
import type { SymbolExport } from '../../../user/symbol-reading.js';
import type { SymbolUsage, UserSearch } from '../../../user/user-search.js';
import type { InspectedState, InspectorSetting } from '../inspector.js';
import { usersFor } from './users.js';

/** What the series did to a symbol, and in which state. */
interface Touch {
  readonly state: string;
  readonly what: 'exported' | 'lost-user';
}

/** Tracepoints are exported for whoever may attach to them, static calls are called by names that are pasted. */
const MADE_BY_MACROS = /^__(?:tracepoint|traceiter|SC[KT]_)_/;

/** Follows a series and says at its end what nothing uses. */
export class OrphanSearch {
  private readonly touches = new Map<string, Touch>();
  private readonly users: UserSearch;

  constructor(private readonly setting: InspectorSetting) {
    this.users = usersFor(setting);
  }

  /** Takes down what a patch does to exports, and which names it no longer refers to. */
  async note(now: InspectedState, before: InspectedState, context: Context): Promise<void> {
    const { touches } = this;
    const touched = await touchedFacts(before.tree, now.tree, this.users, context);
    for (const { symbol, now: exported } of touched.exports) {
      if (exported === null) touches.delete(symbol);
      else touches.set(symbol, { state: now.label, what: 'exported' });
    }
    for (const name of touched.lost)
      if (touches.get(name)?.what !== 'exported') touches.set(name, { state: now.label, what: 'lost-user' });
  }

  async orphans(now: InspectedState, context: Context): Promise<readonly Finding[]> {
    const { touches, setting } = this;
    if (touches.size === 0 && !setting.allOrphans) return [];
    const facts = await now.facts();
    const offered = exportsInScope(now.tree, facts);
    const lost = [...touches].filter(([symbol, { what }]) => what === 'lost-user' && offered.has(symbol));
    const asked = unnamedInScope(new Set(lost.map(([symbol]) => symbol)), now.tree, facts);
    for (const [symbol, { what }] of touches) if (what === 'exported') asked.add(symbol);
    if (setting.allOrphans) for (const symbol of offered) asked.add(symbol);
    for (const symbol of asked) if (MADE_BY_MACROS.test(symbol)) asked.delete(symbol);
    if (asked.size === 0) return [];
    return this.unused(asked, now.tree, context);
  }

  /** A search for many symbols may not look everywhere; what it leaves without a user is searched for by itself. */
  private async unused(
    asked: ReadonlySet<string>,
    tree: GitTree,
    context: Context,
  ): Promise<readonly Finding[]> {
    let left = asked;
    for (;;) {
      const usage = await this.users.find(left, tree, context);
      const exports = unusedIn(usage);
      if (usage.complete) return findingsOf(exports, this.touches);
      if (exports.size === 0) return [];
      if (exports.size === left.size) {
        context.report({
          severity: 'note',
          code: 'orphans-unknown',
          message: `too many files name ${count(left.size)} (${[...left][0]}, ...): not known whether they are used`,
        });
        return [];
      }
      left = new Set(exports.keys());
    }
  }
}

const count = (number: number): string => `${number} export${number === 1 ? '' : 's'}`;

/** Exports of the provider modules asked for, in the sources themselves. */
const exportsInScope = (tree: Tree, facts: TreeFacts): ReadonlySet<string> => {
  const paths = new Set(
    facts.scopes.flatMap(({ providers }) => providers.flatMap(({ units }) => units.map(({ path }) => path))),
  );
  return new Set(exportLines(paths, tree, facts.store).flatMap(({ symbol }) => symbol ?? []));
};

/** Those of some symbols that no module in scope names but those that define them. */
const unnamedInScope = (symbols: ReadonlySet<string>, tree: Tree, facts: TreeFacts): Set<string> => {
  const left = new Set(symbols);
  const objects = new Set(
    symbols.size === 0
      ? []
      : facts.scopes.flatMap(({ consumers, providers }) => [...consumers, ...providers]),
  );
  for (const { units } of objects) {
    const { named, defined } = factsOf(
      units.map(({ path }) => path),
      tree,
      facts.store,
    );
    for (const symbol of symbols) {
      const id = facts.store.names.idOf(symbol);
      if (named.has(id) && !defined.has(id)) left.delete(symbol);
    }
  }
  return left;
};

/** The symbols for which no user was found, each with its exports. */
const unusedIn = (usage: SymbolUsage): ReadonlyMap<string, readonly SymbolExport[]> => {
  const exports = new Map<string, SymbolExport[]>();
  for (const one of usage.exports) exports.set(one.symbol, [...(exports.get(one.symbol) ?? []), one]);
  return new Map([...exports].filter(([symbol, places]) => !isUsed(symbol, places, usage)));
};

const findingsOf = (
  exports: ReadonlyMap<string, readonly SymbolExport[]>,
  touches: ReadonlyMap<string, Touch>,
): readonly Finding[] =>
  [...exports]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([symbol, [first]]): readonly Finding[] => {
      if (first === undefined) return [];
      const touch = touches.get(symbol);
      const since = touch?.what === 'lost-user' ? ' any more' : '';
      return [
        {
          kind: 'orphan-export',
          severity: touch === undefined ? 'note' : 'warning',
          message: `${first.object.name} exports ${symbol}, which nothing in the tree uses${since}`,
          ...(touch === undefined ? {} : { state: touch.state }),
          path: first.place.path,
          line: first.place.line,
        },
      ];
    });

/** Whether a module, or a lookup by name, needs the export. Code that is only ever built in links without it. */
const isUsed = (symbol: string, exports: readonly SymbolExport[], { uses, kernel }: SymbolUsage): boolean => {
  const own = new Set(exports.map(({ object }) => object.path));
  return uses.some(
    (use) =>
      use.symbol === symbol &&
      !own.has(use.object.path) &&
      (use.kind === 'dynamic' || kernel.narrow(use.object.moduleWhen, use.architecture) !== FALSE),
  );
};
