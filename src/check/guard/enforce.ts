// A tree against its policy: edges that break a rule and are not known, and known ones that are not there any more.
import { EDGE_KINDS, edgeText } from '../../base/edge.js';
import type { Direction, EdgeQuery } from '../../edge/query.js';
import type { MissingName } from '../../edge/scope.js';
import type { Edge, Finding } from '../../result/verdict.js';
import type { AnalysedState } from '../../state/state-analyser.js';
import {
  BASELINE_PATH,
  type Baseline,
  identityOf,
  identityWithoutCondition,
  type KnownEdge,
} from './baseline.js';
import {
  type BrokenRule,
  concernsIncludes,
  directionsOf,
  hasRules,
  type Policy,
  policyOfQuestion,
  ruleTest,
  withinDirections,
} from './policy.js';

/** What a tree is guarded by. */
export interface Guard {
  readonly policy: Policy;
  readonly baseline: Baseline;
  /** Whether nobody wrote a rule, so that the question makes them: no edge between the modules asked for. */
  readonly byQuestion: boolean;
}

/** A guard by what is written; where there are no rules, by those that the question makes. */
export const guardOf = (policy: Policy | null, baseline: Baseline, asked: readonly Direction[]): Guard => {
  if (policy !== null && hasRules(policy)) return { policy, baseline, byQuestion: false };
  // The baseline may hold edges of modules outside this query.
  const own = baseline.filter(withinDirections(asked));
  return { policy: policyOfQuestion(asked), baseline: own, byQuestion: true };
};

/** A question widened by what the rules are about. What was asked comes first. */
export const guardedQuery = (query: EdgeQuery, { policy }: Guard): EdgeQuery => {
  const key = ({ from, to }: Direction): string => JSON.stringify([from, to]);
  const known = new Set(query.directions.map(key));
  const more = new Map(directionsOf(policy).map((direction) => [key(direction), direction]));
  for (const asked of known) more.delete(asked);
  return {
    ...query,
    directions: [...query.directions, ...more.values()],
    includes: query.includes || concernsIncludes(policy),
  };
};

/** A test for the edges of a query: of its directions, and by `#include` only on request. */
export const askedEdges = ({ directions, includes }: EdgeQuery): ((edge: Edge) => boolean) => {
  const isWithin = withinDirections(directions);
  return (edge) => (includes || EDGE_KINDS[edge.kind].needsModule) && isWithin(edge);
};

/** Of the answer to a widened question what was asked at first. */
export const answerTo = (query: EdgeQuery): ((state: AnalysedState) => AnalysedState) => {
  const { directions } = query;
  const isAsked = askedEdges(query);
  return (state) => ({
    ...state,
    edges: state.edges.filter(isAsked),
    facts: async () => {
      const facts = await state.facts();
      return { ...facts, scopes: facts.scopes.filter(({ direction }) => direction < directions.length) };
    },
  });
};

/** All edges of one state that the rules are about, and more. */
export interface GuardedState {
  readonly label: string;
  readonly edges: readonly Edge[];
}

interface Violation {
  readonly edge: Edge;
  readonly rule: BrokenRule;
  /** Label of the state since which it is there. */
  readonly since: string;
}

interface StaleEntry {
  readonly entry: KnownEdge;
  /**
   * - `gone`: the edge is not there.
   * - `condition`: it is there under another condition.
   * - `no-rule`: it is there, and no rule minds.
   */
  readonly why: 'gone' | 'condition' | 'no-rule';
  /** Label of the first state that lacks it. */
  readonly since: string;
}

/** The comparison of a state with policy and baseline. */
export interface GuardOutcome {
  /** Edges of the last state that break a rule and are not in the baseline. */
  readonly violations: readonly Violation[];
  /** Entries of the baseline that no edge of the last state stands for. */
  readonly stale: readonly StaleEntry[];
  /** Edges of the last state that break a rule and are in the baseline. */
  readonly known: readonly Edge[];
}

