// From what was found out about a series to its row.
import { formatMailbox } from '../../result/series.js';
import type { TriagedBase, TriagedLinks, TriagedSeries, TriageRow } from '../../result/triage.js';
import type { Review } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import type { FoundBase } from '../series-base.js';
import { countReview, judgeSeries } from './judge.js';
import { inputsOf, type Unread } from './read-series.js';
import type { Tried } from './try-series.js';

const DAY_MS = 24 * 3600 * 1000;

const baseRow = ({ commit, guess }: FoundBase): TriagedBase => {
  if (guess === null) return { commit, ref: null, isTip: false, certainty: 'given', matched: 0, wanted: 0 };
  const { ref, isTip, certainty, matched, wanted } = guess;
  return { commit, ref, isTip, certainty, matched, wanted };
};

const seriesRow = (series: Series, review: Review, now: Date): TriagedSeries => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  const date = head?.message.date ?? null;
  return {
    revision: series.revision,
    revisions: [...new Set(series.revisions.map(({ revision }) => revision))].sort((a, b) => a - b),
    rfc: series.rfc,
    expected: series.expected,
    patches: series.patches.length,
    author: head === undefined ? '' : formatMailbox(head.message.from),
    messageId: head?.id ?? '',
    date: date === null ? null : date.toISOString(),
    ageDays: date === null ? null : Math.max(0, Math.floor((now.getTime() - date.getTime()) / DAY_MS)),
    review: countReview(series, review),
  };
};

/** The row of a series; `links` is null when they were not analysed. */
export const rowOf = (tried: Tried, links: TriagedLinks | null, now: Date): TriageRow => {
  const { series, review, base, apply, onto } = tried;
  const row = seriesRow(series, review, now);
  return {
    ...judgeSeries({ ...tried, counts: row.review, links }),
    title: series.title,
    inputs: inputsOf(series),
    series: row,
    base: base === null ? null : baseRow(base),
    apply,
    onto,
    links,
  };
};

/** The row of an input without a series. */
export const unreadRow = ({ input, reason }: Unread): TriageRow => ({
  verdict: 'incomplete',
  reason: reason.replace(`${input}: `, '').replace(/\s+/g, ' ').trim(),
  title: input,
  inputs: [input],
  series: null,
  base: null,
  apply: null,
  onto: null,
  links: null,
});
