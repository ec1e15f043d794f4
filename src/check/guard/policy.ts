// The rules of a tree: the symbols that modules may need of other modules (schema/policy.schema.json). As in
// a dependency checker, no edge may match a `forbidden` rule, and each edge must match one of the `allowed` rules.

import { EDGE_KIND_NAMES, EDGE_KINDS, type Edge, type EdgeKind } from '../../base/edge.js';
import { globMatcher } from '../../base/glob.js';
import { nameMatcher } from '../../edge/module-name.js';
import type { Direction } from '../../edge/query.js';

/** Where a tree has its policy, from its top. */
export const POLICY_PATH = '.kvm-vfio-series.json';

/** An edge matches when every list has a glob for it, and no `not` list has. */
export interface Pattern {
  readonly from: readonly string[];
  readonly fromNot: readonly string[];
  readonly to: readonly string[];
  readonly toNot: readonly string[];
  readonly kinds: readonly EdgeKind[];
  readonly symbol: readonly string[];
  readonly symbolNot: readonly string[];
  readonly comment: string | null;
}

/** Whether a broken rule fails the check. */
export type RuleSeverity = 'error' | 'warn';

/** A rule that no edge may match. */
export interface ForbiddenRule extends Pattern {
  readonly name: string;
  readonly severity: RuleSeverity;
}

/** The rules of a tree. */
export interface Policy {
  readonly forbidden: readonly ForbiddenRule[];
  readonly allowed: readonly Pattern[];
  readonly allowedSeverity: RuleSeverity;
}

/** Headers are shared by design; a rule must name them to apply. */
export const USUAL_KINDS: readonly EdgeKind[] = EDGE_KIND_NAMES.filter(
  (kind) => EDGE_KINDS[kind].needsModule,
);

/** The policy of a tree that has a baseline and no rules: no edge between the modules asked for. */
export const policyOfQuestion = (asked: readonly Direction[]): Policy => ({
  forbidden: asked.map(({ from, to }) => ({
    name: 'no edge',
    severity: 'error',
    comment: null,
    from: [from],
    fromNot: [],
    to: [to],
    toNot: [],
    kinds: USUAL_KINDS,
    symbol: ['*'],
    symbolNot: [],
  })),
  allowed: [],
  allowedSeverity: 'error',
});

/** Whether a policy has any rule. */
export const hasRules = ({ forbidden, allowed }: Policy): boolean => forbidden.length + allowed.length > 0;

/** The directions that the rules are about; a tree need not have all their modules. */
export const directionsOf = ({ forbidden, allowed }: Policy): readonly Direction[] => {
  const pairs = (pattern: Pattern): readonly Direction[] =>
    pattern.from.flatMap((from) => pattern.to.map((to) => ({ from, to, optional: true })));
  const back = ({ from, to }: Direction): Direction => ({ from: to, to: from, optional: true });
  return [
    ...forbidden.flatMap(pairs),
    ...allowed.flatMap((pattern) => pairs(pattern).flatMap((pair) => [pair, back(pair)])),
  ];
};

/** Whether some rule is about headers. */
export const concernsIncludes = ({ forbidden, allowed }: Policy): boolean =>
  [...forbidden, ...allowed].some(({ kinds }) => kinds.some((kind) => !EDGE_KINDS[kind].needsModule));

/** The two modules of an edge, or of an entry of the baseline. */
interface Ends {
  readonly consumer: string;
  readonly provider: string;
}

type EdgeTest = (edge: Ends & Pick<Edge, 'kind' | 'symbol'>) => boolean;

const anyOf = (
  globs: readonly string[],
  matcherOf: (glob: string) => (text: string) => boolean,
): ((text: string) => boolean) => {
  const matchers = globs.map(matcherOf);
  return (text) => matchers.some((matches) => matches(text));
};

const testOf = (pattern: Pattern): EdgeTest => {
  const from = anyOf(pattern.from, nameMatcher);
  const fromNot = anyOf(pattern.fromNot, nameMatcher);
  const to = anyOf(pattern.to, nameMatcher);
  const toNot = anyOf(pattern.toNot, nameMatcher);
  const symbol = anyOf(pattern.symbol, globMatcher);
  const symbolNot = anyOf(pattern.symbolNot, globMatcher);
  return (edge) =>
    pattern.kinds.includes(edge.kind) &&
    from(edge.consumer) &&
    to(edge.provider) &&
    symbol(edge.symbol) &&
    !fromNot(edge.consumer) &&
    !toNot(edge.provider) &&
    !symbolNot(edge.symbol);
};

/** A test for edges of some directions, whatever their kind and symbol. */
export const withinDirections = (directions: readonly Direction[]): ((ends: Ends) => boolean) => {
  const tests = directions.map(({ from, to }) => ({ from: nameMatcher(from), to: nameMatcher(to) }));
  return ({ consumer, provider }) => tests.some(({ from, to }) => from(consumer) && to(provider));
};

/** The rule that an edge breaks. */
export interface BrokenRule {
  /** Null: the edge matches none of the `allowed` rules. */
  readonly name: string | null;
  readonly severity: RuleSeverity;
  readonly comment: string | null;
}

/** Says which rule an edge breaks: the first of those that fail a check, else the first that warns; null for none. */
export const ruleTest = (
  policy: Policy,
): ((edge: Ends & Pick<Edge, 'kind' | 'symbol'>) => BrokenRule | null) => {
  const forbidden = policy.forbidden.map((rule) => ({ rule, matches: testOf(rule) }));
  const inOrder = (['error', 'warn'] as const).flatMap((severity) =>
    forbidden.filter(({ rule }) => rule.severity === severity),
  );
  const allowed = policy.allowed.map(testOf);
  // An `allowed` rule speaks for its modules and kinds: what other symbols they need is what it does not allow.
  const guarded = policy.allowed.flatMap((pattern) => {
    const all = { ...pattern, symbol: ['*'], symbolNot: [] };
    return [
      testOf(all),
      testOf({ ...all, from: all.to, to: all.from, fromNot: all.toNot, toNot: all.fromNot }),
    ];
  });
  const notAllowed: BrokenRule = { name: null, severity: policy.allowedSeverity, comment: null };
  return (edge) => {
    const broken = inOrder.find(({ matches }) => matches(edge))?.rule;
    const isLeftOut = guarded.some((matches) => matches(edge)) && !allowed.some((matches) => matches(edge));
    if (broken === undefined) return isLeftOut ? notAllowed : null;
    return broken.severity === 'warn' && isLeftOut && notAllowed.severity === 'error' ? notAllowed : broken;
  };
};
