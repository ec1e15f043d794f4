// The ledger: one row an edge, one column a state. Every report that shows all states at once is drawn from it.
import type { CheckResult, Edge, State } from '../../result/verdict.js';

/** What a state did to an edge. `gone`: it is not there, and was not in the state before. */
export type Mark = 'there' | 'added' | 'removed' | 'gone';

/** An edge with its mark at each state. */
export interface LedgerRow {
  /** As the last state has it that has it. */
  readonly edge: Edge;
  /** Label of that state. */
  readonly lastSeen: string;
  /** Label of the state that last brought it; null when it is there since the base. */
  readonly addedBy: string | null;
  /** Label of the state after that one; null when the last state of all has the edge. */
  readonly removedBy: string | null;
  /** One a state. */
  readonly marks: readonly Mark[];
}

/** The edges of one direction. */
export interface LedgerGroup {
  readonly consumer: string;
  readonly provider: string;
  readonly rows: readonly LedgerRow[];
}

/** What makes edges of different states one row: the contract of src/result/verdict.ts. */
const rowKey = (edge: Edge): string =>
  JSON.stringify([edge.consumer, edge.provider, edge.kind, edge.symbol, edge.condition]);

const markOf = (there: boolean, before: boolean, isBase: boolean): Mark => {
  if (there) return before || isBase ? 'there' : 'added';
  return before ? 'removed' : 'gone';
};

interface Draft {
  edge: Edge;
  lastSeen: number;
  readonly seen: Set<number>;
}

const rowOf = (draft: Draft, states: readonly State[]): LedgerRow => {
  const marks = states.map((_, at) => markOf(draft.seen.has(at), draft.seen.has(at - 1), at === 0));
  return {
    edge: draft.edge,
    lastSeen: states[draft.lastSeen]?.label ?? '',
    addedBy: states[marks.lastIndexOf('added')]?.label ?? null,
    removedBy: states[draft.lastSeen + 1]?.label ?? null,
    marks,
  };
};

/** Rows grouped by direction, in the order in which the states have them. */
export const ledgerOf = (result: CheckResult): readonly LedgerGroup[] => {
  const drafts = new Map<string, Draft>();
  result.states.forEach((state, at) => {
    for (const edge of state.edges) {
      const key = rowKey(edge);
      const draft = drafts.get(key) ?? { edge, lastSeen: at, seen: new Set() };
      draft.edge = edge;
      draft.lastSeen = at;
      draft.seen.add(at);
      drafts.set(key, draft);
    }
  });
  const groups = new Map<string, { consumer: string; provider: string; rows: LedgerRow[] }>();
  for (const draft of drafts.values()) {
    const { consumer, provider } = draft.edge;
    const key = JSON.stringify([consumer, provider]);
    const group = groups.get(key) ?? { consumer, provider, rows: [] };
    group.rows.push(rowOf(draft, result.states));
    groups.set(key, group);
  }
  return [...groups.values()];
};
