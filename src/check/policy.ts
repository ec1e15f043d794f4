// When a check fails: the rule that `--fail-on` names, laid over the states.
import { compareEdges } from './state.js';
import type { Edge, FailOn, State, Verdict } from './verdict.js';

/** What `--fail-on` takes. */
export const FAIL_ON: readonly FailOn[] = ['remaining', 'new', 'never'];

const count = (edges: readonly Edge[]): string => `${edges.length} edge${edges.length === 1 ? '' : 's'}`;

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

const RULES: { readonly [rule in FailOn]: (base: State, last: State) => Verdict } = {
  remaining,
  new: fresh,
  never,
};

/** More patches than this are counted, not named. */
const MOST_NAMED = 3;

/** The verdict over the states; a patch that does not apply fails every rule. */
export const judge = (states: readonly State[], failOn: FailOn): Verdict => {
  const base = states[0];
  const last = states.at(-1);
  if (!base || !last) throw new Error('a check has at least its base state');
  const verdict = RULES[failOn](base, last);
  const refused = states.filter((state) => !state.applied).map((state) => state.label);
  if (refused.length === 0) return verdict;
  const which =
    refused.length > MOST_NAMED ? `${refused.length} of ${states.length - 1} patches` : refused.join(', ');
  return {
    failed: true,
    reason: `${which} ${refused.length === 1 ? 'does' : 'do'} not apply; ${verdict.reason}`,
  };
};
