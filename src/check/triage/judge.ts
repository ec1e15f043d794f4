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
  'does not apply',
  'breaks bisection',
  'breaks the link',
  'incomplete',
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

/** What people and robots said. */
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

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** What keeps a series from being taken though nobody objects. */
const openEnds = (series: Series, review: Review, counts: ReviewCounts): readonly string[] => {
  const total = series.patches.length;
  const without = total - counts.reviewedPatches;
  const open = review.objections.filter((one) => isOpen(one, series));
  const doubts = standingOf(series, review).doubtful;
  const next = open.find(({ kind }) => kind === 'superseded-by-author');
  return [
    ...(next === undefined ? [] : ['the author announces another version']),
    ...(counts.robotFailures === 0
      ? []
      : [count(counts.robotFailures, 'failure from robots', 'failures from robots')]),
    ...doubts.slice(0, 1).map((one) => `${nameOf(one)} has doubts`),
    ...(without === 0
      ? []
      : [
          total === 1
            ? 'no review'
            : `${without === total ? 'none' : total - without} of ${total} patches reviewed`,
        ]),
    ...(counts.questions === 0
      ? []
      : [count(counts.questions, 'question without an answer', 'questions without an answer')]),
  ];
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

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The verdict of a series and, in one line, why. */
export const judgeSeries = (known: Known): { readonly verdict: TriageVerdict; readonly reason: string } => {
  const { series, review, counts, incomplete, apply, links } = known;
  const say = (verdict: TriageVerdict, reason: string) => ({ verdict, reason: oneLine(reason) });
  if (incomplete !== null) return say('incomplete', incomplete);
  const link = links?.broken.find(({ kind }) => kind === 'broken-link');
  if (link !== undefined) return say('breaks the link', `after ${link.patch}: ${link.message}`);
  const [broken] = links?.broken ?? [];
  if (broken !== undefined) return say('breaks bisection', `after ${broken.patch}: ${broken.message}`);
  if (apply !== null && apply.failure !== null) {
    const { patch, path, message } = apply.failure;
    return say('does not apply', `${patch} at ${path}: ${message}`);
  }
  const [violation, ...others] = links?.violations ?? [];
  if (violation !== undefined) {
    return say(
      'breaks the policy',
      others.length === 0 ? violation : `${violation} (and ${others.length} more)`,
    );
  }
  if (links !== null && links.unknown > 0) return say('adds edges', `${count(links.unknown, 'edge')} added`);
  const [objection] = standingOf(series, review).firm;
  if (objection !== undefined) {
    const where = objection.patch === null ? 'the series' : `${objection.patch}/${series.expected}`;
    const who = `${nameOf(objection)} objects to ${where}`;
    const more = counts.naks > 1 ? ` (and ${counts.naks - 1} more)` : '';
    return say('objection open', `${who}${more}: "${objection.quote}"`);
  }
  const open = openEnds(series, review, counts);
  if (open.length > 0) return say('needs review', open.join('; '));
  const all = series.patches.length;
  return say('ready', all === 1 ? 'reviewed' : `all ${all} patches reviewed`);
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
