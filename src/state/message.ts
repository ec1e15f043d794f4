// The messages between threads that share a query: plain values (worker_threads, structured clone).
import type { Diagnostic } from '../base/diagnostic.js';
import type { ErrorCode } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { EdgeQuery } from '../edge/query.js';
import type { Workers } from '../edge/workers.js';
import type { ScratchRepository } from '../git/scratch-repository.js';
import type { ReadSet } from './read-set.js';
import type { Found } from './state-cache.js';

/** What a thread is started with. */
export interface ShardTask
  extends Pick<Workers, 'number' | 'count'>,
    Pick<ScratchRepository, 'place' | 'workPlace'> {
  /** The repository as the user named it. */
  readonly folder: string;
  readonly commit: CommitId;
  readonly query: EdgeQuery;
}

/** What a thread found: edges of its share, the rest of the whole question. */
export interface ShardResult extends Found {
  readonly reading: ReadSet;
}

/** An error on its way to the main thread. */
export interface PackedError {
  /** Undefined when it is a bug. */
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** From a thread. `gather`: what it gives to all, and waits for theirs. */
export type ShardMessage =
  | { readonly kind: 'gather'; readonly value: unknown }
  | { readonly kind: 'progress'; readonly step: string }
  | { readonly kind: 'report'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'done'; readonly result: ShardResult }
  | { readonly kind: 'failed'; readonly error: PackedError };

/** To a thread: what all gave, by number. */
export interface Gathered {
  readonly values: readonly unknown[];
}
