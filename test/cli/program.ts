// The program, in this process or in one of its own, and a small kernel to run it on.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const fixture = (name: string): string => join(root, 'fixtures', name);

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

export interface ProcessStart extends Start {
  /** Called with a function that sends a signal, once the program runs. */
  readonly onStart?: (signal: (name: NodeJS.Signals) => void) => void;
}

/** A stream that keeps what it takes. */
class Kept extends Writable {
  readonly #pieces: Buffer[] = [];

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.#pieces.push(piece);
    done();
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

/** Runs an action with these environment variables and no others; git and the temporary folder follow them. */
const withEnvironment = async <T>(
  variables: Readonly<Record<string, string>>,
  action: () => Promise<T>,
): Promise<T> => {
  const before = { ...process.env };
  const set = (wanted: Readonly<Record<string, string | undefined>>): void => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, wanted);
  };
  set(variables);
  try {
    return await action();
  } finally {
    set(before);
  }
};

/** A folder for one test file: a kernel repository, the program's temporary files, and whatever a test writes. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'stage-'));
  readonly temporary = join(this.folder, 'tmp');
  readonly kernel = join(this.folder, 'kernel');

  constructor() {
    mkdirSync(this.temporary);
    cpSync(fixture('kernel'), this.kernel, { recursive: true });
    this.git('init', '-q', '-b', 'main');
    this.commit('base');
  }

  git(...words: string[]): string {
    const environment = { PATH: process.env['PATH'], HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', ['-C', this.kernel, ...words], { encoding: 'utf8', env: environment }).trim();
  }

  commit(subject: string): string {
    this.git('add', '-A', '-f');
    this.git('-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', subject);
    return this.git('rev-parse', '--short', 'HEAD');
  }

  /** Waits until nothing of the program is left: after a signal, a shell of its own removes it. */
  async isClean(): Promise<void> {
    while (this.leftovers().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Names that the program left behind. */
  leftovers(): readonly string[] {
    return readdirSync(this.temporary);
  }

  #environment(start: Start): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.folder, TMPDIR: this.temporary, ...start.env };
  }

  /** Runs the program in this process, which takes a tenth of a second less. One run at a time. */
  run(words: readonly string[], start: Start = {}): Promise<Ended> {
    const env = this.#environment(start);
    return withEnvironment(env, async () => {
      const [stdout, stderr] = [new Kept(), new Kept()];
      const code = await main(words, {
        stdin: Readable.from(start.input === undefined ? [] : [Buffer.from(start.input)]),
        stdout,
        stderr,
        env,
        folder: start.folder ?? this.folder,
        outColumns: undefined,
        errColumns: undefined,
      });
      return { code, stdout: stdout.text(), stderr: stderr.text() };
    });
  }

  /** Runs the built program in a process of its own: for tests of signals, streams and exit codes. */
  spawn(words: readonly string[], start: ProcessStart = {}): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(root, 'bin/kvm-vfio-series.js'), ...words], {
        cwd: start.folder ?? this.folder,
        env: this.#environment(start),
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (code, signal) => {
        // As a shell tells it.
        resolve({ code: signal === null ? code : 128 + constants.signals[signal], stdout, stderr });
      });
      child.stdin.on('error', () => {});
      child.stdin.end(start.input ?? '');
      start.onStart?.((name) => child.kill(name));
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
