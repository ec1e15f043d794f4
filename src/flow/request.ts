// Which edges of which tree are asked for: what the library's functions share.

import type { EdgeQuery } from '../edge/query.js';
import type { CacheSettings } from '../state/state-cache.js';

export interface EdgeRequest {
  /** Folder of a Linux kernel git repository; it is only read. */
  readonly tree: string;
  /** The folder that relative paths start from; that of the process when absent. */
  readonly workingFolder?: string;
  /** Two module names or globs; `kvm` and `vfio` when absent. */
  readonly between?: readonly [string, string];
  /** Only edges from the first to the second. */
  readonly oneWay?: boolean;
  /** Text of one kernel `.config`; all configurations count when absent. */
  readonly config?: string;
  /** One folder of arch/; all count when absent. */
  readonly architecture?: string;
  /** Also edges by `#include`. */
  readonly includes?: boolean;
  /** Where results are kept for the next time; nowhere when absent. */
  readonly cache?: CacheSettings;
}

const DEFAULT_PAIR: readonly [string, string] = ['kvm', 'vfio'];

/** The pair that is asked for. */
export const pairOf = (request: EdgeRequest): readonly [string, string] => request.between ?? DEFAULT_PAIR;

/** The question to the symbol graph. */
export const queryOf = (request: EdgeRequest): EdgeQuery => {
  const [a, b] = pairOf(request);
  const there = { from: a, to: b };
  return {
    directions: request.oneWay ? [there] : [there, { from: b, to: a }],
    includes: request.includes ?? false,
    ...(request.config === undefined ? {} : { config: request.config }),
    ...(request.architecture === undefined ? {} : { architecture: request.architecture }),
  };
};
