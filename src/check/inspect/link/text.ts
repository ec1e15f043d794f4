// The words for links that fail.
import { byCodeUnit } from '../../../base/order.js';
import type { Breakage, BreakageCause } from '../../../user/breakage.js';
import type { ExportChange } from '../../../user/export-change.js';
import type { Refusal } from '../../../user/grant.js';

const REFUSALS: {
  readonly [kind in Refusal['kind']]: (refusal: Refusal & { readonly kind: kind }) => string;
} = {
  modules: ({ modules }) => `is exported only for ${modules.replaceAll(',', ', ')}`,
  namespace: ({ namespace }) => `is exported in namespace ${namespace}, which it does not import`,
  license: ({ license }) => `is exported for GPL modules only, and its license is "${license}"`,
};

const refusalText = (refusal: Refusal): string =>
  (REFUSALS[refusal.kind] as (refusal: Refusal) => string)(refusal);

const placeOf = ({ path, line }: { readonly path: string; readonly line: number }): string =>
  `${path}:${line}`;

const causeText = (cause: BreakageCause, change: ExportChange | undefined): string => {
  const since = change?.before ? ` (it was at ${placeOf(change.before.place)})` : '';
  switch (cause.kind) {
    case 'undefined':
      return `which nothing defines any more${since}`;
    case 'unexported':
      return change === undefined ? 'which is not exported' : `which is not exported any more${since}`;
    case 'refused':
      return `which ${refusalText(cause.refusal)} (${placeOf(cause.export.place)})`;
    case 'elsewhere':
      return `which is exported at ${placeOf(cause.export.place)}, but not in every configuration that has both`;
  }
};

/** A driver that every architecture can build is one line all the same. */
const MOST_ARCHITECTURES = 5;

const placesText = (architectures: readonly string[]): string => {
  const names = [...new Set(architectures)].sort(byCodeUnit);
  if (names.length <= MOST_ARCHITECTURES) return names.join(', ');
  const [first = ''] = architectures;
  return `${first} and ${names.length - 1} more architectures`;
};

/** One sentence for a user that fails in the same way on several architectures. */
export const brokenMessage = (same: readonly Breakage[], change: ExportChange | undefined): string => {
  const [first] = same;
  if (first === undefined) return '';
  const { use, cause, condition } = first;
  const where = placesText(same.map((one) => one.use.architecture));
  const verb = use.kind === 'dynamic' ? 'looks up' : 'needs';
  const when = condition === null ? '' : ` if ${condition}`;
  return `${use.object.name} ${verb} ${use.symbol}, ${causeText(cause, change)}${when} (on ${where})`;
};
