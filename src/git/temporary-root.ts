// One temporary folder per process, in which all others are. It is gone when the process is, however that ends: a shell
// waits for the end of the process and removes it, and the next run removes what no shell could.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../base/error.js';

const PREFIX = 'kvm-vfio-series-';

/** `PREFIX`, machine, process, start of the process, six characters of mkdtemp(3). */
const NAME = /^kvm-vfio-series-([0-9a-f]{8})-(\d+)-(\d+)-.{6}$/;

/** Folders of other machines and containers that share `TMPDIR` are removed at this age. No run takes as long. */
const FOREIGN_AGE_MS = 7 * 24 * 3600 * 1000;

/** Its input ends when the process does, by whatever signal. */
const KEEPER = 'read -r _; rm -rf -- "$1"';

const readOr = (read: () => string, otherwise: string): string => {
  try {
    return read().trim();
  } catch {
    return otherwise;
  }
};

/** Tells process ids of this boot and this container from those of others (proc(5), pid_namespaces(7)). */
const machineOf = (): string => {
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'), hostname());
  const namespace = readOr(() => readlinkSync('/proc/self/ns/pid'), '');
  return createHash('sha256').update(`${boot} ${namespace}`).digest('hex').slice(0, 8);
};

/** When a process started, in ticks since boot (proc(5), "starttime"); undefined when it is gone. */
const startOf = (pid: number): string | undefined => {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), '');
  // The name of the program is in brackets and may hold anything; "starttime" is the twentieth field after it.
  if (stat !== '') return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  try {
    process.kill(pid, 0);
    return '0';
  } catch {
    return undefined;
  }
};

/** Whether the run that made a folder has ended; false if unknown. */
const isLeft = (path: string, name: string, machine: string): boolean => {
  const [, where, pid, start] = NAME.exec(name) ?? [];
  if (where === undefined) return false;
  const { uid, mtimeMs } = lstatSync(path);
  if (process.geteuid !== undefined && uid !== process.geteuid()) return false;
  if (where !== machine) return Date.now() - mtimeMs > FOREIGN_AGE_MS;
  return startOf(Number(pid)) !== start;
};

/** Removes the folders of runs that were killed together with their shells. */
const removeLeftFolders = (parent: string, machine: string): void => {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(parent, name);
    try {
      if (isLeft(path, name, machine)) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another run removes it, or may.
    }
  }
};

/** The folder of this process. Owned by cleanup.ts, which closes it when nothing is in it any more. */
export interface TemporaryRoot {
  readonly path: string;
  readonly close: () => void;
}

const keep = (path: string): ChildProcess => {
  // A session of its own: the signals of a terminal are for the program alone.
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', path], {
    cwd: '/',
    detached: true,
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell, the end of the program and the next run remove the folder.
  keeper.on('error', () => {});
  keeper.stdin?.on('error', () => {});
  keeper.unref();
  (keeper.stdin as { unref?: () => void } | null)?.unref?.();
  return keeper;
};

/** @throws UserError `environment` when `TMPDIR` takes no folder. */
export const openTemporaryRoot = (): TemporaryRoot => {
  const parent = tmpdir();
  try {
    return openBelow(parent);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new UserError('environment', `${parent}: no temporary folder can be made there (${code})`, {
      hint: 'set TMPDIR to a folder that exists and has free space',
      cause,
    });
  }
};

const openBelow = (parent: string): TemporaryRoot => {
  const machine = machineOf();
  removeLeftFolders(parent, machine);
  const owner = `${machine}-${process.pid}-${startOf(process.pid)}`;
  const path = mkdtempSync(join(parent, `${PREFIX}${owner}-`));
  const keeper = keep(path);
  return {
    path,
    close: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      keeper.kill('SIGKILL');
    },
  };
};
