// One run of git as a child process: bytes in, bytes out, stopped when the context is.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { SAFE_ARGUMENTS } from './environment.js';
import { Spool } from './spool.js';

/** Where and with what a git is started. */
export interface GitPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The result of a git process. */
export interface GitRun {
  readonly status: number;
  readonly output: Buffer;
  readonly complaint: string;
}

/** Enough of a complaint to show; git can repeat one for each of ninety thousand paths. */
const COMPLAINT_LIMIT = 64 * 1024;

/** Milliseconds between two looks at a spool. */
const SPOOL_TURN = 10;

/** What the failure to start git means to the user. */
export const startFailure = (cause: NodeJS.ErrnoException): UserError =>
  cause.code === 'ENOENT'
    ? new UserError('environment', 'git was not found', {
        hint: 'Install git 2.30 or later and make sure that it is in PATH.',
        cause,
      })
    : new UserError('environment', `git could not be started: ${cause.message}`, { cause });

/** The error for output that git never writes: another program is in PATH under its name, or its output was cut. */
export const unreadableOutput = (command: string, cause?: unknown): UserError =>
  new UserError('environment', `git ${command} gave output that cannot be read`, {
    hint: 'Run "git --version" to see which git is in PATH, and "git fsck" in the repository.',
    cause,
  });

/** KVM_VFIO_SERIES_GIT_SECONDS names others. */
const SILENCE_SECONDS = 600;

/** Seconds of silence after which a git of this place is taken to hang. */
export const silenceSeconds = ({ environment }: GitPlace): number => {
  const given = Number(environment['KVM_VFIO_SERIES_GIT_SECONDS']);
  return given > 0 ? given : SILENCE_SECONDS;
};

/** Milliseconds in which output that came while this process computed is read before a git is taken to hang. */
const GRACE = 1000;

/** Calls back once a git has been silent for too long. `heard` starts the time anew; `end` stops the watch. */
export class SilenceWatch {
  private timer: NodeJS.Timeout | undefined;
  private wasHeard = false;
  readonly seconds: number;

  constructor(
    place: GitPlace,
    private readonly onSilence: () => void,
  ) {
    this.seconds = silenceSeconds(place);
  }

  heard(): void {
    this.wasHeard = true;
    this.timer ??= setTimeout(() => this.look(), this.seconds * 1000).unref();
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    this.wasHeard = false;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.wasHeard) this.heard();
      else this.onSilence();
    }, GRACE).unref();
  }
}

/** The error for a git that was silent for too long. */
export const silentGit = (command: string, seconds: number): UserError =>
  new UserError('environment', `git ${command} gave no answer for ${seconds} seconds`, {
    hint: 'Set KVM_VFIO_SERIES_GIT_SECONDS to wait longer.',
  });

/** How `startGit` starts it. */
interface Start {
  readonly detached?: boolean;
  /** Where its output goes, when not to us. */
  readonly output?: number | undefined;
}

const start = (
  place: GitPlace,
  args: readonly string[],
  { detached = false, output }: Start,
): ChildProcess & Pick<ChildProcessWithoutNullStreams, 'stdin' | 'stderr'> => {
  const child = spawn('git', [...SAFE_ARGUMENTS, ...args], {
    detached,
    cwd: place.folder,
    env: place.environment,
    stdio: ['pipe', output ?? 'pipe', 'pipe'],
  }) as ChildProcessWithoutNullStreams;
  // Where no pipe could be opened (EMFILE), Node gives a child without streams, and an event later.
  if ((child.stdin as unknown) === undefined) {
    child.on('error', () => {});
    throw startFailure(Object.assign(new Error('too many open files'), { code: 'EMFILE' }));
  }
  return child;
};

/**
 * Starts git with the safe switches before its command.
 * @throws UserError `environment` when no more files can be opened.
 */
