// Findings on links that fail: one for each symbol and cause, or for each provider that some configurations lack, with all
// modules that it concerns.
import { groupBy } from '../../../base/group.js';
import { byCodeUnit } from '../../../base/order.js';
import type { Finding } from '../../../result/verdict.js';
import type { Failure } from './failure.js';
import type { Suspects } from './suspect.js';
import { brokenMessage, causeText } from './text.js';

/** @param state the label of the state that breaks them. */
export const brokenFindings = (
  failures: readonly Failure[],
  suspects: Suspects,
  state: string,
): readonly Finding[] => {
  const groups = groupBy(failures, (failure) => groupOf(failure, suspects));
  return [...groups]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, group]): readonly Finding[] => {
      const sorted = [...group].sort((a, b) => byCodeUnit(orderOf(a), orderOf(b)));
      const [first] = sorted;
      if (first === undefined) return [];
      const shown = sorted.find(({ config }) => config !== null);
      return [
        {
          kind: 'broken-link',
          severity: 'error',
          message: brokenMessage(sorted, suspects),
          state,
          path: first.breakage.use.place.path,
          line: first.breakage.use.place.line,
          modules: modulesOf(sorted),
          ...(shown?.config ? { config: shown.config, architecture: shown.breakage.use.architecture } : {}),
        },
      ];
    });
};

/** Equal for failures that one change explains. */
const groupOf = ({ breakage: { use, cause } }: Failure, suspects: Suspects): string => {
  const { symbol, kind, object } = use;
  if (cause.kind === 'elsewhere') return JSON.stringify([kind, cause.export.place.path, cause.isExport]);
  if (cause.kind === 'refused' && cause.refusal.kind === 'namespace')
    return JSON.stringify([kind, cause.refusal.namespace, object.path]);
  if (cause.kind === 'undefined' && cause.unbuilt !== null) return JSON.stringify([kind, cause.unbuilt.path]);
  return JSON.stringify([symbol, kind, causeText(cause, [symbol], suspects)]);
};

const orderOf = ({ breakage: { use } }: Failure): string => `${use.symbol} ${use.object.path}`;

/** The users first, then the providers that the causes name. */
const modulesOf = (group: readonly Failure[]): readonly string[] => [
  ...new Set([
    ...group.map(({ breakage: { use } }) => use.object.name),
    ...group.flatMap(({ breakage: { cause } }) => ('export' in cause ? [cause.export.object.name] : [])),
  ]),
];
