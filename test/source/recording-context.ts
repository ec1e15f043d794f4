// A context that keeps what is said to it.
import type { Context } from '../../src/base/context.js';
import type { Diagnostic } from '../../src/base/diagnostic.js';
import type { MailInput } from '../../src/base/mail-input.js';

export interface RecordingContext extends Context {
  readonly steps: string[];
  readonly diagnostics: Diagnostic[];
}

export const recordingContext = (signal = new AbortController().signal): RecordingContext => {
  const steps: string[] = [];
  const diagnostics: Diagnostic[] = [];
  return {
    signal,
    steps,
    diagnostics,
    progress: (step) => steps.push(step),
    report: (diagnostic) => diagnostics.push(diagnostic),
  };
};

/** All bytes of an input as text. */
export const textOf = async (input: MailInput | undefined): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of input?.bytes ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};
