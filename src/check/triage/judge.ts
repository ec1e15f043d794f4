// The verdict over one row, in the words of a maintainer, and the order of the rows.
import { byCodeUnit } from '../../base/order.js';
import type {
  ReviewCounts,
  TriagedApply,
  TriagedLinks,
  TriageRow,
  TriageVerdict,
} from '../../result/triage.js';
import { samePerson } from '../../series/identity.js';
import type { Patch } from '../../series/patch.js';
import { isTaken, type Objection, type Review, type ReviewTrailer } from '../../series/review.js';
import type { RobotKind } from '../../series/robot.js';
import type { Series } from '../../series/series.js';
import { nameOf, standingOf } from '../../series/standing.js';

/** In the order of rows; see `TriageVerdict`. */
const TRIAGE_VERDICTS: readonly TriageVerdict[] = [
  'ready',
  'needs review',
  'objection open',
  'adds edges',
  'breaks the policy',
  'partly merged',
  'needs rebase',
  'does not apply',
  'breaks bisection',
  'breaks the link',
  'incomplete',
  'error',
  'superseded',
  'merged',
];

const FAILURES: ReadonlySet<RobotKind> = new Set<RobotKind>(['build-failure', 'test-failed', 'warning']);

const REVIEWED = /^(?:reviewed|reviewed-and-tested|tested-and-reviewed|reviewed-and-acked)-by$/i;
const ACKED = /^(?:acked|acked-and-tested|tested-and-acked|reviewed-and-acked)-by$/i;
const TESTED = /^(?:tested|reviewed-and-tested|tested-and-reviewed|acked-and-tested|tested-and-acked)-by$/i;

const isByOther = ({ trailer }: ReviewTrailer, patch: Patch): boolean =>
  trailer.person !== null && !samePerson(trailer.person, patch.author);

const covers = (tag: ReviewTrailer, patch: Patch): boolean =>
  isTaken(tag) &&
  !tag.conditional &&
  (REVIEWED.test(tag.trailer.name) || ACKED.test(tag.trailer.name)) &&
  isByOther(tag, patch);

const isOpen = (objection: Objection, series: Series): boolean =>
  !objection.takenBack && objection.revision === series.revision;

/** The review of what nobody has answered. */
export const NO_REVIEW: ReviewCounts = {
  reviewed: 0,
  acked: 0,
  tested: 0,
  naks: 0,
  reviewedPatches: 0,
  questions: 0,
  robotFailures: 0,
};

/** The tags and objections of people and the reports of robots. */
export const countReview = (series: Series, review: Review): ReviewCounts => {
  const standing = standingOf(series, review);
  const tags = [...review.cover, ...review.patches.flatMap(({ trailers }) => trailers)].filter(isTaken);
  const people = (name: RegExp): number =>
    new Set(
      tags.flatMap(({ trailer }) =>
        name.test(trailer.name) && trailer.person !== null ? [trailer.person.address.toLowerCase()] : [],
      ),
    ).size;
  return {
    reviewed: people(REVIEWED),
    acked: people(ACKED),
    tested: people(TESTED),
    naks: standing.firm.length,
    reviewedPatches: series.patches.filter((patch) =>
      review.patches.find(({ index }) => index === patch.index)?.trailers.some((tag) => covers(tag, patch)),
    ).length,
    questions: standing.questions.length,
    robotFailures: review.robots.filter(({ kind }) => FAILURES.has(kind)).length,
  };
};

/** A sentence about one thing, or about many with their number before it. */
const some = (number: number, one: string, many: string): string =>
  number === 1 ? one : `${number} ${many}`;

/** How far the review is. */
const reviewState = (done: number, total: number): string => {
  if (total === 1) return done === 1 ? 'The patch is reviewed.' : 'Nobody has reviewed the patch.';
  if (done === total) return `All ${total} patches are reviewed.`;
  return done === 0
    ? `None of the ${total} patches is reviewed.`
    : `${done} of ${total} patches ${done === 1 ? 'is' : 'are'} reviewed.`;
};

/** What keeps a series from being taken though nobody objects. */
const openEnds = (series: Series, review: Review, counts: ReviewCounts): readonly string[] => {
  const total = series.patches.length;
  const open = review.objections.filter((one) => isOpen(one, series));
  const doubts = standingOf(series, review).doubtful;
  const next = open.find(({ kind }) => kind === 'superseded-by-author');
  const { robotFailures, questions, reviewedPatches } = counts;
  return [
    ...(next === undefined ? [] : ['The author announces another version.']),
    ...(robotFailures === 0
      ? []
      : [some(robotFailures, 'A robot reports a failure.', 'robots report failures.')]),
    ...doubts.slice(0, 1).map((one) => `${nameOf(one)} has doubts.`),
    ...(reviewedPatches === total ? [] : [reviewState(reviewedPatches, total)]),
    ...(questions === 0 ? [] : [some(questions, 'A question has no answer.', 'questions have no answer.')]),
  ];
};

const MOST_LABELS = 5;