export const startGit = (place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams =>
  start(place, args, {}) as ChildProcessWithoutNullStreams;

/** Options of `runGit`. */
export interface GitRunOptions {
  readonly input?: Uint8Array | string;
  /** Takes the output as it comes, each chunk being there for the call only; `GitRun.output` then stays empty. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** A file to create for a long output, so that git never waits for the reader; `onOutput` gets what is new. */
  readonly spool?: string;
  /**
   * Whether git must not be interrupted once started: it is not killed with the context, and has a process group of its
   * own, so that a kill of ours cannot catch it between taking and releasing a lock.
   */
  readonly unstoppable?: boolean;
}

/**
 * Runs git to its end. An exit status other than 0 is in the result, not thrown.
 * @throws UserError `environment` when git cannot be started or is killed; the signal's reason when the context is aborted.
 */
export const runGit = (
  place: GitPlace,
  args: readonly string[],
  options: GitRunOptions,
  context: Context,
): Promise<GitRun> =>
  new Promise((resolve, reject) => {
    context.signal.throwIfAborted();
    const unstoppable = options.unstoppable === true;
    const spool = options.spool === undefined ? undefined : new Spool(options.spool);
    let child: ReturnType<typeof start>;
    try {
      child = start(place, args, { detached: unstoppable, output: spool?.descriptor });
    } catch (error) {
      spool?.close();
      throw error;
    }
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    let complaintSize = 0;
    let failure: unknown;
    const stop = () => child.kill('SIGKILL');
    if (!unstoppable) context.signal.addEventListener('abort', stop, { once: true });
    const watch = new SilenceWatch(place, () => {
      failure ??= silentGit(args[0] ?? '', watch.seconds);
      stop();
      child.stdout?.destroy();
      child.stderr.destroy();
    });
    if (!unstoppable) watch.heard();
    const take = (chunk: Buffer): void => {
      watch.heard();
      if (options.onOutput === undefined) output.push(spool === undefined ? chunk : Buffer.from(chunk));
      else if (failure === undefined) {
        try {
          options.onOutput(chunk);
        } catch (error) {
          failure = error;
          stop();
        }
      }
    };
    const unspool = (): void => {
      try {
        spool?.read(take);
      } catch (error) {
        failure ??= error;
        stop();
      }
    };
    const unspooling = spool && setInterval(unspool, SPOOL_TURN);
    child.stdout?.on('data', take);
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaintSize < COMPLAINT_LIMIT) complaint.push(chunk);
      complaintSize += chunk.length;
    });
    // If git stops reading early, stderr or the exit status has the reason.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const end = (): void => {
      watch.end();
      context.signal.removeEventListener('abort', stop);
      clearInterval(unspooling);
      spool?.close();
    };
    child.on('error', (error) => {
      end();
      reject(startFailure(error));
    });
    child.on('close', (status, signal) => {
      if (status === 0) unspool();
      end();
      if (context.signal.aborted && !unstoppable) reject(context.signal.reason);
      else if (failure !== undefined) reject(failure);
      else if (status === null)
        reject(new UserError('environment', `git ${args[0]} was killed by ${signal}`));
      else
        resolve({
          status,
          output: Buffer.concat(output),
          complaint: Buffer.concat(complaint).subarray(0, COMPLAINT_LIMIT).toString(),
        });
    });
  });

/**
 * Runs a git that has to succeed and gives its output.
 * @throws UserError `environment` with git's own first line when it does not.
 */
export const gitOutput = async (
  place: GitPlace,
  args: readonly string[],
  options: GitRunOptions,
  context: Context,
): Promise<Buffer> => {
  const run = await runGit(place, args, options, context);
  if (run.status !== 0) throw gitFailure(args, run.status, run.complaint);
  return run.output;
};

/** The error for a git that failed for no reason of the user's input. */
export const gitFailure = (args: readonly string[], status: number, complaint: string): UserError => {
  const line = firstComplaint(complaint);
  return new UserError('environment', `git ${args[0]} failed (${status})${line === '' ? '' : `: ${line}`}`, {
    hint: 'Run "git fsck" in the repository; if it is clean, please report this.',
  });
};

/** The first line of git's stderr with a message, without its `fatal: ` or `error: `. */
export const firstComplaint = (complaint: string): string => {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('warning: '));
  return (lines[0] ?? '').replace(/^(?:fatal|error): /, '');
};
