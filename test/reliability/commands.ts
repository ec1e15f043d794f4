// The commands that read or change a repository, on the small kernel, and what must hold of each under every fault.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, fixture, type Stage } from '../cli/program.js';

const removal = fixture('demo/removal.mbox');
const opening = fixture('demo/opening.mbox');

/** Exit codes that a fault may give; 70 would be a bug. */
export const DOCUMENTED: readonly (number | null)[] = [0, 1, 2, 3, 4];

/** Commands that only read. */
export const READERS: Readonly<Record<string, (stage: Stage) => readonly string[]>> = {
  check: ({ kernel }) => ['check', kernel, removal, '--json', '--no-cache'],
  triage: ({ kernel }) => ['triage', kernel, removal, opening, '--json', '--no-cache'],
  edges: ({ kernel }) => ['edges', kernel, '--json', '--no-cache'],
  diff: ({ kernel }) => ['diff', kernel, removal, removal, '--revisions', '1,1', '--json', '--no-cache'],
  baseline: ({ kernel }) => ['baseline', 'check', kernel, '--no-cache'],
};

/** Commands that write a branch, a file of rules or a hook. */
export const WRITERS: Readonly<Record<string, (stage: Stage) => readonly string[]>> = {
  apply: ({ kernel }) => ['apply', kernel, removal, '--despite-objections', '--branch', 'new'],
  'hook install': ({ kernel }) => ['hook', 'install', kernel],
  'baseline write': ({ kernel }) => ['baseline', 'write', kernel, '--no-cache'],
};

/** Every file below a folder, by a hash of its content. */
export const filesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, createHash('sha256').update(readFileSync(path)).digest('hex')] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

export type GitFault = 'fails' | 'prints garbage' | 'prints nothing' | 'is killed' | 'is cut' | 'hangs';

const FAULTS: Readonly<Record<GitFault, string>> = {
  fails: "echo 'fatal: unable to read' >&2; exit 128",
  'prints garbage': "printf '\\377\\000garbage 1 2\\n\\n%s\\n' '@@ -1 +1 @@'; exit 0",
  'prints nothing': 'exit 0',
  'is killed': 'kill -9 $$',
  'is cut': `"$REAL_GIT" "$@" | head -c 40; exit 0`,
  hangs: 'exec sleep 1000',
};

/** A `git` for PATH that has a fault at one call. Calls are counted over the processes of a run. */
export class FaultyGit {
  private readonly folder: string;
  private readonly count: string;

  constructor(stage: Stage) {
    this.folder = join(stage.folder, 'faulty');
    this.count = join(stage.folder, 'calls');
    mkdirSync(this.folder, { recursive: true });
    const cases = Object.entries(FAULTS).map(([fault, lines]) => `'${fault}') ${lines} ;;`);
    writeFileSync(
      join(this.folder, 'git'),
      [
        '#!/bin/bash',
        'n=1; while ! mkdir "$CALLS/$n" 2>/dev/null; do n=$((n + 1)); done',
        'if [ "$n" = "$FAULT_AT" ]; then case $FAULT in',
        ...cases,
        'esac; fi',
        'exec "$REAL_GIT" "$@"',
        '',
      ].join('\n'),
      { mode: 0o755 },
    );
  }

  /** Runs the program with a fault at a call, counted from 1; 0 for none. */
  async run(
    stage: Stage,
    words: readonly string[],
    at: number,
    fault: GitFault = 'fails',
  ): Promise<Ended & { readonly calls: number }> {
    const calls = join(this.count, `${at}-${fault}-${Math.random()}`);
    mkdirSync(calls, { recursive: true });
    const path = process.env['PATH'] ?? '';
    const real = path.split(':').find((folder) => {
      try {
        return readdirSync(folder).includes('git');
      } catch {
        return false;
      }
    });
    const ended = await stage.spawn(words, {
      env: {
        GIT_COMMITTER_NAME: 'T',
        GIT_COMMITTER_EMAIL: 't@example.org',
        PATH: `${this.folder}:${path}`,
        REAL_GIT: join(real ?? '/usr/bin', 'git'),
        CALLS: calls,
        FAULT_AT: String(at),
        FAULT: fault,
        KVM_VFIO_SERIES_GIT_SECONDS: fault === 'hangs' || fault === 'is cut' ? '1' : '60',
      },
    });
    return { ...ended, calls: readdirSync(calls).length };
  }
}

/** Runs tasks with a few at a time, and gives their results in order. */
export const inTurns = async <T>(tasks: readonly (() => Promise<T>)[], atOnce = 2): Promise<readonly T[]> => {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++)
      results[at] = await (tasks[at] as () => Promise<T>)();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};
