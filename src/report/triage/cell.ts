// One row in words: what the reports of triage that are read as text share. Texts of mail go through `shown` here.
import { groupBy } from '../../base/group.js';
import type { ReviewCounts, TriageResult, TriageRow, TriageVerdict } from '../../result/triage.js';
import { sentence, shown } from '../part/edge-line.js';
import { day } from '../part/mail-line.js';

/** Days, then weeks, months, years: `3d`, `5w`, `7mo`, `2y`. */
export const ageOf = (days: number | null): string => {
  if (days === null) return '?';
  if (days < 14) return `${days}d`;
  if (days < 100) return `${Math.floor(days / 7)}w`;
  return days < 730 ? `${Math.floor(days / 30)}mo` : `${Math.floor(days / 365)}y`;
};

/** `5`, or `8/9` when some are not there. */
export const patchesOf = ({ series }: TriageRow): string => {
  if (series === null) return '';
  return series.patches === series.expected ? String(series.patches) : `${series.patches}/${series.expected}`;
};

/** `v2`. */
export const revisionOf = ({ series }: TriageRow): string => (series === null ? '' : `v${series.revision}`);

export const titleOf = ({ series, title }: TriageRow): string =>
  `${series?.rfc ? 'RFC: ' : ''}${shown(title)}`;

/** `-2 +0 =4`, or nothing when edges were not analysed. */
export const edgesOf = ({ links }: TriageRow): string =>
  links === null ? '' : `-${links.removed} +${links.added} =${links.remaining}`;

/** What people and robots said, as a number. */
export interface CountColumn {
  readonly head: string;
  readonly meaning: string;
  readonly one: string;
  readonly many: string;
  readonly bad: boolean;
  readonly count: (review: ReviewCounts) => number;
}

export const COUNT_COLUMNS: readonly CountColumn[] = [
  {
    head: 'R',
    meaning: 'people who reviewed',
    one: 'reviewed',
    many: 'reviewed',
    bad: false,
    count: ({ reviewed }) => reviewed,
  },
  {
    head: 'A',
    meaning: 'people who acked',
    one: 'acked',
    many: 'acked',
    bad: false,
    count: ({ acked }) => acked,
  },
  {
    head: 'T',
    meaning: 'people who tested',
    one: 'tested',
    many: 'tested',
    bad: false,
    count: ({ tested }) => tested,
  },
  {
    head: 'N',
    meaning: 'open NAKs',
    one: 'open NAK',
    many: 'open NAKs',
    bad: true,
    count: ({ naks }) => naks,
  },
  {
    head: '?',
    meaning: 'questions without an answer',
    one: 'open question',
    many: 'open questions',
    bad: false,
    count: ({ questions }) => questions,
  },
  {
    head: '!',
    meaning: 'failures from robots',
    one: 'failure from a robot',
    many: 'failures from robots',
    bad: true,
    count: ({ robotFailures }) => robotFailures,
  },
];

/** The columns that have a number in some row. */
export const filledColumns = ({ rows }: Pick<TriageResult, 'rows'>): readonly CountColumn[] =>
  COUNT_COLUMNS.filter(({ count }) => rows.some(({ series }) => series !== null && count(series.review) > 0));

/** `v2, 3mo, 5 patches, 1 reviewed, 1 NAK, edges -2 +0 =4`: what the columns say, without those that say nothing. */
export const wordsOf = (row: TriageRow): string => {
  const { series } = row;
  if (series === null) return '';
  const edges = edgesOf(row);
  return [
    revisionOf(row),
    ageOf(series.ageDays),
    `${patchesOf(row)} ${patchesOf(row) === '1' ? 'patch' : 'patches'}`,
    ...COUNT_COLUMNS.flatMap(({ one, many, count }) => {
      const number = count(series.review);
      return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
    }),
    ...(edges === '' ? [] : [`edges ${edges}`]),
  ].join(', ');
};

/** `Nora Winter`; nothing for an input without a series. */
export const authorOf = ({ series }: Pick<TriageRow, 'series'>): string =>
  series === null ? '' : shown(series.author.replace(/\s*<[^<>]*>$/, ''));

/** `Nora Winter, 2026-03-02, <id@example.org>`; nothing for an input without a series. */
export const senderOf = ({ series }: TriageRow): string => {
  if (series === null) return '';
  return `${authorOf({ series })}, ${day(series.date)}, <${shown(series.messageId)}>`;
};

/** Where it was tried, when that is not what everybody expects: HEAD, or what the user named. */
const baseOf = ({ base }: TriageRow): string => {
  if (base === null || base.certainty === 'given' || (base.ref === 'HEAD' && base.isTip)) return '';
  const id = base.commit.slice(0, 12);
  if (base.ref === null) return `It names its base, ${id}.`;
  const sure = base.certainty === 'exact' ? '' : `, where ${base.matched} of ${base.wanted} files fit`;
  return `It was tried on ${base.isTip ? shown(base.ref) : id}${sure}.`;
};

/** `It applies to origin/next. 2 of 5 patches apply to origin/master.`, or nothing when it was not tried. */
const ontoOf = ({ onto }: TriageRow): string => {
  if (onto === null) return '';
  const whole = onto.filter(({ applied, total }) => applied === total).map(({ ref }) => shown(ref));
  const part = onto
    .filter(({ applied, total }) => applied < total)
    .map(({ ref, applied, total }) => `${applied} of ${total} patches apply to ${shown(ref)}.`);
  return [...(whole.length === 0 ? [] : [`It applies to ${whole.join(', ')}.`]), ...part].join(' ');
};

/** Why, and where it was tried. */
export const reasonOf = (row: TriageRow): string =>
  [row.news ?? '', sentence(row.reason), baseOf(row), ontoOf(row)].filter((text) => text !== '').join(' ');

/** That none of the series that were tried has anything to do with the tree; nothing when one has. */
const foreignOf = ({ rows }: TriageResult): string => {
  const tried = rows.flatMap(({ apply }) => (apply === null ? [] : [apply]));
  const isForeign = tried.every(({ refused, total, merged }) => refused === total && merged.length === 0);
  return tried.length === 0 || !isForeign
    ? ''
    : 'No series here is for this tree: none of their patches applies, and the tree has none of them.';
};

/** What is to be known before the rows: about the tree, and that no series is for it. */
export const noteOf = (result: TriageResult): string =>
  [result.news ?? '', foreignOf(result)].filter((text) => text !== '').join(' ');

/** The rows of one verdict. */
export interface VerdictGroup {
  readonly verdict: TriageVerdict;
  readonly rows: readonly TriageRow[];
}

/** Rows of one verdict together, in the order in which they come. */
export const groupsOf = ({ rows }: TriageResult): readonly VerdictGroup[] =>
  [...groupBy(rows, ({ verdict }) => verdict)].map(([verdict, some]) => ({
    verdict: verdict as TriageVerdict,
    rows: some,
  }));

/** `32 series: 1 ready, 31 does not apply`. */
export const summaryOf = (result: TriageResult): string => {
  const counts = groupsOf(result).map(({ verdict, rows }) => `${rows.length} ${verdict}`);
  return counts.length === 0 ? 'no series' : `${result.rows.length} series: ${counts.join(', ')}`;
};

/** What the edges are between; nothing when none were asked for. */
export const pairOf = ({ between }: TriageResult): string =>
  between === null ? '' : `${shown(between[0])} and ${shown(between[1])}`;
