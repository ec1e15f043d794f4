// What happens when the machine fails: killed at any moment, disk full, file system read-only.
// KVM_VFIO_SERIES_KILLS sets how often `apply` is killed (default 40).
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Repository } from '../../src/git/repository.js';
import { uninstallHook } from '../../src/hook/install.js';
import { CHAINED_NAME, hookScript } from '../../src/hook/script.js';
import { build } from '../integration/built.js';
import {
  fingerprint,
  git,
  kernelRepository,
  temporaryFolder,
  USER,
} from '../integration/temporary-repository.js';

const KILLS = Number(process.env['KVM_VFIO_SERIES_KILLS'] ?? 40);
const LINES = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`).join('');
const MAILS = Array.from({ length: 5 }, (_, at) =>
  [
    'From: Cy Example <cy@example.org>',
    'Date: Tue, 3 Jun 2025 11:12:13 -0700',
    `Subject: [PATCH ${at + 1}/5] part ${at + 1}`,
    '',
    'why',
    '---',
    'diff --git a/a.c b/a.c',
    '--- a/a.c',
    '+++ b/a.c',
    `@@ -${at * 5 + 1},3 +${at * 5 + 1},3 @@`,
    ` line ${at * 5 + 1}`,
    `-line ${at * 5 + 2}`,
    `+new ${at * 5 + 2}`,
    ` line ${at * 5 + 3}`,
    '',
  ].join('\n'),
);

/** Applies the mails on branch `applied` of the repository in its first argument. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { createSeriesBranch } from './dist/git/commit.js';
import { openRepository } from './dist/git/repository.js';
import { quietContext } from './dist/base/context.js';
import { commitDraft } from './dist/series/commit-draft.js';
import { readSeries } from './dist/series/series.js';
const context = quietContext();
const mails = JSON.parse(readFileSync(new URL('./mails.json', import.meta.url), 'utf8'));
try {
  const repository = await openRepository(process.argv[2], context);
  const bytes = (async function* () { yield Buffer.from(mails.join('\\n')); })();
  const series = await readSeries([{ name: 'mails', form: 'mbox', fidelity: 'exact', bytes }], {}, context);
  process.stdout.write('open\\n');
  await createSeriesBranch(repository, {
    branch: 'applied',
    base: await repository.resolve('main', context),
    patches: series.patches.map((patch) => ({ label: String(patch.index), patch, draft: commitDraft(patch, []) })),
    threeWay: false, signOff: false, partial: false,
  }, context);
  repository.dispose();
} catch (error) {
  process.stderr.write(error.code + ': ' + error.message + '\\n');
  process.exit(4);
}
`;

const HOOK_KILLS = 200;
const HOOK = { node: '/usr/bin/node', program: '/opt/program.js', options: [] };

/** As much of a repository as the hook asks for, so that the process that is killed starts fast. */
const hookRepository = (folder: string) => ({
  layout: {
    commonFolder: join(folder, '.git'),
    gitFolder: join(folder, '.git'),
    workFolder: folder,
  },
  place: { folder, environment: { PATH: process.env['PATH'], HOME: '/nonexistent' } },
});

/** Installs and uninstalls the hook of the repository in its first argument until it is killed. */
const HOOK_PROGRAM = `
import { installHook, uninstallHook } from './dist/hook/install.js';
import { quietContext } from './dist/base/context.js';
const repository = JSON.parse(process.argv[2]);
const context = quietContext();
process.stdout.write('open\\n');
for (;;) {
  await installHook(repository, ${JSON.stringify(HOOK)}, { shared: false }, context);
  await uninstallHook(repository, ${JSON.stringify(HOOK)}, context);
}
`;

// Not a folder of one test: it is built once.
let program = '';
beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), 'kvs-program-'));
  build(program);
  writeFileSync(join(program, 'apply.mjs'), PROGRAM);
  writeFileSync(join(program, 'mails.json'), JSON.stringify(MAILS));
  writeFileSync(join(program, 'hook.mjs'), HOOK_PROGRAM);
});
afterAll(() => rmSync(program, { recursive: true, force: true }));

