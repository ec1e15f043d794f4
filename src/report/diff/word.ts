// The words for a comparison of two revisions, shared by all reports for people.
import { counted } from '../../base/count.js';
import type {
  ComparedObjection,
  ComparedRevision,
  Comparison,
  ObjectionReason,
  PatchChange,
  PatchComparison,
  RevisionEdges,
  SymbolLine,
} from '../../result/comparison.js';
import type { ApplyFailure, Edge, State, Tag } from '../../result/verdict.js';
import { codeLine, conditionOf, sentence, shown } from '../part/edge-line.js';
import { escapePlain } from '../part/escape.js';

/** Of rows that are not drawn. */
export const leftOutWords = (number: number): string =>
  number === 1 ? '1 more patch changes no edge' : `${number} more patches change no edge`;

/** `v2`. */
const nameOf = ({ revision }: ComparedRevision): string => `v${revision}`;

/** `v1` and `v2`; when both have one number, which one is meant. */
export const namesOf = ({ before, after }: Comparison): readonly [string, string] =>
  before.revision === after.revision
    ? [`${nameOf(before)} (first)`, `${nameOf(after)} (second)`]
    : [nameOf(before), nameOf(after)];

/** `KVM, vfio: some title: v1 and v2`. */
export const titleOf = (comparison: Comparison): string =>
  `${shown(comparison.after.title)}: ${namesOf(comparison).join(' and ')}`;

/** `3 patches, Ann Author <ann@example.org>, 2026-04-07`. */
export const revisionWords = ({ patches, missing, author, date }: ComparedRevision): string =>
  [
    counted(patches, 'patch', 'patches') + (missing.length === 0 ? '' : ` (${missing.length} missing)`),
    shown(author),
    date?.slice(0, 10) ?? 'undated',
  ].join(', ');

/** git's own marks (git-range-diff(1)). */
export const MARKS: { readonly [change in PatchChange]: string } = {
  same: '=',
  reworded: '!',
  changed: '!',
  removed: '<',
  added: '>',
};

export const CHANGES: { readonly [change in PatchChange]: string } = {
  same: 'the same',
  reworded: 'only the message changed',
  changed: 'changed',
  removed: 'dropped',
  added: 'new',
};

/** `1/3`; `-` for none. */
export const labelOf = (patch: PatchComparison['before'], { patches }: ComparedRevision): string =>
  patch === null ? '-' : `${patch.number}/${patches}`;

/** `1/3 -> 2/4`; `1/3` where both are called that. */
export const pairLabel = (pair: PatchComparison, { before, after }: Comparison): string => {
  const [old, now] = [labelOf(pair.before, before), labelOf(pair.after, after)];
  return old === now ? now : `${old} -> ${now}`;
};

export const subjectOf = ({ before, after }: PatchComparison): string =>
  shown((after ?? before)?.subject ?? '');

/** `Reviewed-by: Ann Author <ann@example.org>`. */
export const tagWords = ({ name, value }: Tag): string => shown(`${name}: ${value}`);

/** Why a lost tag is worth a second look. */
export const lostNote = (change: PatchChange): string =>
  change === 'same' || change === 'reworded' ? 'lost, though the diff is the same' : 'lost';

const KINDS: { readonly [kind in ComparedObjection['kind']]: string } = {
  nak: 'NAK',
  'request-to-drop': 'asked to drop',
  'superseded-by-author': 'author announced another version',
  question: 'question',
};

const REASONS: { readonly [reason in ObjectionReason]: string } = {
  'taken-back': 'taken back',
  'patch-changed': 'its patch has changed',
  'patch-removed': 'its patch is gone',
  superseded: 'that version is here',
  'patch-unchanged': 'its patch is the same',
  'not-taken-back': 'its patch has changed, but nobody took it back',
  'on-series': 'about the series as a whole',
  'raised-again': 'raised again',
  'first-raised': 'not raised before',
};

