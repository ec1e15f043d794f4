// Real repositories in temporary folders: a tiny kernel, commits, and a hash of every file to prove that nothing moved.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that is removed after the last test of the file, with the file's temporary folder (test/setup.ts). */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'kvs-test-'));

/** Who works in these repositories, and when. */
export const USER = {
  GIT_AUTHOR_NAME: 'Ada Example',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '1700000000 +0100',
  GIT_COMMITTER_NAME: 'Bo Example',
  GIT_COMMITTER_EMAIL: 'bo@example.org',
  GIT_COMMITTER_DATE: '1700000100 +0000',
};

const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', ...USER };

/** Runs git as a user would, and gives its output. */
export const git = (folder: string, args: readonly string[], input?: string | Uint8Array): string =>
  execFileSync('git', args, {
    cwd: folder,
    env: ENVIRONMENT,
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  }).toString();

export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export const writeFiles = (folder: string, files: Files): void => {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      rmSync(join(folder, path));
    } else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  }
};

/** Commits the files over what is there and gives the commit's id. */
export const commit = (folder: string, files: Files, message = 'a change'): string => {
  writeFiles(folder, files);
  git(folder, ['add', '-A']);
  git(folder, ['commit', '-q', '--allow-empty', '-m', message]);
  return git(folder, ['rev-parse', 'HEAD']).trim();
};

/** What makes a tree a kernel. */
export const KERNEL: Files = {
  Kbuild: '# top\n',
  Makefile: 'VERSION = 6\n',
  Kconfig: 'mainmenu "a small kernel"\n',
  'scripts/Makefile.build': '# build\n',
};

/** A repository with one commit, a kernel with these files. */
export const kernelRepository = (files: Files = {}, ...init: readonly string[]): string => {
  const folder = temporaryFolder();
  git(folder, ['init', '-q', '-b', 'main', ...init]);
  commit(folder, { ...KERNEL, ...files }, 'base');
  return folder;
};

/**
 * Path, mode, time and a hash of the bytes of everything below a folder. Times of objects are left out: a git that
 * makes an object which is there already only freshens its time, also in an alternate (git-gc(1), "NOTES").
 */
export const fingerprint = (folder: string): readonly string[] => {
  const seen: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const full = join(path, name);
      const stat = lstatSync(full);
      const bytes = stat.isDirectory() ? '' : stat.isSymbolicLink() ? readlinkSync(full) : readFileSync(full);
      const time = full.includes('/objects/') ? '' : stat.mtimeMs;
      seen.push(`${full} ${stat.mode} ${time} ${createHash('sha256').update(bytes).digest('hex')}`);
      if (stat.isDirectory()) walk(full);
    }
  };
  walk(folder);
  return seen;
};

/** The folders of ours that are left in the temporary folder. */
export const leftBehind = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('kvm-vfio-series-'));
