// What became of the objections to the earlier revision, and which are new. A firm NAK stands until it is taken back or
// its patch is gone; anything less counts as answered when the patch it is about has changed.

import type { ComparedObjection, ObjectionReason } from '../../result/comparison.js';
import { formatMailbox } from '../../result/series.js';
import { samePerson } from '../../series/identity.js';
import type { Objection } from '../../series/review.js';
import type { PatchPair } from './pair.js';
import type { ReviewedSeries } from './tag.js';

const STATES: { readonly [reason in ObjectionReason]: ComparedObjection['state'] } = {
  'taken-back': 'answered',
  'patch-changed': 'answered',
  'patch-removed': 'answered',
  superseded: 'answered',
  'patch-unchanged': 'open',
  'not-taken-back': 'open',
  'on-series': 'open',
  'raised-again': 'open',
  'first-raised': 'new',
};

const ORDER: readonly ComparedObjection['state'][] = ['answered', 'open', 'new'];

const reasonOf = (objection: Objection, pair: PatchPair | undefined, again: boolean): ObjectionReason => {
  if (again) return 'raised-again';
  if (objection.takenBack) return 'taken-back';
  if (objection.kind === 'superseded-by-author') return 'superseded';
  if (objection.patch === null) return 'on-series';
  if (pair?.after === null) return 'patch-removed';
  if (pair === undefined || pair.change === 'same') return 'patch-unchanged';
  return objection.kind === 'nak' && !objection.tentative ? 'not-taken-back' : 'patch-changed';
};

const result = (
  objection: Objection,
  reason: ObjectionReason,
  numbers: Pick<ComparedObjection, 'before' | 'after' | 'again'>,
): ComparedObjection => ({
  state: STATES[reason],
  reason,
  kind: objection.kind,
  tentative: objection.tentative,
  by: formatMailbox(objection.by),
  date: objection.date?.toISOString() ?? null,
  quote: objection.quote,
  messageId: objection.messageId,
  ...numbers,
});

const raisedTo = ({ series, review }: ReviewedSeries): readonly Objection[] =>
  review.objections.filter(({ revision }) => revision === series.revision);

/** The objections to both revisions: answered, then open, then new. */
export const compareObjections = (
  pairs: readonly PatchPair[],
  before: ReviewedSeries,
  after: ReviewedSeries,
): readonly ComparedObjection[] => {
  const fresh = raisedTo(after);
  const repeated = new Set<Objection>();
  const old = raisedTo(before).map((objection) => {
    const pair = pairs.find((one) => one.before !== null && one.before.index === objection.patch);
    const place = objection.patch === null ? null : (pair?.after?.index ?? null);
    const isAbout = (one: Objection): boolean =>
      objection.patch === null ? one.patch === null : place !== null && one.patch === place;
    const again = fresh.find(
      (one) =>
        one.messageId !== objection.messageId &&
        !one.takenBack &&
        isAbout(one) &&
        samePerson(one.by, objection.by),
    );
    if (again !== undefined) repeated.add(again);
    const reason = reasonOf(objection, pair, again !== undefined);
    return result(objection, reason, {
      before: objection.patch,
      after: place,
      again: again?.messageId ?? null,
    });
  });
  const rest = fresh
    .filter((one) => !repeated.has(one))
    .map((objection) => {
      const pair = pairs.find((one) => one.after !== null && one.after.index === objection.patch);
      return result(objection, objection.takenBack ? 'taken-back' : 'first-raised', {
        before: objection.patch === null ? null : (pair?.before?.index ?? null),
        after: objection.patch,
        again: null,
      });
    });
  // A stable sort: within a state by time, as the reviews have them.
  return [...old, ...rest].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
};
