// Symbols that two objects export in one configuration: modpost refuses the second ("exported twice").
import { groupBy } from '../../../base/group.js';
import { byCodeUnit } from '../../../base/order.js';
import { existsWhen, isPossible } from '../../../edge/scope.js';
import type { Finding } from '../../../result/verdict.js';
import { conditionText } from '../../../unit/condition-text.js';
import type { SymbolUsage } from '../../../user/user-search.js';

/** @param stateOf the label of the state that began to export a symbol; undefined where no patch did. */
export const exportedTwice = (
  { exports, kernel }: SymbolUsage,
  stateOf: (symbol: string) => string | undefined,
): readonly Finding[] => {
  const { formulas } = kernel;
  const found = new Map<string, Finding>();
  const bySymbol = groupBy(
    exports.filter(({ symbol }) => stateOf(symbol) !== undefined),
    ({ symbol, architecture }) => `${symbol} ${architecture}`,
  );
  for (const same of bySymbol.values())
    for (const [at, one] of same.entries())
      for (const other of same.slice(at + 1)) {
        const { symbol, architecture } = one;
        if (one.object.path === other.object.path || found.has(symbol)) continue;
        const exists = [one, other].map((each) =>
          formulas.and(existsWhen(kernel, each.object, architecture), each.when),
        );
        const when = exists.reduce((all, each) => formulas.and(all, each));
        if (!isPossible(kernel, when, architecture)) continue;
        const state = stateOf(symbol);
        const modules = [one, other].map(({ object }) => object.name).sort(byCodeUnit);
        const condition = conditionText(formulas, when, kernel.configurationOf(architecture).known(when));
        found.set(symbol, {
          kind: 'broken-link',
          severity: 'error',
          message: `${modules.join(' and ')} both export ${symbol} (${one.place.path}:${one.place.line}, ${other.place.path}:${other.place.line})${condition ? ` if ${condition}` : ''} (on ${architecture})`,
          ...(state === undefined ? {} : { state }),
          path: one.place.path,
          line: one.place.line,
          modules,
        });
      }
  return [...found.values()];
};
