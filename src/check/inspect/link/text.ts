// The words for links that fail.
import { byCodeUnit } from '../../../base/order.js';
import type { Breakage, BreakageCause } from '../../../user/breakage.js';
import type { Refusal } from '../../../user/grant.js';
import type { Suspects } from './suspect.js';

const REFUSALS: {
  readonly [kind in Refusal['kind']]: (refusal: Refusal & { readonly kind: kind }) => string;
} = {
  modules: ({ modules }) => `is exported only for ${modules.replaceAll(',', ', ')}`,
  namespace: ({ namespace }) => `is exported in namespace ${namespace}, which it does not import`,
  license: ({ license }) => `is exported for GPL modules only, and its license is "${license}"`,
};

const refusalText = (refusal: Refusal): string =>
  (REFUSALS[refusal.kind] as (refusal: Refusal) => string)(refusal);

interface Place {
  readonly path: string;
  readonly line: number;
}

const placeOf = ({ path, line }: Place): string => `${path}:${line}`;

/** Why a use of a symbol fails, as a clause that follows the symbol. */
export const causeText = (
  cause: BreakageCause,
  symbol: string,
  { changes, lost }: Pick<Suspects, 'changes' | 'lost'>,
): string => {
  const before: Place | undefined = changes.get(symbol)?.before?.place;
  const since = (place: Place | undefined): string =>
    place === undefined ? '' : ` (it was at ${placeOf(place)})`;
  switch (cause.kind) {
    case 'undefined':
      return cause.unbuilt === null
        ? before === undefined && !lost.has(symbol)
          ? 'which nothing defines'
          : `which nothing defines any more${since(before ?? lost.get(symbol))}`
        : `which only ${placeOf(cause.unbuilt)} defines, and no Makefile lists that file`;
    case 'unexported':
      return before === undefined
        ? 'which is not exported'
        : `which is not exported any more${since(before)}`;
    case 'refused':
      return `which ${refusalText(cause.refusal)} (${placeOf(cause.export.place)})`;
    case 'not-gpl':
      return `which is not exported for GPL modules alone (${placeOf(cause.export.place)}): the lookup gives NULL`;
    case 'elsewhere':
      return `which is ${cause.isExport ? 'exported' : 'defined'} at ${placeOf(cause.export.place)}, but not in every configuration that has both`;
  }
};

/** A driver that every architecture can build is one line all the same. */
const MOST_ARCHITECTURES = 5;
/** An export that hundreds of modules use is shown with the first of them. */
const MOST_NAMED = 8;

const placesText = (architectures: readonly string[]): string => {
  const names = [...new Set(architectures)].sort(byCodeUnit);
  if (names.length <= MOST_ARCHITECTURES) return names.join(', ');
  const [first = ''] = architectures;
  return `${first} and ${names.length - 1} more architectures`;
};

/** The modules that fail in one way, each with its condition where there are several. */
const usersText = (conditions: ReadonlyMap<string, string | null>): string => {
  const names = [...conditions].map(([name, condition]) =>
    condition === null ? name : `${name} (if ${condition})`,
  );
  const left = names.length - MOST_NAMED;
  return left > 0
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${left} more`
    : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
};

/** One sentence for all users that fail in the same way. */
export const brokenMessage = (same: readonly Breakage[], suspects: Suspects): string => {
  const [first] = same;
  if (first === undefined) return '';
  const { use, cause } = first;
  const where = placesText(same.map((one) => one.use.architecture));
  const conditions = new Map<string, string | null>();
  for (const { use: one, condition } of same)
    if (!conditions.has(one.object.name)) conditions.set(one.object.name, condition);
  const isAlone = conditions.size === 1;
  const [verb, verbs] = use.kind === 'dynamic' ? ['looks up', 'look up'] : ['needs', 'need'];
  const users = isAlone ? `${use.object.name} ${verb}` : `${usersText(conditions)} ${verbs}`;
  const when = isAlone && first.condition !== null ? ` if ${first.condition}` : '';
  return `${users} ${use.symbol}, ${causeText(cause, use.symbol, suspects)}${when} (on ${where})`;
};
