// The rows in which both revisions stand side by side: what each patch does to edges, and to lookups and exports where
// no tree says more. Reports draw them.
import { counted } from '../../base/count.js';
import type { Comparison, PatchComparison, RevisionEdges, SymbolLine } from '../../result/comparison.js';
import type { State } from '../../result/verdict.js';
import type { Mark } from '../part/ledger.js';
import { edgeWords, labelOf, pairLabel, stateOf, symbolWords } from './word.js';

/** One line of a cell. */
export interface Entry {
  readonly mark: Mark | null;
  readonly text: string;
}

/** A row with a cell for each revision. */
export interface DiffRow {
  readonly label: string;
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

const note = (text: string): Entry => ({ mark: null, text });

const entriesOf = (state: State): readonly Entry[] => [
  note(counted(state.edges.length, 'edge')),
  ...state.removed.map((edge): Entry => ({ mark: 'removed', text: edgeWords(edge) })),
  ...state.added.map((edge): Entry => ({ mark: 'added', text: edgeWords(edge) })),
];

const UNKNOWN = 'not known';

const cellOf = (
  edges: RevisionEdges,
  patch: PatchComparison['before'],
  revision: Comparison['before'],
): readonly Entry[] => {
  if (patch === null) return [note('no such patch')];
  const state = stateOf(edges, patch, revision);
  if (state !== undefined) return entriesOf(state);
  const isRefused = edges.end.kind === 'refused' && edges.end.label === labelOf(patch, revision);
  return [note(isRefused ? 'does not apply' : UNKNOWN)];
};

/** Both revisions most often stand on one base; then one that does not apply has the other's. */
const baseOf = (one: RevisionEdges, other: RevisionEdges): readonly Entry[] => {
  const state = one.states[0] ?? (one.base === other.base ? other.states[0] : undefined);
  return state === undefined ? [note(UNKNOWN)] : entriesOf(state);
};

const isEventful = (entries: readonly Entry[]): boolean =>
  entries.some(({ mark, text }) => mark !== null || text === 'does not apply');

/**
 * Edges: the base, the patches that change some or do not apply, and the last one that is known of either.
 * @returns no row when neither revision has been analysed.
 */
export const edgeRows = (
  comparison: Comparison,
): { readonly rows: readonly DiffRow[]; readonly leftOut: number } => {
  const { edges, before, after, patches } = comparison;
  if (edges === null || edges.before.states.length + edges.after.states.length === 0) {
    return { rows: [], leftOut: 0 };
  }
  const known = patches.filter(
    (pair) =>
      stateOf(edges.before, pair.before, before) !== undefined ||
      stateOf(edges.after, pair.after, after) !== undefined,
  );
  const ended = patches.filter((pair) => !known.includes(pair));
  const rowOf = (pair: PatchComparison): DiffRow => ({
    label: pairLabel(pair, comparison),
    before: cellOf(edges.before, pair.before, before),
    after: cellOf(edges.after, pair.after, after),
  });
  const rows = known
    .map(rowOf)
    .filter((row, at) => at === known.length - 1 || isEventful([...row.before, ...row.after]));
  const refused = ended.map(rowOf).filter((row) => isEventful([...row.before, ...row.after]));
  const base = {
    label: 'base',
    before: baseOf(edges.before, edges.after),
    after: baseOf(edges.after, edges.before),
  };
  return { rows: [base, ...rows, ...refused], leftOut: known.length - rows.length };
};

const symbolEntries = (some: readonly SymbolLine[]): readonly Entry[] =>
  some.map((line) => ({ mark: line.change, text: symbolWords(line) }));

/** Lookups and exports by the lines of the patches; none when both revisions have been analysed to their end. */
export const symbolRows = (comparison: Comparison): readonly DiffRow[] => {
  if (comparison.edges !== null && comparison.edges.left !== null) return [];
  return comparison.patches
    .map((pair) => ({
      label: pairLabel(pair, comparison),
      before: symbolEntries(pair.symbolLines.before),
      after: symbolEntries(pair.symbolLines.after),
    }))
    .filter((row) => row.before.length + row.after.length > 0);
};
