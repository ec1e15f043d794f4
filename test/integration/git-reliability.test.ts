// What happens when the machine fails: killed at any moment, disk full, file system read-only.
// KVM_VFIO_SERIES_KILLS sets how often the program is killed (default 40).
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from './built.js';
import { fingerprint, git, kernelRepository, temporaryFolder, USER } from './temporary-repository.js';

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
const context = quietContext();
const mails = JSON.parse(readFileSync(new URL('./mails.json', import.meta.url), 'utf8'));
try {
  const repository = await openRepository(process.argv[2], context);
  process.stdout.write('open\\n');
  await createSeriesBranch(repository, {
    branch: 'applied',
    base: await repository.resolve('main', context),
    patches: mails.map((mail, at) => ({ label: String(at + 1), mail: Buffer.from(mail), trailers: [] })),
    threeWay: false, scissors: false, signOff: false, partial: false,
  }, context);
  repository.dispose();
} catch (error) {
  process.stderr.write(error.code + ': ' + error.message + '\\n');
  process.exit(4);
}
`;

// Not a folder of one test: it is built once.
let program = '';
beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), 'kvs-program-'));
  build(program);
  writeFileSync(join(program, 'apply.mjs'), PROGRAM);
  writeFileSync(join(program, 'mails.json'), JSON.stringify(MAILS));
}, 120_000);
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
