// The world outside the program: streams, environment and folder, handed in so that tests can give their own.
import type { Readable, Writable } from 'node:stream';
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

/** The real streams of this process. */
export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  folder: process.cwd(),
  outColumns: process.stdout.isTTY ? process.stdout.columns : undefined,
  errColumns: process.stderr.isTTY ? process.stderr.columns : undefined,
});

/** Writes a text or bytes whole; resolves when the stream took it. A reader that went away (`| head`) is no error. */
export const write = (stream: Writable, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
