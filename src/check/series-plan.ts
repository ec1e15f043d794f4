// What a check of a received series analyses. Apart from src/check/plan.ts: a check of commits loads none of this.
import type { Context } from '../base/context.js';
import type { Repository } from '../git/repository.js';
import { wholeSeries } from '../repair/series.js';
import type { Series } from '../series/series.js';
import { patchSteps } from '../state/step.js';
import type { Plan } from './plan.js';
import { reportBase } from './series-base.js';
import { patchesToApply, requireWhole } from './series-finding.js';
import { type ChosenBase, chooseBase, reportOnto, type WantedBase } from './series-onto.js';

const choose = async (
  repository: Repository,
  sent: Series,
  wanted: WantedBase,
  context: Context,
): Promise<ChosenBase> => {
  const chosen = await chooseBase(repository, sent, wanted, true, context);
  reportBase(chosen, context);
  reportOnto(chosen, context);
  return chosen;
};

/**
 * Plans the check of a received series.
 * @throws UserError `usage` when base and branches are both wanted; `input` when one of them names nothing, or the series
 *   is not whole.
 */
export const planSeries = async (
  repository: Repository,
  sent: Series,
  wanted: WantedBase,
  context: Context,
): Promise<Plan> => {
  const { commit: base, guess, onto } = await choose(repository, sent, wanted, context);
  // git reads the base's tree while lost white space is repaired and the policy is read.
  repository.prefetchTree(base, context);
  const series = await wholeSeries(sent, base, repository, context);
  requireWhole(series);
  const patches = patchesToApply(series);
  return {
    base,
    ...(onto === null ? {} : { onto }),
    series,
    count: patches.length + 1,
    steps: patchSteps(repository, base, patches, context),
    guardedBy: guess === null ? base : await repository.resolve('HEAD', context),
  };
};
