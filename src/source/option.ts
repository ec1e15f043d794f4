// What a caller may say about where mail is looked for. Nothing below src/cli reads the environment.

export interface SourceOptions {
  /** The folder that relative paths start from: the user's working folder. */
  readonly workingFolder: string;
  /** What `-` reads. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
}
