// A query about edges between modules.

/** One direction between modules; names or globs over module names, `-` and `_` being the same. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  /** Whether the tree may lack such modules; without them the direction has no edges. */
  readonly optional?: boolean;
}

/** The glob that means all modules. */
export const EVERY_MODULE = '*';

/** The whole query. */
export interface EdgeQuery {
  readonly directions: readonly Direction[];
  /** Text of a kernel `.config`; without it, edges of all configurations. */
  readonly config?: string;
  /** One folder under arch/ (`x86`); without it, all architectures. */
  readonly architecture?: string;
  /** Whether to report `include` edges. */
  readonly includes: boolean;
}

/** Whether the query covers all modules, so that it pays to share it among workers. */
export const isAboutAll = ({ directions }: EdgeQuery): boolean =>
  directions.some(({ from, to }) => from === EVERY_MODULE || to === EVERY_MODULE);
