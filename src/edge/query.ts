// What is asked of the symbol graph.

/** One direction between modules; names or globs over module names, `-` and `_` being the same. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  /** Whether a tree without such modules is all right; it has no edge of this direction then. */
  readonly optional?: boolean;
}

/** The glob that means all modules. */
export const EVERY_MODULE = '*';

export interface EdgeQuery {
  readonly directions: readonly Direction[];
  /** Text of one kernel `.config`; without it all configurations count. */
  readonly config?: string;
  /** One architecture folder (`x86`); without it all count. */
  readonly architecture?: string;
  /** Whether `include` edges are wanted. */
  readonly includes: boolean;
}

/** Whether it is about all modules, so that it is worth to be shared. */
export const isAboutAll = ({ directions }: EdgeQuery): boolean =>
  directions.some(({ from, to }) => from === EVERY_MODULE || to === EVERY_MODULE);
