// The users of a symbol, as people ask for them: one line a module or built-in object.

import type { SourcePlace } from '../base/edge.js';
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { existsWhen } from '../edge/scope.js';
import { FALSE } from '../kbuild/formula/formula.js';
import { type ConditionRange, conditionRange, groupConditions } from '../unit/condition-text.js';
import type { SymbolUse } from './symbol-reading.js';
import type { SymbolUsage } from './user-search.js';

/** A module or built-in object that needs a symbol. One per object, symbol, kind and condition. */
export interface SymbolUser {
  readonly symbol: string;
  readonly kind: 'link' | 'dynamic';
  readonly consumer: ModuleName;
  /** As in modules.order, without `.ko` (`drivers/vfio/pci/vfio-pci-core`). */
  readonly path: string;
  /** Formula over CONFIG symbols without their prefix; null: whenever the object exists. */
  readonly condition: string | null;
  /** The kernel's architecture folders, sorted. */
  readonly architectures: readonly string[];
  /** Those of them on which the object can be a module; on the others it is only ever built in. */
  readonly moduleOn: readonly string[];
  readonly reference: SourcePlace;
  /** The macros and inline functions on the way to the symbol, if the search tells them. */
  readonly through: readonly string[];
}

interface Ranged {
  readonly use: SymbolUse;
  readonly range: ConditionRange;
}

/**
 * The users of the symbols that were looked for, sorted by symbol, object, kind and condition. An object that defines the
 * symbol itself is no user of it.
 */
export const usersIn = ({ kernel, uses, definitions }: SymbolUsage): readonly SymbolUser[] => {
  const own = new Set(definitions.map(({ symbol, object }) => `${symbol} ${object.path}`));
  const { formulas } = kernel;
  const alike = new Map<string, Ranged[]>();
  for (const use of joined(uses, formulas)) {
    const { symbol, object, kind, architecture, when } = use;
    if (own.has(`${symbol} ${object.path}`)) continue;
    const exists = existsWhen(kernel, object, architecture);
    if (formulas.and(when, exists) === FALSE) continue;
    const given = formulas.and(exists, kernel.configurationOf(architecture).known(when, exists));
    const key = [symbol, object.path, kind].join(' ');
    const list = alike.get(key) ?? [];
    list.push({ use, range: conditionRange(formulas, when, given) });
    alike.set(key, list);
  }
  return [...alike]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, list]) =>
      groupConditions(formulas, list).map(({ condition, items }) =>
        userOf(
          kernel,
          condition,
          items.map(({ use }) => use),
        ),
      ),
    );
};

const userOf = (
  kernel: SymbolUsage['kernel'],
  condition: string | null,
  uses: readonly SymbolUse[],
): SymbolUser => {
  const { symbol, kind, object, place, through } = uses[0] as SymbolUse;
  const architectures = uses.map(({ architecture }) => architecture).sort(byCodeUnit);
  return {
    symbol,
    kind,
    consumer: object.name,
    path: object.path,
    condition,
    architectures,
    moduleOn: architectures.filter(
      (architecture) => kernel.narrow(object.moduleWhen, architecture) !== FALSE,
    ),
    reference: place,
    through,
  };
};

/** One use per symbol, object, kind and architecture; the first one's place stands for all. */
export const joined = (
  uses: readonly SymbolUse[],
  formulas: SymbolUsage['kernel']['formulas'],
): readonly SymbolUse[] => {
  const found = new Map<string, SymbolUse>();
  for (const use of uses) {
    const key = [use.symbol, use.object.path, use.kind, use.architecture].join(' ');
    const known = found.get(key);
    found.set(key, known === undefined ? use : { ...known, when: formulas.or(known.when, use.when) });
  }
  return [...found.values()];
};
