// The flow of the pre-push hook: what git says of the push, the commits that the remote lacks, their edges.
import type { Context } from '../base/context.js';
import type { CommitRange } from '../git/commit-range.js';
import { openRepository } from '../git/repository.js';
import { checkPush, type PrePush } from '../hook/pre-push.js';
import type { PushVerdict } from '../result/hook.js';
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

/**
 * Checks a push.
 * @throws UserError `usage` when the standard input is not git's, `input` or `environment` as `checkSeries`.
 */
export const checkPushedCommits = async (
  request: PushRequest,
  context: Context,
): Promise<readonly PushVerdict[]> => {
  const { tree, workingFolder, rules } = request;
  const repository = await openRepository(tree, context);
  // A push that goes through is silent: what is merely worth knowing is not said.
  const quiet: Context = {
    ...context,
    report: (diagnostic) => {
      if (diagnostic.severity !== 'note') context.report(diagnostic);
    },
  };
  const check = async (range: CommitRange): Promise<Pick<PushVerdict, 'result'>> => ({
    result: await checkSeries({ ...rules, tree, workingFolder, repository, range, edgesOnly: true }, quiet),
  });
  try {
    return await checkPush(repository, request.push, check, context);
  } finally {
    repository.dispose();
  }
};
