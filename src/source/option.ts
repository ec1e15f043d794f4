// What a caller may say about where mail is looked for. Nothing below src/cli reads the environment.
import type { CloneOptions } from './clone/repository.js';
import type { LoreOptions } from './lore/option.js';

/** Settings for opening a mail source. */
export interface SourceOptions {
  /** The folder that relative paths start from: the user's working folder. */
  readonly workingFolder: string;
  /** What `-` reads. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** How to query inbox servers; without it nothing is fetched. */
  readonly lore?: LoreOptions;
  /** How clones of an inbox are read, and what is looked for in them. */
  readonly clone?: CloneOptions;
}
