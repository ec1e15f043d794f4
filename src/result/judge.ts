// The one judgement over a result: which of its facts fail it, which patch is to blame, and the sentence. The exit code and
// every report, `triage`, the hook and the CI formats follow it (table of outcomes: docs/ci.md).
import { counted } from '../base/count.js';
import { edgeIdentity } from '../base/edge.js';
import { changeText } from './change-text.js';
import type { CheckResult, Edge, FailOn, Finding, State, Verdict } from './verdict.js';

/** What `--fail-on` takes. */
export const FAIL_ON: readonly FailOn[] = ['remaining', 'new', 'policy', 'never'];

/** The rule without `--fail-on`: a new edge, a broken link, a broken policy. */
export const DEFAULT_FAIL_ON: FailOn = 'new';

/** A result that is not judged yet. */
export type Facts = Omit<CheckResult, 'verdict'>;

/** `error`: it fails the result. */
export type Level = 'error' | 'warning' | 'note';

/** An edge of the last state. */
export interface JudgedEdge {
  readonly edge: Edge;
  /** The state that added it; null when the base has it already. */
  readonly addedBy: State | null;
  readonly level: Level;
}

/** A finding with its level under the rule of the result. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly level: Level;
}

/** The judgement in parts. */
export interface Judgement {
  /** Patches that do not apply; they fail every rule. */
  readonly refused: readonly State[];
  /** The edges of the last state, in its order. */
  readonly edges: readonly JudgedEdge[];
  /** The findings, in their order. */
  readonly findings: readonly JudgedFinding[];
}

const ruleOf = ({ failOn }: Facts): FailOn => failOn ?? DEFAULT_FAIL_ON;

/** The state that last added an edge of the last state; null when no patch did. */
const adderOf = (states: readonly State[]): ((edge: Edge) => State | null) => {
  const [base] = states;
  const there = new Set(base?.edges.map(edgeIdentity));
  const adders = new Map<string, State>();
  for (const state of states.slice(1)) for (const edge of state.added) adders.set(edgeIdentity(edge), state);
  // An edge that goes and returns is as old as the base.
  return (edge) => (there.has(edgeIdentity(edge)) ? null : (adders.get(edgeIdentity(edge)) ?? null));
};

const edgeLevel = (failOn: FailOn, isNew: boolean, isKnown: boolean): Level => {
  if (failOn === 'remaining') return 'error';
  if (!isNew) return 'note';
  return failOn === 'new' && !isKnown ? 'error' : 'warning';
};

/** A fault of the base is none of the series; the policy judges the last state, whoever made it. */
const findingLevel = (facts: Facts, { kind, severity, state }: Finding): Level => {
  if (kind === 'patch-unapplied') return 'error';
  if (severity !== 'error') return severity;
  const isOfTree = kind === 'policy-violation' || kind === 'baseline-stale';
  if (!isOfTree && state !== undefined && state === facts.states[0]?.label) return 'note';
  return ruleOf(facts) === 'never' ? 'warning' : 'error';
};

/** Judges every fact of a result. */
export const judgementOf = (facts: Facts): Judgement => {
  const { states, findings, known = [] } = facts;
  const failOn = ruleOf(facts);
  const adder = adderOf(states);
  const accepted = new Set(known.map(edgeIdentity));
  return {
    refused: states.filter(({ applied }) => !applied),
    edges: (states.at(-1)?.edges ?? []).map((edge) => {
      const addedBy = states.length > 1 ? adder(edge) : null;
      return { edge, addedBy, level: edgeLevel(failOn, addedBy !== null, accepted.has(edgeIdentity(edge))) };
    }),
    findings: findings.map((finding) => ({ finding, level: findingLevel(facts, finding) })),
  };
};

const isError = ({ level }: { readonly level: Level }): boolean => level === 'error';

/** More patches than this are counted, not named. */
const MOST_NAMED = 3;

const refusedText = (refused: readonly State[], states: readonly State[]): readonly string[] => {
  if (refused.length === 0) return [];
  const which =
    refused.length > MOST_NAMED
      ? `${refused.length} of ${states.length - 1} patches`
      : refused.map(({ label }) => label).join(', ');
  return [`${which} ${refused.length === 1 ? 'does' : 'do'} not apply`];
};

const PRUNE = 'kvm-vfio-series baseline write --prune TREE';

/** The outcome of the policy and the baseline; nothing for a tree without them. */
const policyTexts = (
  { known }: Facts,
  faults: readonly Finding[],
  all: readonly Finding[],
): readonly string[] => {
  if (known === undefined) return [];
  const broken = faults.filter(({ kind }) => kind === 'policy-violation').length;
  const stale = faults.filter(({ kind }) => kind === 'baseline-stale').length;
  const removable = all.filter(({ kind }) => kind === 'baseline-stale').length - stale;
  return [
    ...(broken > 0 ? [`${counted(broken, 'edge')} ${broken === 1 ? 'breaks' : 'break'} the policy`] : []),
    ...(stale > 0 ? [`${counted(stale, 'baseline entry is', 'baseline entries are')} stale: ${PRUNE}`] : []),
    ...(broken + stale > 0
      ? []
      : [
          `the policy holds${known.length === 0 ? '' : `, ${counted(known.length, 'edge')} in the baseline`}`,
        ]),
    ...(removable > 0
      ? [`once it is applied, ${counted(removable, 'baseline entry', 'baseline entries')} can go: ${PRUNE}`]
      : []),
  ];
};