/** `NAK (tentative) on 1/3`. */
export const objectionHead = (objection: ComparedObjection, comparison: Comparison): string => {
  const { kind, tentative, before, after } = objection;
  const place =
    after !== null && objection.state === 'new'
      ? `${after}/${comparison.after.patches}`
      : before !== null
        ? `${before}/${comparison.before.patches}`
        : after !== null
          ? `${after}/${comparison.after.patches}`
          : 'the series';
  return `${KINDS[kind]}${tentative ? ' (tentative)' : ''} on ${place}`;
};

/** Who raised it, and when. */
export const objectorOf = ({ by, date }: ComparedObjection): string =>
  `${shown(by)}, ${date?.slice(0, 10) ?? 'undated'}`;

export const reasonWords = ({ reason }: ComparedObjection): string => REASONS[reason];

/** `kvm -> vfio vfio_file_bind_kvm (dynamic) if PCI`. */
export const edgeWords = (edge: Edge): string => {
  const condition = conditionOf(edge);
  return `${shown(edge.symbol)} (${edge.kind}, ${shown(edge.consumer)} -> ${shown(edge.provider)})${condition === '' ? '' : ` ${condition}`}`;
};

/** `symbol_get kvm_get_kvm in virt/kvm/vfio.c`. */
export const symbolWords = ({ primitive, symbol, path }: SymbolLine): string =>
  `${shown(primitive)} ${shown(symbol)} in ${shown(path)}`;

const failureWords = ({ path, hunk, message }: ApplyFailure): string =>
  `${shown(path)}${hunk === null ? '' : ` ${codeLine(hunk)}`}: ${sentence(message)}`;

/** Why there are no edges from some state on; null when there are. */
export const endWords = ({ end, base, states }: RevisionEdges): string | null => {
  if (end.kind === 'whole') return null;
  if (end.kind === 'incomplete') return `no edges: ${sentence(end.message)}`;
  const [first] = end.failures;
  const where = first === undefined ? '' : `: ${failureWords(first)}`;
  const from = states.length === 0 ? 'no edges' : `no edges from ${shown(end.label)} on`;
  return `${from}: ${shown(end.label)} does not apply to ${escapePlain(base.slice(0, 12))}${where}`;
};

/** The state after a patch; undefined when it was not reached. */
export const stateOf = (
  edges: RevisionEdges,
  patch: PatchComparison['before'],
  revision: ComparedRevision,
): State | undefined =>
  patch === null ? undefined : edges.states.find(({ label }) => label === labelOf(patch, revision));

const tally = (comparison: Comparison): string =>
  (['same', 'reworded', 'changed', 'removed', 'added'] as const)
    .map((change) => [change, comparison.patches.filter((one) => one.change === change).length] as const)
    .filter(([, number]) => number > 0)
    .map(
      ([change, number]) =>
        `${number} ${change === 'removed' ? 'dropped' : change === 'added' ? 'new' : change}`,
    )
    .join(', ');

const edgeTally = ({ edges }: Comparison): string => {
  if (edges === null || [edges.before, edges.after].every(({ end }) => end.kind !== 'whole')) return '';
  const numbers = [edges.before, edges.after].map(({ states, end }) =>
    end.kind === 'whole' ? String(states.at(-1)?.edges.length ?? 0) : 'unknown',
  );
  return `; edges left: ${numbers.join(', then ')}`;
};

/** Everything in one line. */
export const summaryOf = (comparison: Comparison): string => {
  const all = [comparison.cover, ...comparison.patches.map(({ tags }) => tags)];
  const tags = (which: 'gained' | 'lost'): number => all.reduce((sum, one) => sum + one[which].length, 0);
  const objections = (state: ComparedObjection['state']): number =>
    comparison.objections.filter((one) => one.state === state).length;
  return `patches: ${tally(comparison)}; tags: ${tags('gained')} gained, ${tags('lost')} lost; objections: ${objections('answered')} answered, ${objections('open')} open, ${objections('new')} new${edgeTally(comparison)}`;
};
