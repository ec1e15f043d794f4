// The search for links that a patch breaks: exports of the touched files before and after it, then the users of those that
// went or changed.
import type { Context } from '../../../base/context.js';
import { byCodeUnit } from '../../../base/order.js';
import type { Finding } from '../../../result/verdict.js';
import { type Breakage, breakagesIn, newPart } from '../../../user/breakage.js';
import { type ExportChange, type TouchedFacts, touchedFacts } from '../../../user/export-change.js';
import type { SymbolUse } from '../../../user/symbol-reading.js';
import type { InspectedState, InspectorSetting } from '../inspector.js';
import { newReferences } from './new-reference.js';
import { brokenMessage } from './text.js';
import { usersFor } from './users.js';

/** An export that hundreds of modules use is told by the first of them. */
const MOST_NAMED = 8;

/** Changed exports that can break somebody: those only added cannot, nor those of names that no code links to any more. */
const atRisk = ({ exports, inlined }: TouchedFacts): readonly ExportChange[] =>
  exports.filter(({ symbol, before }) => before !== null && !inlined.has(symbol));

/** What breaks from one state to the next. */
export const brokenLinksOf = async (
  now: InspectedState,
  before: InspectedState,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Finding[]> => {
  const users = usersFor(setting);
  const touched = await touchedFacts(before.tree, now.tree, users, context);
  const changes = new Map(atRisk(touched).map((change) => [change.symbol, change]));
  const references = await newReferences(touched, now, before);
  const symbols = new Set([...changes.keys(), ...references.keys()]);
  if (symbols.size === 0) return [];
  const usage = await users.find(symbols, now.tree, context);
  const concerns = (use: SymbolUse): boolean =>
    changes.has(use.symbol) || references.get(use.symbol)?.has(use.object.path) === true;
  const found = (await breakagesIn(usage, concerns, context))
    // What no patch took away is made in a way that is not seen: by a script, or by pasting.
    .filter(({ use, cause }) => changes.has(use.symbol) || cause.kind !== 'undefined');
  if (found.length === 0) return [];
  const suspects = new Set(found.map(({ use }) => use.symbol));
  const usageBefore = await users.find(suspects, before.tree, context);
  const foundBefore = await breakagesIn(usageBefore, () => true, context);
  const fresh = found.flatMap((breakage) => newPart(breakage, foundBefore, usage) ?? []);
  return findingsOf(fresh, changes, now.label);
};

const findingsOf = (
  breakages: readonly Breakage[],
  changes: ReadonlyMap<string, ExportChange>,
  state: string,
): readonly Finding[] => {
  const bySymbol = new Map<string, Map<string, Breakage[]>>();
  for (const breakage of breakages) {
    const { symbol, object, kind } = breakage.use;
    const objects = bySymbol.get(symbol) ?? new Map<string, Breakage[]>();
    bySymbol.set(symbol, objects);
    const key = `${object.path} ${kind} ${breakage.condition ?? ''}`;
    objects.set(key, [...(objects.get(key) ?? []), breakage]);
  }
  const findings: Finding[] = [];
  for (const [symbol, objects] of [...bySymbol].sort(([a], [b]) => byCodeUnit(a, b))) {
    const sorted = [...objects].sort(([a], [b]) => byCodeUnit(a, b)).map(([, same]) => same);
    const left = sorted.length - MOST_NAMED;
    for (const [at, same] of sorted.slice(0, MOST_NAMED).entries()) {
      const [first] = same;
      if (first === undefined) continue;
      const more = at === MOST_NAMED - 1 && left > 0 ? `; so do ${left} more` : '';
      findings.push({
        kind: 'broken-link',
        severity: 'error',
        message: `${brokenMessage(same, changes.get(symbol))}${more}`,
        state,
        path: first.use.place.path,
        line: first.use.place.line,
      });
    }
  }
  return findings;
};