const listOf = (labels: readonly string[]): string =>
  labels.length <= MOST_LABELS
    ? labels.join(', ')
    : `${labels.slice(0, MOST_LABELS).join(', ')} and ${labels.length - MOST_LABELS} more`;

const refusalOf = ({ failure }: TriagedApply): string =>
  failure === null ? '' : `${failure.patch} does not apply at ${failure.path}: ${failure.message}.`;

/** The verdict on a series with patches that do not apply or are merged; undefined when all apply. */
const judgeApply = (
  apply: TriagedApply,
): { readonly verdict: TriageVerdict; readonly reason: string } | undefined => {
  const { total, merged, refused } = apply;
  if (merged.length === total) {
    const reason =
      total === 1 ? 'The tree has the patch already.' : `The tree has all ${total} patches already.`;
    return { verdict: 'merged', reason };
  }
  if (merged.length > 0) {
    const isOpen = apply.failure !== null && !merged.includes(apply.failure.patch);
    const rest = isOpen
      ? refusalOf(apply)
      : some(total - merged.length, 'The other one applies.', 'others apply.');
    const have = `The tree has ${merged.length} of ${total} patches already: ${listOf(merged)}.`;
    return { verdict: 'partly merged', reason: `${have} ${rest}` };
  }
  if (refused === 0) return undefined;
  if (total === 1) return { verdict: 'does not apply', reason: refusalOf(apply) };
  return refused === total
    ? { verdict: 'does not apply', reason: `None of the ${total} patches applies. ${refusalOf(apply)}` }
    : {
        verdict: 'needs rebase',
        reason: `${total - refused} of ${total} patches apply. ${refusalOf(apply)}`,
      };
};

/** What is known of a series that was read. */
export interface Known {
  readonly series: Series;
  readonly review: Review;
  readonly counts: ReviewCounts;
  /** Why it cannot be tried; null when it was. */
  readonly incomplete: string | null;
  readonly apply: TriagedApply | null;
  readonly links: TriagedLinks | null;
}

/** A message of our own begins with a small letter; a name, a path or a symbol that it begins with stays. */
const capital = (text: string): string =>
  text.replace(/^(?:patch|no|not)\b/, (word) => word[0]?.toUpperCase() + word.slice(1));

/** One line that ends as a sentence does. */
const sentenceOf = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[.!?]["')\]]?$/.test(line) ? line : `${line}.`;
};

const andMore = (more: number, what: string): string =>
  more === 0 ? '' : ` There ${more === 1 ? `is 1 more ${what}` : `are ${more} more ${what}s`}.`;

/** The verdict of a series and, in whole sentences on one line, why. */
export const judgeSeries = (known: Known): { readonly verdict: TriageVerdict; readonly reason: string } => {
  const { series, review, counts, incomplete, apply, links } = known;
  const say = (verdict: TriageVerdict, reason: string) => ({ verdict, reason: sentenceOf(reason) });
  if (incomplete !== null) return say('incomplete', capital(incomplete));
  const link = links?.broken.find(({ kind }) => kind === 'broken-link');
  if (link !== undefined) return say('breaks the link', `After ${link.patch}: ${link.message}`);
  const [broken] = links?.broken ?? [];
  if (broken !== undefined) return say('breaks bisection', `After ${broken.patch}: ${broken.message}`);
  const refused = apply === null ? undefined : judgeApply(apply);
  if (refused !== undefined) return say(refused.verdict, refused.reason);
  const [violation, ...others] = links?.violations ?? [];
  if (violation !== undefined) {
    return say('breaks the policy', sentenceOf(violation) + andMore(others.length, 'violation'));
  }
  if (links !== null && links.unknown > 0) {
    return say('adds edges', `It adds ${links.unknown} ${links.unknown === 1 ? 'edge' : 'edges'}.`);
  }
  const [objection] = standingOf(series, review).firm;
  if (objection !== undefined) {
    const where = objection.patch === null ? 'the series' : `${objection.patch}/${series.expected}`;
    const said = sentenceOf(`${nameOf(objection)} objects to ${where}: "${objection.quote}"`);
    return say('objection open', said + andMore(counts.naks - 1, 'objection'));
  }
  const open = openEnds(series, review, counts);
  if (open.length > 0) return say('needs review', open.join(' '));
  return say('ready', reviewState(series.patches.length, series.patches.length));
};

/** Patches that still lack a review: what is nearest to be done comes first, and last what is no series. */
const lacking = ({ series }: TriageRow): number =>
  series === null ? Number.MAX_SAFE_INTEGER : series.patches - series.review.reviewedPatches;

/** By verdict, then what lacks the fewest reviews, then what has waited longest. */
export const byActionable = (a: TriageRow, b: TriageRow): number =>
  TRIAGE_VERDICTS.indexOf(a.verdict) - TRIAGE_VERDICTS.indexOf(b.verdict) ||
  lacking(a) - lacking(b) ||
  (b.series?.ageDays ?? -1) - (a.series?.ageDays ?? -1) ||
  byCodeUnit(a.title, b.title) ||
  byCodeUnit(a.series?.messageId ?? '', b.series?.messageId ?? '');
