// Which tags a patch gained and lost from one revision to the next, whoever wrote them where: a tag that was given in an
// answer and then folded into the patch is the same tag.

import type { TagChanges } from '../../result/comparison.js';
import type { Tag } from '../../result/verdict.js';
import { isTaken, type Review, type ReviewTrailer } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import { trailerKey } from '../../series/trailer.js';
import type { PatchPair } from './pair.js';

/** A revision with the state of its review. */
export interface ReviewedSeries {
  readonly series: Series;
  readonly review: Review;
}

const tagOf = ({ trailer, messageId }: ReviewTrailer): Tag => ({
  name: trailer.name,
  value: trailer.value,
  messageId,
});

const tagsOf = ({ review }: ReviewedSeries, index: number | undefined): readonly ReviewTrailer[] =>
  (review.patches.find((one) => one.index === index)?.trailers ?? []).filter(isTaken);

const without = (
  tags: readonly ReviewTrailer[],
  others: readonly ReviewTrailer[],
): readonly ReviewTrailer[] => {
  const known = new Set(others.map(({ trailer }) => trailerKey(trailer)));
  return tags.filter(({ trailer }) => !known.has(trailerKey(trailer)));
};

/** The tag of the author, which every added or removed patch has: it is no news. */
const isSignOff = ({ trailer }: ReviewTrailer): boolean => trailer.name.toLowerCase() === 'signed-off-by';

/** What one pair of patches gained and lost; `compareCoverTags` reports the tags of the cover letter once. */
export const compareTags = (pair: PatchPair, before: ReviewedSeries, after: ReviewedSeries): TagChanges => {
  const old = tagsOf(before, pair.before?.index);
  const now = tagsOf(after, pair.after?.index);
  const isLone = pair.before === null || pair.after === null;
  const changes = (tags: readonly ReviewTrailer[]): readonly Tag[] =>
    tags.filter((tag) => tag.source !== 'cover' && !(isLone && isSignOff(tag))).map(tagOf);
  return { gained: changes(without(now, old)), lost: changes(without(old, now)) };
};

/** Tags of the one cover letter that neither the other one has, nor every patch of its revision. */
const onlyOn = (one: ReviewedSeries, other: ReviewedSeries): readonly Tag[] =>
  without(one.review.cover.filter(isTaken), other.review.cover.filter(isTaken))
    .filter(
      (tag) => !other.series.patches.every(({ index }) => without([tag], tagsOf(other, index)).length === 0),
    )
    .map(tagOf);

/** What the cover letter gained and lost. */
export const compareCoverTags = (before: ReviewedSeries, after: ReviewedSeries): TagChanges => ({
  gained: onlyOn(after, before),
  lost: onlyOn(before, after),
});
