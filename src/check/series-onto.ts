// On which of several branches a series is put (`--onto 'origin/*'`): all are tried, and the best is taken.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { bestOnto, type OntoResult, tryOnto } from '../git/onto.js';
import { matchRefs, type Ref } from '../git/ref.js';
import type { Repository } from '../git/repository.js';
import { quotePath } from '../patch/path-rule.js';
import { wholeSeries } from '../repair/series.js';
import type { OntoBranch } from '../result/verdict.js';
import type { Patch } from '../series/patch.js';
import type { Series } from '../series/series.js';
import { AUTO_BASE, type FoundBase, findBase } from './series-base.js';

/** Where a series is to be put. */
export interface WantedBase {
  /** A revision, or `auto`; `auto` when absent. */
  readonly base?: string;
  /** A glob of branches and tags; the best one is the base. Instead of `base`. */
  readonly onto?: string;
}

/** A base, and the branches that it was chosen from. */
export interface ChosenBase extends FoundBase {
  readonly onto: readonly OntoBranch[] | null;
}

/** Tries a series on some branches. Lines that lost their white space on the way are rebuilt on each. */
export const trySeriesOnto = (
  repository: Repository,
  series: Series,
  refs: readonly Ref[],
  threeWay: boolean,
  context: Context,
): Promise<readonly OntoResult[]> => {
  const total = series.patches.length;
  const diffsOn = async (commit: Ref['commit']): Promise<readonly Patch[]> =>
    (await wholeSeries(series, commit, repository, context)).patches;
  return tryOnto(repository, refs, { total, diffsOn }, { threeWay }, context);
};

export const ontoBranch = ({ ref, applied, total }: OntoResult): OntoBranch => ({
  ref: ref.name,
  commit: ref.commit,
  applied,
  total,
});

/**
 * The base of the request: a commit, the one that is found, or the best of some branches.
 * @param threeWay whether a patch counts as applied when only a merge by its blobs applies it.
 * @throws UserError `usage` when both are given; `input` when a name or glob names nothing.
 */
export const chooseBase = async (
  repository: Repository,
  series: Series,
  { base, onto }: WantedBase,
  threeWay: boolean,
  context: Context,
): Promise<ChosenBase> => {
  if (onto === undefined) {
    return { ...(await findBase(repository, series, base ?? AUTO_BASE, context)), onto: null };
  }
  if (base !== undefined) {
    throw new UserError('usage', '--base names the commit, --onto branches to choose it from', {
      hint: 'give one or the other',
    });
  }
  const refs = await matchRefs(repository.place, onto, context);
  const results = await trySeriesOnto(repository, series, refs, threeWay, context);
  const best = bestOnto(results);
  if (best === undefined) throw new Error('a glob that matches gives at least one branch');
  return { commit: best.ref.commit, guess: null, onto: results.map(ontoBranch) };
};

/** Says of each branch how far the series goes there, and which was taken. */
export const reportOnto = ({ commit, onto }: ChosenBase, context: Context): void => {
  if (onto === null) return;
  for (const { ref, applied, total } of onto) {
    const upTo = applied === 0 ? 'does not apply' : `applies up to ${applied}/${total}`;
    const far = applied === total ? 'applies' : upTo;
    context.report({ severity: 'note', code: 'onto', message: `${quotePath(ref)}: ${far}` });
  }
  const taken = onto.find((one) => one.commit === commit);
  if (taken === undefined || onto.length === 1) return;
  const message = `base: ${commit.slice(0, 12)} on ${quotePath(taken.ref)}, the best of ${onto.length}`;
  context.report({ severity: 'note', code: 'base-chosen', message });
};