const run = (folder: string): { status: number; complaint: string } => {
  try {
    execFileSync(process.execPath, [join(program, 'apply.mjs'), folder], {
      env: { ...process.env, ...USER },
      stdio: 'pipe',
    });
    return { status: 0, complaint: '' };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    return { status, complaint: stderr.toString() };
  }
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' });

describe('killed', () => {
  it('never leaves a file that git takes for a pack before it is whole', async () => {
    const folder = kernelRepository({ 'a.c': LINES });
    const packs = join(folder, '.git/objects/pack');
    mkdirSync(packs, { recursive: true });
    const seen = new Set<string>();
    const watcher = watch(packs, (_, name) => seen.add(name ?? ''));
    expect(run(folder)).toEqual({ status: 0, complaint: '' });
    await vi.waitFor(() => expect(seen.size).toBeGreaterThanOrEqual(4));
    watcher.close();
    const named = [...seen].filter((name) => !name.startsWith('tmp_'));
    expect(named.every((name) => /^pack-[0-9a-f]+\.(?:pack|idx)$/.test(name))).toBe(true);
    expect([...seen].filter((name) => /^tmp_.*\.(?:pack|idx)$/.test(name))).toEqual([]);
    expect([...seen].some((name) => name.startsWith('tmp_'))).toBe(true);
  });

  it(`at ${KILLS} random moments, the branch is there whole or not at all`, {
    timeout: 600_000,
  }, async () => {
    const folder = kernelRepository({ 'a.c': LINES });
    const started = Date.now();
    expect(run(folder)).toEqual({ status: 0, complaint: '' });
    const longest = Date.now() - started;
    const whole = git(folder, ['rev-parse', 'applied']).trim();
    const seen = { none: 0, whole: 0 };
    for (let turn = 0; turn < KILLS; turn += 1) {
      git(folder, ['update-ref', '-d', 'refs/heads/applied']);
      rmSync(join(folder, '.git/objects/pack'), { recursive: true });
      mkdirSync(join(folder, '.git/objects/pack'));
      const child = spawn(process.execPath, [join(program, 'apply.mjs'), folder], {
        env: { ...process.env, ...USER },
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
      await new Promise((resolve) => setTimeout(resolve, (turn / KILLS) * longest));
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It had ended.
      }
      await ended;
      // The very last step goes on when it has begun.
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(filesBelow(join(folder, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([]);
      const there = existsSync(join(folder, '.git/refs/heads/applied'));
      seen[there ? 'whole' : 'none'] += 1;
      if (there) expect(git(folder, ['rev-parse', 'applied']).trim()).toBe(whole);
      expect(git(folder, ['fsck', '--strict', '--no-dangling'])).toBe('');
    }
    expect(seen.none).toBeGreaterThan(0);
    expect(run(folder).status).toBe(
      seen.whole > 0 && existsSync(join(folder, '.git/refs/heads/applied')) ? 4 : 0,
    );
  });
});

const OWN_HOOK = '#!/bin/sh\nexit 0\n# the hook of before';

/** Names, modes and bytes of a folder. */
const contentOf = (folder: string): readonly (readonly [string, number, string])[] =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, statSync(join(folder, name)).mode, readFileSync(join(folder, name), 'latin1')]);

/** Starts the hook's program and kills it some milliseconds after it has begun; git goes with it. */
const killInstallation = async (folder: string): Promise<void> => {
  const child = spawn(process.execPath, [join(program, 'hook.mjs'), JSON.stringify(hookRepository(folder))], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  expect(child.exitCode).toBe(null);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
};

describe('hook install killed', () => {
  it(`at ${HOOK_KILLS} random moments, the folder of hooks is as before or as after`, {
    timeout: 600_000,
  }, async () => {
    const seen = { before: 0, after: 0, unfinished: 0 };
    const lane = async (kills: number): Promise<void> => {
      const folder = kernelRepository();
      const repository = hookRepository(folder) as unknown as Repository;
      const hooks = join(folder, '.git/hooks');
      mkdirSync(hooks, { recursive: true });
      writeFileSync(join(hooks, 'pre-push'), OWN_HOOK, { mode: 0o750 });
      const before = contentOf(hooks);
      const own = before.find(([name]) => name === 'pre-push')!;
      const others = before.filter((file) => file !== own);
      const after = [
        ...others,
        ['pre-push', own[1] | 0o755, hookScript(HOOK)],
        [CHAINED_NAME, own[1], OWN_HOOK],
      ].sort();
      for (let turn = 0; turn < kills; turn += 1) {
        await killInstallation(folder);
        const now = contentOf(hooks);
        // The hook that git runs is whole: the one of before, or ours with the one of before to be run first.
        const hook = now.find(([name]) => name === 'pre-push');
        const isOurs = hook?.[2] !== OWN_HOOK;
        const known = isOurs ? after : before;
        for (const file of known) expect(now).toContainEqual(file);
        seen[isOurs ? 'after' : 'before'] += 1;
        if (now.length > known.length) seen.unfinished += 1;
        // What an unfinished step has left besides goes with the next command.
        await uninstallHook(repository, HOOK, quietContext());
        expect(contentOf(hooks)).toEqual(before);
        expect(filesBelow(join(folder, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([]);
      }
      expect(git(folder, ['fsck', '--strict', '--no-dangling'])).toBe('');
      expect(git(folder, ['status', '--porcelain'])).toBe('');
    };
    await Promise.all([lane(HOOK_KILLS / 2), lane(HOOK_KILLS / 2)]);
    expect(seen.before).toBeGreaterThan(0);
    expect(seen.after).toBeGreaterThan(0);
    console.log(`killed ${HOOK_KILLS} times: ${JSON.stringify(seen)}`);
  });
});

const isRoot = process.getuid?.() === 0;

/** Runs a test over a mounted folder; skips it where mounting is not allowed. */
const mounted = (
  folder: string,
  options: readonly string[],
  test: () => void,
  skip: (why: string) => void,
): void => {
  try {
    execFileSync('mount', [...options, folder], { stdio: 'pipe' });
  } catch {
    skip('mounting is not allowed here');
  }
  try {
    test();
  } finally {
    execFileSync('umount', [folder]);
  }
};

describe.skipIf(!isRoot)('a file system that fails (needs root, to mount one)', () => {
  it('full: says so and leaves the repository as it was', ({ skip }) => {
    const folder = kernelRepository({ 'a.c': LINES });
    const disk = join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    const fill = () => {
      try {
        writeFileSync(join(disk, 'filler'), Buffer.alloc(1_000_000));
      } catch {
        // Full, as wanted.
      }
    };
    const test = () => {
      const small = join(disk, 'r');
      git(folder, ['clone', '-q', '--bare', '--no-hardlinks', folder, small]);
      fill();
      // The pack folder's own time changes with the copy that was begun and removed.
      const seen = () => fingerprint(small).filter((line) => !line.includes('/objects/pack '));
      const before = seen();
      expect(run(small)).toMatchObject({
        status: 4,
        complaint: expect.stringMatching(/^environment: .*the disk is full/),
      });
      expect(seen()).toEqual(before);
      expect(readdirSync(join(small, 'objects/pack'))).toEqual([]);
      rmSync(join(disk, 'filler'));
      expect(run(small)).toEqual({ status: 0, complaint: '' });
      expect(git(small, ['fsck', '--strict'])).toBe('');
    };
    mounted(disk, ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs'], test, skip);
  });

  it('read-only: says so', ({ skip }) => {
    const folder = kernelRepository({ 'a.c': LINES });
    const test = () => {
      execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
      const before = fingerprint(folder);
      expect(run(folder)).toMatchObject({
        status: 4,
        complaint: expect.stringMatching(/^environment: .*read-only/),
      });
      expect(fingerprint(folder)).toEqual(before);
    };
    mounted(folder, ['--bind', folder], test, skip);
  });
});