/** The first of the states, back from the last, that all are as asked. */
const sinceWhen = (states: readonly GuardedState[], test: (edges: readonly Edge[]) => boolean): string => {
  const before = states.findLastIndex(({ edges }) => !test(edges));
  return states[before + 1]?.label ?? states.at(-1)?.label ?? '';
};

/**
 * Compares the last state with the guard; the other states show which patch is responsible.
 * @param partial whether one configuration or architecture was asked for: conditions are others then, and an edge that is
 *   not seen may be there.
 */
export const enforce = (guard: Guard, states: readonly GuardedState[], partial: boolean): GuardOutcome => {
  const ruleOf = ruleTest(guard.policy);
  const idOf = partial ? identityWithoutCondition : identityOf;
  const known = new Set(guard.baseline.map(idOf));
  const last = states.at(-1)?.edges ?? [];
  const broken = last.flatMap((edge) => {
    const rule = ruleOf(edge);
    return rule === null ? [] : [{ edge, rule }];
  });
  const has = (edges: readonly Edge[], id: string): boolean => edges.some((edge) => idOf(edge) === id);
  const brokenIds = new Set(broken.map(({ edge }) => idOf(edge)));
  const similar = new Set(broken.map(({ edge }) => identityWithoutCondition(edge)));
  const staleOf = (entry: KnownEdge): StaleEntry => {
    const id = idOf(entry);
    const why = has(last, id)
      ? 'no-rule'
      : similar.has(identityWithoutCondition(entry))
        ? 'condition'
        : 'gone';
    return { entry, why, since: sinceWhen(states, (edges) => has(edges, id) === (why === 'no-rule')) };
  };
  return {
    violations: broken
      .filter(({ edge }) => !known.has(idOf(edge)))
      .map(({ edge, rule }) => ({
        edge,
        rule,
        since: sinceWhen(states, (edges) => has(edges, idOf(edge))),
      })),
    stale: partial ? [] : guard.baseline.filter((entry) => !brokenIds.has(idOf(entry))).map(staleOf),
    known: broken.filter(({ edge }) => known.has(idOf(edge))).map(({ edge }) => edge),
  };
};

const ruleText = ({ name, comment }: BrokenRule): string =>
  name === null
    ? 'matches no rule of what is allowed'
    : `breaks the rule "${name}"${comment === null ? '' : ` (${comment})`}`;

const STALE_TEXT: { readonly [why in StaleEntry['why']]: string } = {
  gone: 'is gone',
  condition: 'has another condition',
  'no-rule': 'breaks no rule',
};

/**
 * The findings of an outcome: what breaks a rule, then the entries that the baseline has too many.
 * @param received whether the states come from a received series. Its author cannot prune the baseline of the tree, so a
 *   stale entry is a note then.
 */
export const guardFindings = ({ violations, stale }: GuardOutcome, received: boolean): readonly Finding[] => [
  ...violations.map(({ edge, rule, since }) => ({
    kind: 'policy-violation' as const,
    severity: rule.severity === 'error' ? ('error' as const) : ('warning' as const),
    message: `${edgeText(edge)} ${ruleText(rule)}`,
    state: since,
    path: edge.reference.path,
    line: edge.reference.line,
  })),
  ...stale.map(({ entry, why, since }) => ({
    kind: 'baseline-stale' as const,
    severity: received ? ('note' as const) : ('error' as const),
    message: `${edgeText(entry)} is in the baseline and ${STALE_TEXT[why]}; remove it with "kvm-vfio-series baseline write --prune TREE"`,
    state: since,
    path: BASELINE_PATH,
  })),
];

/** A rule with a mistyped name would guard nothing, and nobody would notice. */
export const missingFindings = (missing: readonly MissingName[]): readonly Finding[] =>
  missing.map(({ name, near }) => ({
    kind: 'note',
    severity: 'warning',
    message: `the policy names "${name}", but this tree makes no such module${near.length > 0 ? ` (near names: ${near.join(', ')})` : ''}`,
  }));
