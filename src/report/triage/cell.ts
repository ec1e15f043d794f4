// One row in words: what the reports of triage that are read as text share. Texts of mail go through `shown` here.
import type { TriageResult, TriageRow, TriageVerdict } from '../../result/triage.js';
import { groupBy, shown } from '../part/edge-line.js';

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

/** `v2, 3mo, 5 patches, 1 reviewed, 1 NAK, edges -2 +0 =4`: what the columns say, without those that say nothing. */
export const wordsOf = (row: TriageRow): string => {
  const { series } = row;
  if (series === null) return '';
  const { reviewed, acked, tested, naks, questions, robotFailures } = series.review;
  const counts: readonly (readonly [number, string])[] = [
    [reviewed, 'reviewed'],
    [acked, 'acked'],
    [tested, 'tested'],
    [naks, naks === 1 ? 'open NAK' : 'open NAKs'],
    [questions, questions === 1 ? 'open question' : 'open questions'],
    [robotFailures, robotFailures === 1 ? 'failure from a robot' : 'failures from robots'],
  ];
  const edges = edgesOf(row);
  return [
    revisionOf(row),
    ageOf(series.ageDays),
    `${patchesOf(row)} ${patchesOf(row) === '1' ? 'patch' : 'patches'}`,
    ...counts.flatMap(([number, name]) => (number === 0 ? [] : [`${number} ${name}`])),
    ...(edges === '' ? [] : [`edges ${edges}`]),
  ].join(', ');
};

/** Where it was tried, when that is not what everybody expects: HEAD, or what the user named. */
const baseOf = ({ base }: TriageRow): string => {
  if (base === null || base.certainty === 'given' || (base.ref === 'HEAD' && base.isTip)) return '';
  const id = base.commit.slice(0, 12);
  if (base.ref === null) return `on ${id} (named by it)`;
  const sure = base.certainty === 'exact' ? '' : ` (${base.matched} of ${base.wanted} files fit)`;
  return `on ${base.isTip ? shown(base.ref) : id}${sure}`;
};

/** `applies to origin/next; origin/master: 2 of 5`, or nothing when it was not tried. */
const ontoOf = ({ onto }: TriageRow): string => {
  if (onto === null) return '';
  const whole = onto.filter(({ applied, total }) => applied === total).map(({ ref }) => shown(ref));
  const part = onto
    .filter(({ applied, total }) => applied < total)
    .map(({ ref, applied, total }) => `${shown(ref)}: ${applied} of ${total}`);
  return [...(whole.length === 0 ? [] : [`applies to ${whole.join(', ')}`]), ...part].join('; ');
};

/** Why, and where it was tried. */
export const reasonOf = (row: TriageRow): string =>
  [shown(row.reason), baseOf(row), ontoOf(row)].filter((text) => text !== '').join('; ');

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
