// The part of a request that the flows share: the tree and the query.

import { resolve } from 'node:path';
import type { Context } from '../base/context.js';
import { defined } from '../base/defined.js';
import type { GuardSource } from '../check/guard/read-guard.js';
import type { EdgeQuery } from '../edge/query.js';
import { openRepository, type Repository } from '../git/repository.js';
import type { CacheSettings } from '../state/state-cache.js';

/** Names the repository that a flow works on. */
export interface RepositoryRequest {
  /** Folder of a Linux kernel git repository; it is only read. */
  readonly tree: string;
  /** The folder that relative paths start from; that of the process when absent. */
  readonly workingFolder?: string;
}

/** Asks for the edges between two modules, or two sets of modules. */
export interface EdgeRequest extends RepositoryRequest {
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
  /** Where results are kept for the next run; nothing is kept when absent. */
  readonly cache?: CacheSettings;
}

/** Asks for edges, and for their comparison with a policy and a baseline. */
export interface GuardRequest extends EdgeRequest, GuardSource {}

const DEFAULT_PAIR: readonly [string, string] = ['kvm', 'vfio'];

/** The two modules of a request. */
export const pairOf = (request: EdgeRequest): readonly [string, string] => request.between ?? DEFAULT_PAIR;

/** The query that a request stands for. */
export const queryOf = (request: EdgeRequest): EdgeQuery => {
  const [a, b] = pairOf(request);
  const there = { from: a, to: b };
  return {
    directions: request.oneWay ? [there] : [there, { from: b, to: a }],
    includes: request.includes ?? false,
    ...defined({ config: request.config, architecture: request.architecture }),
  };
};

/** Whether a request is about one configuration or architecture rather than all. */
export const isPartial = ({ config, architecture }: EdgeRequest): boolean =>
  config !== undefined || architecture !== undefined;

/**
 * Opens the repository of a request.
 * @throws UserError `input` when there is none, `environment` when git is missing or refuses it.
 */
export const openTree = (
  { tree, workingFolder = '.' }: RepositoryRequest,
  context: Context,
): Promise<Repository> => openRepository(resolve(workingFolder, tree), context);

/**
 * Opens the repository of a request for some work and closes it afterwards, also when the work fails.
 * @throws UserError as `openTree`, and what the work throws.
 */
export const withRepository = async <T>(
  request: RepositoryRequest,
  context: Context,
  work: (repository: Repository) => Promise<T>,
): Promise<T> => {
  const repository = await openTree(request, context);
  try {
    return await work(repository);
  } finally {
    repository.dispose();
  }
};
