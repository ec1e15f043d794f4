// The flow of the pre-push hook: what git says of the push, the commits that the remote lacks, their edges.
import type { Context } from '../base/context.js';
import type { CommitRange } from '../git/commit-range.js';
import { openRepository } from '../git/repository.js';
import { checkPush, type PrePush, type RangeFinding, type RefVerdict } from '../hook/pre-push.js';
import type { CheckResult, Edge, FindingKind } from '../result/verdict.js';
import { type CheckRequest, checkSeries } from './check.js';

/** What is checked, but for the tree and the range. */
export type PushRules = Pick<
  CheckRequest,
  | 'between'
  | 'oneWay'
  | 'config'
  | 'architecture'
  | 'includes'
  | 'failOn'
  | 'failOnWithoutPolicy'
  | 'policy'
  | 'baseline'
  | 'cache'
>;

export interface PushRequest {
  /** The repository that pushes. */
  readonly tree: string;
  readonly workingFolder: string;
  readonly push: PrePush;
  readonly rules: PushRules;
}

const GUARD_KINDS: ReadonlySet<FindingKind> = new Set(['policy-violation', 'baseline-stale']);

const edgeText = ({ consumer, provider, symbol, kind, condition, reference }: Edge): string =>
  `${consumer} -> ${provider}  ${symbol} (${kind}${condition === null ? '' : `, if ${condition}`})  ${reference.path}:${reference.line}`;

/** What breaks the policy, with the commit that brought it. */
const guardLines = ({ findings }: CheckResult): readonly string[] =>
  findings
    .filter(({ kind, severity }) => severity === 'error' && GUARD_KINDS.has(kind))
    .map(({ message, state = '', path, line }) => {
      const place = path === undefined || line === undefined ? '' : `  ${path}:${line}`;
      return `${state === 'base' ? '' : `${state}: `}${message}${place}`;
    });

/** Why a range fails: what breaks the policy, the edges that a commit added and that are still there, else those that remain. */
const linesOf = (result: CheckResult): readonly string[] => {
  const broken = [result.verdict.reason, ...guardLines(result)];
  if (result.failOn === 'policy') return broken;
  const last = result.states.at(-1);
  const isLeft = new Set(last?.edges.map(edgeText));
  const added = result.states.flatMap(({ label, subject, added }) => {
    const kept = added.map(edgeText).filter((text) => isLeft.has(text));
    return kept.length === 0 ? [] : [`${label} ${subject ?? ''} adds`, ...kept.map((text) => `  ${text}`)];
  });
  const remaining = added.length > 0 ? added : (last?.edges ?? []).map(edgeText);
  return [...broken, ...remaining];
};

/**
 * Checks a push.
 * @throws UserError `usage` when the standard input is not git's, `input` or `environment` as `checkSeries`.
 */
export const checkPushedCommits = async (
  request: PushRequest,
  context: Context,
): Promise<readonly RefVerdict[]> => {
  const { tree, workingFolder, rules } = request;
  const repository = await openRepository(tree, context);
  // A push that goes through is silent: what is merely worth knowing is not said.
  const quiet: Context = {
    ...context,
    report: (diagnostic) => {
      if (diagnostic.severity !== 'note') context.report(diagnostic);
    },
  };
  const check = async (range: CommitRange): Promise<RangeFinding> => {
    const request = { ...rules, tree, workingFolder, repository, range, edgesOnly: true };
    const result = await checkSeries(request, quiet);
    return { failed: result.verdict.failed, lines: linesOf(result) };
  };
  try {
    return await checkPush(repository, request.push, check, context);
  } finally {
    repository.dispose();
  }
};
