// From what was found out about a series to its row.
import { formatMailbox } from '../../result/series.js';
import type { TriagedBase, TriagedLinks, TriagedSeries, TriageRow } from '../../result/triage.js';
import { headOf } from '../../series/posting.js';
import type { Review } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import type { ThreadMail } from '../../series/thread.js';
import { replyOf } from '../reply-address.js';
import type { FoundBase } from '../series-base.js';
import { countReview, judgeSeries, NO_REVIEW } from './judge.js';
import { inputsOf, type Unread } from './read-series.js';
import type { Tried } from './try-series.js';

const DAY_MS = 24 * 3600 * 1000;

const baseRow = ({ commit, guess }: FoundBase): TriagedBase => {
  if (guess === null) return { commit, ref: null, isTip: false, certainty: 'given', matched: 0, wanted: 0 };
  const { ref, isTip, certainty, matched, wanted } = guess;
  return { commit, ref, isTip, certainty, matched, wanted };
};

const revisionsOf = (series: Series): readonly number[] =>
  [...new Set(series.revisions.map(({ revision }) => revision))].sort((a, b) => a - b);

/** Who sent a mail, and when. */
const mailRow = (
  mail: ThreadMail | undefined,
  now: Date,
): Pick<TriagedSeries, 'author' | 'messageId' | 'date' | 'ageDays'> => {
  const date = mail?.message.date ?? null;
  return {
    author: mail === undefined ? '' : formatMailbox(mail.message.from),
    messageId: mail?.id ?? '',
    date: date === null ? null : date.toISOString(),
    ageDays: date === null ? null : Math.max(0, Math.floor((now.getTime() - date.getTime()) / DAY_MS)),
  };
};

const seriesRow = (series: Series, review: Review, now: Date): TriagedSeries => ({
  revision: series.revision,
  revisions: revisionsOf(series),
  rfc: series.rfc,
  expected: series.expected,
  patches: series.patches.length,
  ...mailRow(series.cover?.mail ?? series.patches[0]?.mail, now),
  review: countReview(series, review),
  ...replyOf(series),
});

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

const UNTRIED = { base: null, apply: null, onto: null, links: null } as const;

/** A row for each older revision of a series. */
export const supersededRows = (series: Series, now: Date): readonly TriageRow[] => {
  const latest = mailRow(series.cover?.mail ?? series.patches[0]?.mail, now);
  const of = latest.date === null ? '' : ` of ${latest.date.slice(0, 10)}`;
  const older = series.lineage.filter(({ number }) => number < series.revision);
  return older.map(({ number, posting }) => {
    const head = headOf(posting);
    return {
      verdict: 'superseded',
      reason: `v${series.revision}${of} is in the input.`,
      title: head.subject.title,
      inputs: [head.message.place.input],
      series: {
        revision: number,
        revisions: revisionsOf(series),
        rfc: head.subject.rfc,
        expected: posting.expected,
        patches: posting.patches.size,
        ...mailRow(head, now),
        review: NO_REVIEW,
      },
      ...UNTRIED,
    };
  });
};

/** The row of an input without a series. */
export const unreadRow = ({ input, reason, failed }: Unread): TriageRow => ({
  verdict: failed ? 'error' : 'incomplete',
  reason: `${failed ? 'It cannot be read' : 'It holds no series'}: ${reason.replace(`${input}: `, '').replace(/\s+/g, ' ').trim()}.`,
  title: input,
  inputs: [input],
  series: null,
  ...UNTRIED,
});
