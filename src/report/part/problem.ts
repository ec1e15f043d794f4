// What machines are told: every edge that is left or came, every refused patch, every finding, as one flat list.
import { createHash } from 'node:crypto';
import { FINDING_KINDS } from '../../result/finding-kind.js';
import type { CheckResult, Edge, FindingKind, State } from '../../result/verdict.js';
import { conditionOf, placeOf, sentence, shown } from './edge-line.js';
import { ledgerOf } from './ledger.js';

export type ProblemRule = 'edge-remaining' | 'edge-added' | FindingKind;

/** Names and help of the rules, for formats that want them. One entry a rule. */
export const RULES: {
  readonly [rule in ProblemRule]: { readonly title: string; readonly help: string };
} = {
  'edge-remaining': {
    title: 'A module still needs a symbol of the other',
    help: 'The edge was there at the base and is there after the last state. Remove the reference, or the lookup by name, to be rid of it.',
  },
  'edge-added': {
    title: 'The series makes a module need a symbol of the other',
    help: 'The edge is there after the last state and was not at the base. Look for a way without the symbol: a callback, an inline, a flag in a shared structure.',
  },
  ...FINDING_KINDS,
};

export interface Problem {
  readonly rule: ProblemRule;
  /** `error`: the verdict fails because of it. */
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  /** Label of the state that it was seen at. */
  readonly state: string | null;
  readonly place: { readonly path: string; readonly line: number } | null;
  readonly edge: Edge | null;
  readonly messageId: string | null;
  /** The same from run to run, also when lines move. */
  readonly fingerprint: string;
}

const fingerprint = (...parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** `vfio -> kvm kvm_put_kvm (dynamic), exported at ...`. */
const edgeMessage = (edge: Edge, rule: ProblemRule): string => {
  const condition = conditionOf(edge);
  const exported =
    edge.export === null ? '' : `, exported at ${placeOf(edge.export)} by ${shown(edge.export.type)}`;
  const verb = rule === 'edge-added' ? 'now needs' : 'still needs';
  return `${shown(edge.consumer)} ${verb} ${shown(edge.symbol)} of ${shown(edge.provider)} (${edge.kind})${condition === '' ? '' : ` ${condition}`}${exported}`;
};

const edgeProblems = (result: CheckResult, last: State): readonly Problem[] => {
  const failOn = result.failOn ?? 'remaining';
  return ledgerOf(result)
    .flatMap((group) => group.rows)
    .filter((row) => row.removedBy === null)
    .map(({ edge, marks }) => {
      const rule = marks[0] === 'there' ? 'edge-remaining' : 'edge-added';
      const breaks = failOn === 'remaining' || (failOn === 'new' && rule === 'edge-added');
      return {
        rule,
        level: breaks ? 'error' : rule === 'edge-added' ? 'warning' : 'note',
        message: edgeMessage(edge, rule),
        state: last.label,
        place: edge.reference,
        edge,
        messageId: null,
        fingerprint: fingerprint(
          'edge',
          edge.consumer,
          edge.provider,
          edge.kind,
          edge.symbol,
          edge.condition,
        ),
      };
    });
};

/** Edges of the last state first, then findings, each in the order of the result. */
export const problemsOf = (result: CheckResult): readonly Problem[] => {
  const last = result.states.at(-1);
  return [
    ...(last === undefined ? [] : edgeProblems(result, last)),
    ...result.findings.map((finding) => {
      const { kind, severity, message, state = null, path, line, messageId = null } = finding;
      return {
        rule: kind,
        level: severity,
        message: sentence(state === null ? message : `${state}: ${message}`),
        state,
        place: path === undefined ? null : { path, line: line ?? 1 },
        edge: null,
        messageId,
        fingerprint: fingerprint(kind, state, messageId, path ?? null, message),
      };
    }),
  ];
};

/** What a check did to one state: `error` when its patch was refused or the verdict falls on it. */
export interface StateOutcome {
  readonly level: 'error' | 'warning' | 'success';
  readonly summary: string;
}

/** The findings that fail the patch that they name, wherever in the series it stands. */
const GUARD_KINDS: ReadonlySet<FindingKind> = new Set(['policy-violation', 'baseline-stale']);

/** The outcome of each state but the base; the verdict falls on the last. */
export const outcomeOf = (result: CheckResult, state: State): StateOutcome => {
  if (!state.applied) return { level: 'error', summary: 'the patch does not apply' };
  const counts = `${state.edges.length} edges, ${state.added.length} added, ${state.removed.length} removed`;
  const blamed = result.findings.find(
    ({ kind, severity, state: label }) =>
      severity === 'error' && GUARD_KINDS.has(kind) && label === state.label,
  );
  if (blamed !== undefined && result.failOn !== 'never')
    return { level: 'error', summary: `${counts}; ${sentence(blamed.message)}` };
  if (state === result.states.at(-1) && result.verdict.failed)
    return { level: 'error', summary: `${counts}; ${shown(result.verdict.reason)}` };
  return { level: state.added.length > 0 ? 'warning' : 'success', summary: counts };
};
