// The world outside the program: streams, environment and folder, handed in so that tests can give their own.
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../base/error.js';
import type { RunNote } from '../report/report.js';

/** The streams, environment and folder of one run. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** What the output streams are; undefined when they are no terminals. */
  readonly outColumns: number | undefined;
  readonly errColumns: number | undefined;
  /** What the user ran; `main` fills it in. */
  readonly run?: RunNote;
}

/** @throws UserError `environment` when the folder was deleted. */
const currentFolder = (): string => {
  try {
    return process.cwd();
  } catch (cause) {
    throw new UserError('environment', 'the current folder does not exist any more', {
      hint: 'Change to another folder.',
      cause,
    });
  }
};

/**
 * The real streams of this process.
 * @throws UserError `environment` when the current folder was deleted.
 */
export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  folder: currentFolder(),
  outColumns: process.stdout.isTTY ? process.stdout.columns : undefined,
  errColumns: process.stderr.isTTY ? process.stderr.columns : undefined,
});

/**
 * Writes a text whole; resolves when the stream took it. A reader that went away (`| head`) is no error.
 * @throws UserError `environment` when the stream takes nothing, as on a full disk.
 */
export const write = (stream: Writable, text: string | Uint8Array): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    // Standard output to a file throws at once; to a pipe it tells later.
    const settle = (error?: Error | null): void => {
      const code = error == null ? 'EPIPE' : ((error as NodeJS.ErrnoException).code ?? error.message);
      if (code === 'EPIPE') resolve();
      else reject(new UserError('environment', `the output cannot be written (${code})`, { cause: error }));
    };
    try {
      stream.write(text, settle);
    } catch (error) {
      settle(error as Error);
    }
  });

/** Writes what nobody waits for, such as a note: there is no place left to tell that it failed. */
export const writeNote = (stream: Writable, text: string): Promise<void> =>
  write(stream, text).catch(() => {});
