// The words for links that fail.
import { byCodeUnit } from '../../../base/order.js';
import type { BreakageCause } from '../../../user/breakage.js';
import type { Refusal } from '../../../user/grant.js';
import type { Failure } from './failure.js';
import type { Suspects } from './suspect.js';

const REFUSALS: {
  readonly [kind in Refusal['kind']]: (refusal: Refusal & { readonly kind: kind }) => string;
} = {
  modules: ({ modules }) => `exported only for ${modules.replaceAll(',', ', ')}`,
  namespace: ({ namespace }) => `exported in namespace ${namespace}, which it does not import`,
  license: ({ license }) => `exported for GPL modules only, and its license is "${license}"`,
};

const refusalText = (refusal: Refusal): string =>
  (REFUSALS[refusal.kind] as (refusal: Refusal) => string)(refusal);

interface Place {
  readonly path: string;
  readonly line: number;
}

const placeOf = ({ path, line }: Place): string => `${path}:${line}`;

/** Why uses of symbols fail, as a clause that follows the symbols. */
export const causeText = (
  cause: BreakageCause,
  symbols: readonly string[],
  { changes, lost }: Pick<Suspects, 'changes' | 'lost'>,
): string => {
  const [symbol = ''] = symbols;
  const is = symbols.length === 1 ? 'is' : 'are';
  const before: Place | undefined = changes.get(symbol)?.before?.place;
  const since = (place: Place | undefined): string =>
    place === undefined ? '' : ` (it was at ${placeOf(place)})`;
  /** Several symbols share the file, not the line. */
  const at = (place: Place): string => (symbols.length === 1 ? placeOf(place) : place.path);
  switch (cause.kind) {
    case 'undefined':
      return cause.unbuilt === null
        ? before === undefined && !lost.has(symbol)
          ? 'which nothing defines'
          : `which nothing defines any more${since(before ?? lost.get(symbol))}`
        : `which only ${at(cause.unbuilt)} defines, and no Makefile lists that file`;
    case 'unexported':
      return before === undefined
        ? 'which is not exported'
        : `which is not exported any more${since(before)}`;
    case 'refused':
      return `which ${is} ${refusalText(cause.refusal)} (${at(cause.export.place)})`;
    case 'not-gpl':
      return `which is not exported for GPL modules alone (${at(cause.export.place)}): the lookup gives NULL`;
    case 'elsewhere':
      return `which ${is} ${cause.isExport ? 'exported' : 'defined'} at ${at(cause.export.place)}, but not in every configuration that has both`;
  }
};

/** A driver that every architecture can build is one line all the same. */
const MOST_ARCHITECTURES = 5;
/** An export that hundreds of modules use is shown with the first of them. */
const MOST_NAMED = 8;
/** A condition that is longer is shown by its shortest alternative. */
const LONGEST_CONDITION = 60;

const placesText = (architectures: readonly string[]): string => {
  const names = [...new Set(architectures)].sort(byCodeUnit);
  if (names.length <= MOST_ARCHITECTURES) return names.join(', ');
  const first = names.includes('x86') ? 'x86' : names[0];
  return `${first} and ${names.length - 1} more architectures`;
};

const listText = (all: readonly string[], most: number = MOST_NAMED): string => {
  const left = all.length - most;
  return left > 0
    ? `${all.slice(0, most).join(', ')} and ${left} more`
    : all.join(', ').replace(/, ([^,]*)$/, ' and $1');
};

/** ` if A`; of a long condition one alternative. */
const conditionClause = (condition: string): string => {
  if (condition.length <= LONGEST_CONDITION) return ` if ${condition}`;
  const shortest = condition.split(' || ').reduce((a, b) => (b.length < a.length ? b : a));
  return ` ${shortest === condition ? '' : 'for example '}if ${shortest}`;
};

/** The modules that fail in one way, each with its condition where a few have different ones. */
const usersText = (conditions: ReadonlyMap<string, string | null>): string => {
  const isShort = [...conditions.values()].join('').length <= LONGEST_CONDITION;
  return listText(
    [...conditions].map(([name, condition]) =>
      condition === null || !isShort ? name : `${name} (if ${condition})`,
    ),
  );
};

/** One sentence for all users that fail in the same way. */
export const brokenMessage = (same: readonly Failure[], suspects: Suspects): string => {
  const [first] = same;
  if (first === undefined) return '';
  const { use, cause, condition } = first.breakage;
  const conditions = new Map<string, string | null>();
  for (const { breakage } of same)
    if (!conditions.has(breakage.use.object.name))
      conditions.set(breakage.use.object.name, breakage.condition);
  const symbols = [...new Set(same.map(({ breakage }) => breakage.use.symbol))];
  const isAlone = conditions.size === 1;
  const verb = `${use.kind === 'dynamic' ? 'look' : 'need'}${isAlone ? 's' : ''}${use.kind === 'dynamic' ? ' up' : ''}`;
  const isShared = new Set(conditions.values()).size === 1;
  const users = isShared ? listText([...conditions.keys()]) : usersText(conditions);
  const isSaid = !isShared && users.includes(' (if ');
  const when = condition === null || isSaid ? '' : conditionClause(condition);
  const where = placesText(same.flatMap(({ architectures }) => architectures));
  return `${users} ${verb} ${listText(symbols, symbols.length)}, ${causeText(cause, symbols, suspects)}${when} (on ${where})`;
};
