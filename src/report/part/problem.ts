// What machines are told: every edge that is left or came, every refused patch, every finding, as one flat list.

import { createHash } from 'node:crypto';
import { groupBy } from '../../base/group.js';
import { FINDING_KINDS } from '../../result/finding-kind.js';
import { type JudgedEdge, type JudgedFinding, judgementOf, type Level } from '../../result/judge.js';
import type { CheckResult, Edge, FindingKind } from '../../result/verdict.js';
import { conditionOf, placeOf, sentence, shown } from './edge-line.js';

/** The rules by which services group problems. */
export type ProblemRule = 'edge-remaining' | 'edge-added' | FindingKind;

/** Names and help of the rules, for formats that want them. One entry a rule. */
export const RULES: {
  readonly [rule in ProblemRule]: { readonly title: string; readonly help: string };
} = {
  'edge-remaining': {
    title: 'A module still uses a symbol of another module',
    help: 'The edge was there at the base and is there after the last state. Remove the reference, or the lookup by name, to be rid of it.',
  },
  'edge-added': {
    title: 'The series makes a module need a symbol of the other',
    help: 'The edge is there after the last state and was not at the base. Look for a way without the symbol: a callback, an inline, a flag in a shared structure.',
  },
  ...FINDING_KINDS,
};

/** One fact of a result for services that list problems. */
export interface Problem {
  readonly rule: ProblemRule;
  /** `error`: the verdict fails because of it. */
  readonly level: Level;
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

const edgeProblem = ({ edge, addedBy, level }: JudgedEdge, last: string): Problem => {
  const rule = addedBy === null ? 'edge-remaining' : 'edge-added';
  return {
    rule,
    level,
    message: edgeMessage(edge, rule),
    state: addedBy?.label ?? last,
    place: edge.reference,
    edge,
    messageId: null,
    fingerprint: fingerprint('edge', edge.consumer, edge.provider, edge.kind, edge.symbol, edge.condition),
  };
};

const findingProblem = ({ finding, level }: JudgedFinding): Problem => {
  const { kind, message, state = null, path, line, messageId = null } = finding;
  return {
    rule: kind,
    level,
    message: sentence(state === null ? message : `${state}: ${message}`),
    state,
    place: path === undefined ? null : { path, line: line ?? 1 },
    edge: null,
    messageId,
    fingerprint: fingerprint(kind, state, messageId, path ?? null, message),
  };
};

/** Edges of the last state first, by direction; then findings, each in the order of the result. */
export const problemsOf = (result: CheckResult): readonly Problem[] => {
  const { edges, findings } = judgementOf(result);
  const last = result.states.at(-1)?.label ?? '';
  const groups = groupBy(edges, ({ edge }) => JSON.stringify([edge.consumer, edge.provider]));
  return [
    ...[...groups.values()].flat().map((edge) => edgeProblem(edge, last)),
    ...findings.map(findingProblem),
  ];
};