/** Links that break, then other errors; the first of each kind is quoted. */
const faultTexts = (faults: readonly Finding[]): readonly string[] => {
  const others = faults.filter(
    ({ kind }) => !['patch-unapplied', 'policy-violation', 'baseline-stale'].includes(kind),
  );
  const say = (some: readonly Finding[], one: string, many: string): readonly string[] => {
    const [first] = some;
    if (first === undefined) return [];
    const state = first.state === undefined ? '' : `${first.state}: `;
    return [`${counted(some.length, one, many)} (${state}${first.message}${some.length > 1 ? '; ...' : ''})`];
  };
  return [
    ...say(
      others.filter(({ kind }) => kind === 'broken-link'),
      'link broken',
      'links broken',
    ),
    ...say(
      others.filter(({ kind }) => kind !== 'broken-link'),
      'error',
      'errors',
    ),
  ];
};

/** The verdict over a result: whether it fails, and why, in one sentence. */
export const judge = (facts: Facts): Verdict => {
  const { states } = facts;
  if (states.length === 0) throw new Error('a check has at least its base state');
  const { refused, edges, findings } = judgementOf(facts);
  const faults = findings.filter(isError).map(({ finding }) => finding);
  const failing = edges.filter(isError);
  const added = failing.filter(({ addedBy }) => addedBy !== null).length;
  const left = failing.length - added;
  const failOn = ruleOf(facts);
  return {
    failed: refused.length + faults.length + failing.length > 0,
    reason: [
      ...refusedText(refused, states),
      ...faultTexts(faults),
      ...(added > 0 ? [`${counted(added, 'edge')} added`] : []),
      ...(left > 0 ? [`${counted(left, 'edge')} ${left === 1 ? 'remains' : 'remain'}`] : []),
      ...policyTexts(
        facts,
        faults,
        findings.map(({ finding }) => finding),
      ),
      changeText(facts),
      ...(failOn === 'never' ? ['--fail-on never'] : []),
    ].join('; '),
  };
};

/** The outcome of one patch. */
export interface StateOutcome {
  readonly level: 'error' | 'warning' | 'success';
  /** Why, the worst first; empty for a patch that neither adds nor breaks anything. */
  readonly reasons: readonly string[];
}

/** The findings that name the patch after which they hold, not a patch that did something wrong. */
const isBlamed = ({ kind }: Finding): boolean => kind !== 'baseline-stale' && kind !== 'patch-unapplied';

/**
 * The patch that answers for the faults which no patch made (`--fail-on remaining`, a stale baseline): the last that
 * removes no edge, else the last. Null when there is no such fault.
 */
const answerable = (facts: Facts, judgement: Judgement): State | null => {
  const labels = new Set(facts.states.slice(1).map(({ label }) => label));
  const own = judgement.findings.some(
    ({ finding, level }) =>
      level === 'error' &&
      finding.kind !== 'patch-unapplied' &&
      (!isBlamed(finding) || finding.state === undefined || !labels.has(finding.state)),
  );
  const left = judgement.edges.some((one) => isError(one) && one.addedBy === null);
  if (!own && !left) return null;
  const patches = facts.states.slice(1);
  return patches.findLast(({ removed }) => removed.length === 0) ?? patches.at(-1) ?? null;
};

/** The outcome of each patch; at least one has an error when the verdict fails and there is a patch. */
export const outcomesOf = (result: CheckResult): ReadonlyMap<State, StateOutcome> => {
  const judgement = judgementOf(result);
  const last = answerable(result, judgement);
  return new Map(
    result.states.slice(1).map((state): readonly [State, StateOutcome] => {
      const own = judgement.findings.filter(
        ({ finding }) => isBlamed(finding) && finding.state === state.label,
      );
      const errors = own.filter(isError).map(({ finding }) => finding.message);
      const added = judgement.edges.filter(({ addedBy }) => addedBy === state);
      const newEdges = added.filter(isError).length;
      const reasons = [
        ...(state.applied ? [] : ['the patch does not apply']),
        ...errors,
        ...(newEdges > 0 ? [`adds ${counted(newEdges, 'edge')}`] : []),
        ...(state === last ? [`the series: ${result.verdict.reason}`] : []),
      ];
      if (reasons.length > 0) return [state, { level: 'error', reasons }];
      const isWarned = state.added.length > 0 || own.some(({ level }) => level === 'warning');
      return [state, { level: isWarned ? 'warning' : 'success', reasons: [] }];
    }),
  );
};
