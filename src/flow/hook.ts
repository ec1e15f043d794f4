// The flow of the pre-push hook: git's description of a push in, the commits that the remote lacks, a check of each range.
import type { Context } from '../base/context.js';
import type { CommitRange } from '../git/commit-range.js';
import { checkPush, type PrePush } from '../hook/pre-push.js';
import type { PushVerdict } from '../result/hook.js';
import { type CheckRequest, checkIn } from './check.js';
import { withRepository } from './request.js';

/** What a hook checks in every range. */
export type PushRules = Pick<
  CheckRequest,
  'between' | 'oneWay' | 'config' | 'architecture' | 'includes' | 'failOn' | 'policy' | 'baseline' | 'cache'
>;

/** One push, as git describes it to the hook. */
export interface PushRequest {
  /** The repository that pushes. */
  readonly tree: string;
  readonly workingFolder: string;
  readonly push: PrePush;
  readonly rules: PushRules;
}

/** Without notes: a push that passes prints nothing. */
const withoutNotes = (context: Context): Context => ({
  ...context,
  report: (diagnostic) => {
    if (diagnostic.severity !== 'note') context.report(diagnostic);
  },
});

/**
 * Checks a push.
 * @throws UserError `usage` when the standard input is not git's, `input` or `environment` as `checkSeries`.
 */
export const checkPushedCommits = (
  { tree, workingFolder, push, rules }: PushRequest,
  context: Context,
): Promise<readonly PushVerdict[]> =>
  withRepository({ tree, workingFolder }, context, (repository) => {
    const check = async (range: CommitRange): Promise<Pick<PushVerdict, 'result'>> => {
      const request = { ...rules, tree, workingFolder, range, edgesOnly: true };
      return { result: await checkIn(repository, undefined, request, withoutNotes(context)) };
    };
    return checkPush(repository, push, check, context);
  });
