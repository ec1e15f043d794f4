// When a check fails: the rule that `--fail-on` names, laid over the states.

import type { FailOn, State, Verdict } from '../result/verdict.js';
import type { GuardOutcome } from './guard/enforce.js';
import { compareEdges } from './state.js';

/** What `--fail-on` takes. */
export const FAIL_ON: readonly FailOn[] = ['remaining', 'new', 'policy', 'never'];

const count = (edges: readonly unknown[]): string => `${edges.length} edge${edges.length === 1 ? '' : 's'}`;

const remaining = (base: State, last: State): Verdict => {
  const where = base === last ? '' : ` after ${last.label}`;
  return last.edges.length > 0
    ? { failed: true, reason: `${count(last.edges)} remain${last.edges.length === 1 ? 's' : ''}${where}` }
    : { failed: false, reason: `no edge remains${where}` };
};

const fresh = (base: State, last: State): Verdict => {
  const { added } = compareEdges(base.edges, last.edges);
  return added.length > 0
    ? { failed: true, reason: `${count(added)} added since the base` }
    : { failed: false, reason: 'no edge added since the base' };
};

const never = (base: State, last: State): Verdict => ({
  failed: false,
  reason: `${remaining(base, last).reason} (--fail-on never)`,
});

/** What the policy says is the rest of the verdict. */
const policy = (): Verdict => ({ failed: false, reason: '' });

const RULES: { readonly [rule in FailOn]: (base: State, last: State) => Verdict } = {
  remaining,
  new: fresh,
  policy,
  never,
};

/** The verdict of the policy alone: rules of severity `warn` do not fail it. */
const guarded = ({ violations, stale, known }: GuardOutcome): Verdict => {
  const broken = violations.filter(({ rule }) => rule.severity === 'error').map(({ edge }) => edge);
  const parts = [
    ...(broken.length > 0 ? [`${count(broken)} ${broken.length === 1 ? 'breaks' : 'break'} the policy`] : []),
    ...(stale.length > 0 ? [`the baseline has ${count(stale)} too many`] : []),
  ];
  const debts = known.length > 0 ? `, ${count(known)} in the baseline` : '';
  return parts.length > 0
    ? { failed: true, reason: parts.join('; ') }
    : { failed: false, reason: `the policy holds${debts}` };
};

/** More patches than this are counted, not named. */
const MOST_NAMED = 3;

/**
 * The verdict over the states; a patch that does not apply fails every rule, and what breaks the policy all but `never`.
 * @param guard what the policy says; null when the tree has none.
 */
export const judge = (
  states: readonly State[],
  failOn: FailOn,
  guard: GuardOutcome | null = null,
): Verdict => {
  const base = states[0];
  const last = states.at(-1);
  if (!base || !last) throw new Error('a check has at least its base state');
  const verdicts = [...(guard === null ? [] : [guarded(guard)]), RULES[failOn](base, last)];
  const refused = states.filter((state) => !state.applied).map((state) => state.label);
  const which =
    refused.length > MOST_NAMED ? `${refused.length} of ${states.length - 1} patches` : refused.join(', ');
  const apply = `${which} ${refused.length === 1 ? 'does' : 'do'} not apply`;
  return {
    failed: refused.length > 0 || (failOn !== 'never' && verdicts.some(({ failed }) => failed)),
    reason: [...(refused.length === 0 ? [] : [apply]), ...verdicts.map(({ reason }) => reason)]
      .filter((reason) => reason !== '')
      .join('; '),
  };
};
