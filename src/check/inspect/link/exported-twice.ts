// Symbols that two objects export in one configuration: modpost refuses the second ("exported twice").
import type { Context } from '../../../base/context.js';
import { groupBy } from '../../../base/group.js';
import { byCodeUnit } from '../../../base/order.js';
import { existsWhen, isPossible } from '../../../edge/scope.js';
import { type Formula, TRUE } from '../../../kbuild/formula/formula.js';
import type { Finding } from '../../../result/verdict.js';
import { conditionText } from '../../../unit/condition-text.js';
import type { SymbolExport } from '../../../user/symbol-reading.js';
import type { SymbolUsage, UserSearch } from '../../../user/user-search.js';
import type { InspectedState } from '../inspector.js';
import type { Suspects } from './suspect.js';

/** The symbols that are exported twice only now. */
export const exportedTwice = async (
  { touched, built }: Suspects,
  now: InspectedState,
  before: InspectedState,
  users: UserSearch,
  context: Context,
): Promise<readonly Finding[]> => {
  const gained = touched.exports.flatMap(({ symbol, now: exported }) => (exported === null ? [] : [symbol]));
  if (gained.length === 0 && built.size === 0) return [];
  const index = await users.exportsOf(now.tree, context);
  const symbols = new Set(gained);
  for (const [symbol, places] of index) if (places.some(({ path }) => built.has(path))) symbols.add(symbol);
  const among = new Set<string>();
  for (const symbol of symbols) {
    const paths = new Set(index.get(symbol)?.map(({ path }) => path));
    // One file in two objects exports twice too.
    const { objectsOf } = await users.kernelOf(now.tree, context);
    const isTwice = paths.size > 1 || [...paths].some((path) => objectsOf(path).length > 1);
    if (isTwice) for (const path of paths) among.add(path);
    else symbols.delete(symbol);
  }
  if (symbols.size === 0) return [];
  const limit = { users: new Set<string>(), among };
  const found = twiceIn(await users.find(symbols, now.tree, context, limit), now.label);
  if (found.size === 0) return [];
  const old = twiceIn(await users.find(new Set(found.keys()), before.tree, context, limit), before.label);
  return [...found].filter(([symbol]) => !old.has(symbol)).map(([, finding]) => finding);
};

const twiceIn = ({ exports, kernel }: SymbolUsage, state: string): ReadonlyMap<string, Finding> => {
  const { formulas } = kernel;
  const found = new Map<string, Finding>();
  const add = (one: SymbolExport, other: SymbolExport): void => {
    const { symbol, architecture } = one;
    if (one.object.path === other.object.path || found.has(symbol)) return;
    const when = [one, other].reduce(
      (all, each) =>
        formulas.and(all, formulas.and(existsWhen(kernel, each.object, architecture), each.when)),
      TRUE as Formula,
    );
    if (!isPossible(kernel, when, architecture)) return;
    const modules = [one, other].map(({ object }) => object.name).sort(byCodeUnit);
    const condition = conditionText(formulas, when, kernel.configurationOf(architecture).known(when));
    found.set(symbol, {
      kind: 'broken-link',
      severity: 'error',
      message: `${modules.join(' and ')} both export ${symbol} (${one.place.path}:${one.place.line}, ${other.place.path}:${other.place.line})${condition ? ` if ${condition}` : ''} (on ${architecture})`,
      state,
      path: one.place.path,
      line: one.place.line,
      modules,
    });
  };
  for (const same of groupBy(exports, ({ symbol, architecture }) => `${symbol} ${architecture}`).values())
    for (const [at, one] of same.entries()) for (const other of same.slice(at + 1)) add(one, other);
  return found;
};
