// Findings on links that fail: one for each symbol and cause, with all modules that it concerns.
import { groupBy } from '../../../base/group.js';
import { byCodeUnit } from '../../../base/order.js';
import { existsWhen } from '../../../edge/scope.js';
import { demonstration } from '../../../kbuild/demonstration.js';
import type { Kernel } from '../../../kbuild/kernel.js';
import type { Finding } from '../../../result/verdict.js';
import type { Breakage } from '../../../user/breakage.js';
import type { Suspects } from './suspect.js';
import { brokenMessage, causeText } from './text.js';

/** @param state the label of the state that breaks them. */
export const brokenFindings = (
  breakages: readonly Breakage[],
  kernel: Kernel,
  suspects: Suspects,
  state: string,
): readonly Finding[] => {
  const groups = groupBy(breakages, ({ use: { symbol, kind }, cause }) =>
    JSON.stringify([symbol, kind, causeText(cause, symbol, suspects)]),
  );
  return [...groups]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, group]): readonly Finding[] => {
      const sorted = [...group].sort((a, b) => byCodeUnit(orderOf(a), orderOf(b)));
      const [first] = sorted;
      if (first === undefined) return [];
      const config = shownBy(sorted, kernel);
      return [
        {
          kind: 'broken-link',
          severity: 'error',
          message: brokenMessage(sorted, suspects),
          state,
          path: first.use.place.path,
          line: first.use.place.line,
          modules: modulesOf(sorted),
          ...(config === null ? {} : { config }),
        },
      ];
    });
};

const orderOf = ({ use: { object, architecture } }: Breakage): string => `${object.path} ${architecture}`;

/** The users first, then the providers that the causes name. */
const modulesOf = (group: readonly Breakage[]): readonly string[] => [
  ...new Set([
    ...group.map(({ use }) => use.object.name),
    ...group.flatMap(({ cause }) => ('export' in cause ? [cause.export.object.name] : [])),
  ]),
];

/** Users for which a configuration is looked for. */
const MOST_SHOWN = 3;

/** A `.config` in which one of the users fails; null when none is found. */
const shownBy = (group: readonly Breakage[], kernel: Kernel): readonly string[] | null => {
  if (kernel.isConfigured) return null;
  for (const { use, when } of group.slice(0, MOST_SHOWN)) {
    const exists = existsWhen(kernel, use.object, use.architecture);
    const shown = demonstration(kernel.configurationOf(use.architecture), kernel.formulas.and(when, exists));
    if (shown !== null) return shown;
  }
  return null;
};
