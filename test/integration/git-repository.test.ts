import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { BlobId } from '../../src/base/id.js';
import { openRepository, type Repository } from '../../src/git/repository.js';
import { parseDiff } from '../../src/patch/parse.js';
import {
  commit,
  fingerprint,
  git,
  KERNEL,
  kernelRepository,
  leftBehind,
  temporaryFolder,
} from './temporary-repository.js';

const context = quietContext();

const withRepository = async <T>(path: string, use: (repository: Repository) => Promise<T>): Promise<T> => {
  const repository = await openRepository(path, context);
  try {
    return await use(repository);
  } finally {
    repository.dispose();
  }
};

const text = async (repository: Repository, id: BlobId): Promise<string> => {
  let content = '';
  await repository.reader.readBlobs([id], (bytes) => {
    content = Buffer.from(bytes).toString();
  });
  return content;
};

const readAtHead = (folder: string, path = 'a.c') =>
  withRepository(folder, async (repository) => {
    const tree = await repository.treeAt(await repository.resolve('HEAD', context), context);
    return text(repository, tree.blobAt(path)!);
  });

describe('openRepository', () => {
  it('opens a work tree, a folder in it, a linked worktree and a bare repository', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    expect(await readAtHead(folder)).toBe('one\n');
    expect(await readAtHead(join(folder, 'scripts'))).toBe('one\n');

    const linked = join(temporaryFolder(), 'linked');
    git(folder, ['worktree', 'add', '-q', '-b', 'other', linked]);
    commit(linked, { 'a.c': 'two\n' });
    expect(await readAtHead(linked)).toBe('two\n');
    expect(await readAtHead(folder)).toBe('one\n');

    const bare = join(temporaryFolder(), 'bare.git');
    git(folder, ['clone', '-q', '--bare', folder, bare]);
    expect(await readAtHead(bare)).toBe('one\n');
    expect(await withRepository(bare, (repository) => repository.hasUncommittedChanges(context))).toBe(false);
  });

  it('opens a repository that names objects by SHA-256', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' }, '--object-format=sha256');
    expect(await readAtHead(folder)).toBe('one\n');
  });

  it('reads objects behind relative alternates of alternates, and in folders with odd names', async () => {
    const top = join(temporaryFolder(), 'a:b "c"');
    mkdirSync(top);
    const origin = join(top, 'origin');
    mkdirSync(origin);
    git(origin, ['init', '-q', '-b', 'main']);
    commit(origin, { ...KERNEL, 'a.c': 'far\n' });
    for (const [name, from] of [
      ['second', 'origin'],
      ['third', 'second'],
    ] as const) {
      git(top, ['init', '-q', '-b', 'main', name]);
      writeFileSync(join(top, name, '.git/objects/info/alternates'), `../../../${from}/.git/objects\n`);
      git(join(top, name), ['update-ref', 'refs/heads/main', git(origin, ['rev-parse', 'HEAD']).trim()]);
    }
    expect(await readAtHead(join(top, 'third'))).toBe('far\n');
  });

  it('is not led elsewhere by the variables of a hook', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    process.env['GIT_DIR'] = '/nonexistent';
    process.env['GIT_INDEX_FILE'] = '/nonexistent/index';
    try {
      expect(await readAtHead(folder)).toBe('one\n');
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_INDEX_FILE'];
    }
  });

  const failure = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };

  it('says what is wrong with a path', async () => {
    const empty = temporaryFolder();
    expect(await failure(openRepository(empty, context))).toMatchObject({
      code: 'input',
      message: `${empty} is not a git repository`,
      hint: expect.stringContaining('kernel'),
    });
    expect(await failure(openRepository(join(empty, 'none'), context))).toMatchObject({
      code: 'input',
      message: `${join(empty, 'none')} is not a folder`,
    });
  });

  it('says that a commit is not a kernel, or that there is none', async () => {
    const folder = temporaryFolder();
    git(folder, ['init', '-q', '-b', 'main']);
    expect(await failure(readAtHead(folder))).toMatchObject({
      code: 'input',
      message: expect.stringContaining('HEAD'),
    });
    commit(folder, { 'README.md': 'no kernel\n' });
    expect(await failure(readAtHead(folder))).toMatchObject({
      code: 'input',
      message: expect.stringContaining('is not a Linux kernel at commit'),
    });
  });

  it('says that git is missing', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      expect(await failure(openRepository(temporaryFolder(), context))).toMatchObject({
        code: 'environment',
        message: 'git was not found',
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('says how to trust the repository of another user', async () => {
    const folder = kernelRepository();
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    try {
      expect(await failure(openRepository(folder, context))).toMatchObject({
        code: 'environment',
        hint: expect.stringContaining('safe.directory'),
      });
    } finally {
      delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    }
  });

  it.each(['nothing', '--help', '-1', '', 'a\nb', 'HEAD:Kbuild', '\u001b[2J'])(
    'names no commit by %j',
    async (revision) => {
      const folder = kernelRepository();
      const error = await failure(
        withRepository(folder, (repository) => repository.resolve(revision, context)),
      );
      expect(error).toMatchObject({ code: 'input', message: expect.not.stringContaining('\u001b') });
    },
  );
});

describe('reading blobs', () => {
  it('answers many requests made together in order, big and empty ones too', async () => {
    const big = new Uint8Array(3_000_000).map((_, at) => (at * 7919) & 255);
    const folder = kernelRepository({
      'big.bin': big,
      empty: '',
      ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`d/${at}`, `content ${at}\n`])),
    });
    await withRepository(folder, async (repository) => {
      const tree = await repository.treeAt(await repository.resolve('HEAD', context), context);
      const ids = Array.from({ length: 3000 }, (_, at) => tree.blobAt(`d/${at % 300}`)!);
      const seen: string[] = [];
      const sizes: number[] = [];
      let same = false;
      await Promise.all([
        repository.reader.readBlobs(ids, (bytes, at) => seen.push(`${at} ${Buffer.from(bytes)}`)),
        repository.reader.readBlobs([tree.blobAt('big.bin')!, tree.blobAt('empty')!], (bytes) => {
          sizes.push(bytes.length);
          same ||= Buffer.compare(bytes, big) === 0;
        }),
        repository.reader.readBlobs([], () => {}),
      ]);
      expect(seen).toEqual(ids.map((_, at) => `${at} content ${at % 300}\n`));
      expect(sizes).toEqual([3_000_000, 0]);
      expect(same).toBe(true);
    });
  });

  it('rejects for a missing object, and goes on for others', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    await withRepository(folder, async (repository) => {
      const tree = await repository.treeAt(await repository.resolve('HEAD', context), context);
      const missing = '1'.repeat(40) as BlobId;
      const commitId = (await repository.resolve('HEAD', context)) as string as BlobId;
      await expect(
        repository.reader.readBlobs([missing, tree.blobAt('a.c')!], () => {}),
      ).rejects.toMatchObject({
        code: 'environment',
        message: expect.stringContaining(missing),
      });
      await expect(repository.reader.readBlobs([commitId], () => {})).rejects.toMatchObject({
        code: 'environment',
      });
      await expect(
        repository.reader.readBlobs([tree.blobAt('a.c')!], () => {
          throw new Error('of the caller');
        }),
      ).rejects.toThrow('of the caller');
      expect(await text(repository, tree.blobAt('a.c')!)).toBe('one\n');
    });
  });

  it('rejects what waits when it is closed', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    const repository = await openRepository(folder, context);
    const tree = await repository.treeAt(await repository.resolve('HEAD', context), context);
    const reading = repository.reader.readBlobs([tree.blobAt('a.c')!], () => {});
    repository.dispose();
    await expect(reading).rejects.toMatchObject({ code: 'environment' });
    await expect(repository.reader.readBlobs([tree.blobAt('a.c')!], () => {})).rejects.toMatchObject({
      code: 'environment',
    });
  });
});

describe('a tree', () => {
  it('has files, links and modes as the commit has them', async () => {
    const folder = kernelRepository();
    symlinkSync('Kbuild', join(folder, 'link'));
    writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n');
    chmodSync(join(folder, 'run.sh'), 0o755);
    commit(folder, { 'ü b.c': 'x' });
    await withRepository(folder, async (repository) => {
      const tree = await repository.treeAt(await repository.resolve('main', context), context);
      expect([...tree.paths()]).toEqual([
        'Kbuild',
        'Kconfig',
        'Makefile',
        'run.sh',
        'scripts/Makefile.build',
        'ü b.c',
      ]);
      expect(tree.linkAt?.('link')).toBe('Kbuild');
      expect(tree.entryAt('run.sh')?.kind).toBe('executable');
      expect(tree.hasFolder('scripts')).toBe(true);
    });
  });
});

it('keeps trees, but not what failed', async () => {
  const folder = kernelRepository({ 'a.c': '1\n' });
  await withRepository(folder, async (repository) => {
    const head = await repository.resolve('HEAD', context);
    const stopped = new AbortController();
    const first = repository.treeAt(head, { ...context, signal: stopped.signal });
    stopped.abort(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    const tree = await repository.treeAt(head, context);
    expect(await repository.treeAt(head, context)).toBe(tree);
  });
});

describe('commits of a range', () => {
  const history = () => {
    const folder = kernelRepository({ 'a.c': '1\n' });
    git(folder, ['branch', 'start']);
    commit(folder, { 'a.c': '2\n' }, 'a: second\n\nbody');
    git(folder, ['checkout', '-q', '-b', 'side', 'start']);
    commit(folder, { 'side.c': 'x\n' }, 'side work');
    git(folder, ['checkout', '-q', 'main']);
    git(folder, ['merge', '-q', '--no-ff', '-m', 'Merge side', 'side']);
    commit(folder, { 'a.c': null, 'b.c': '2\n' }, 'rename \u001b[1m');
    return folder;
  };

  it('gives each commit along first parents with what it changes', async () => {
    const folder = history();
    await withRepository(folder, async (repository) => {
      const { base, commits } = await repository.commitsOf('start..main', context);
      expect(base).toBe(await repository.resolve('start', context));
      expect(commits.map(({ subject, changes }) => [subject, changes.map(({ path }) => path)])).toEqual([
        ['a: second', ['a.c']],
        ['Merge side', ['side.c']],
        ['rename \u001b[1m', ['a.c', 'b.c']],
      ]);
      expect(
        commits.map(({ id }) => id.startsWith(commits.find((other) => other.id === id)!.shortId)),
      ).toEqual([true, true, true]);

      let tree = await repository.treeAt(base!, context);
      for (const { changes } of commits) tree = tree.with(changes);
      const atOnce = await repository.treeAt(await repository.resolve('main', context), context);
      expect([...tree.paths()]).toEqual([...atOnce.paths()]);
      for (const path of atOnce.paths()) expect(tree.blobAt(path)).toBe(atOnce.blobAt(path));
    });
  });

  it('starts at the upstream, when there is one', async () => {
    const folder = history();
    await withRepository(folder, async (repository) => {
      expect(await repository.upstreamOf('', context)).toBeUndefined();
      expect(await repository.commitsOf(undefined, context)).toEqual({
        base: await repository.resolve('HEAD', context),
        commits: [],
      });
      git(folder, ['branch', '-q', '--set-upstream-to=start', 'main']);
      expect(await repository.upstreamOf('', context)).toMatchObject({ name: 'refs/heads/start' });
      expect((await repository.commitsOf(undefined, context)).commits).toHaveLength(3);
      expect((await repository.commitsOf('main..start', context)).commits).toEqual([]);
      await expect(repository.commitsOf('main', context)).rejects.toMatchObject({ code: 'input' });
      await expect(repository.commitsOf('main...start', context)).rejects.toMatchObject({ code: 'input' });
      await expect(repository.commitsOf('main..--output=x', context)).rejects.toMatchObject({
        code: 'input',
      });
    });
  });

  it('goes to the root commit of an unrelated history', async () => {
    const folder = history();
    git(folder, ['checkout', '-q', '--orphan', 'alone']);
    commit(folder, { 'c.c': 'x\n' }, 'root');
    await withRepository(folder, async (repository) => {
      const { base, commits } = await repository.commitsOf('main..alone', context);
      expect(base).toBeNull();
      expect(commits[0]?.changes.length).toBeGreaterThan(4);
    });
  });
});

describe('the user\u2019s repository', () => {
  it('is the same byte for byte after everything was asked', async () => {
    const folder = kernelRepository({ 'a.c': '1\n' });
    git(folder, ['branch', 'start']);
    commit(folder, { 'a.c': '2\n' });
    git(folder, ['branch', '-q', '--set-upstream-to=start', 'main']);
    // A time that differs from the index: git would refresh it and write, were it allowed to.
    utimesSync(join(folder, 'a.c'), 1, 1);
    const trap = join(temporaryFolder(), 'trap');
    for (const [key, value] of [
      ['core.fsmonitor', `touch ${trap}`],
      ['filter.trap.clean', `touch ${trap}; cat`],
      ['filter.trap.required', 'true'],
      ['diff.trap.textconv', `touch ${trap}; cat`],
      ['diff.external', `touch ${trap}`],
      ['merge.trap.driver', `touch ${trap}; false`],
      ['gpg.program', `touch ${trap}`],
      ['log.showSignature', 'true'],
      ['core.pager', `touch ${trap}`],
      ['pager.log', 'true'],
    ] as const) {
      git(folder, ['config', key, value]);
    }
    writeFileSync(join(folder, '.git/info/attributes'), '* filter=trap diff=trap merge=trap\n');
    writeFileSync(join(folder, '.git/hooks/post-index-change'), `#!/bin/sh\ntouch ${trap}\n`, {
      mode: 0o755,
    });
    const before = fingerprint(folder);
    await withRepository(folder, async (repository) => {
      expect(await repository.hasUncommittedChanges(context)).toBe(false);
      const { base, commits } = await repository.commitsOf(undefined, context);
      const tree = await repository.treeAt(base!, context);
      const index = repository.scratchIndex(tree.with(commits[0]!.changes));
      const blob = git(folder, ['rev-parse', 'start:a.c']).trim();
      const patch = `diff --git a/a.c b/a.c\nindex ${blob}..${'2'.repeat(40)} 100644\n--- a/a.c\n+++ b/a.c\n@@ -1 +1,2 @@\n 1\n+3\n`;
      expect((await index.apply(parseDiff(Buffer.from(patch)), { threeWay: true }, context)).applied).toBe(
        false,
      );
    });
    expect(fingerprint(folder)).toEqual(before);
    expect(() => execFileSync('test', ['-e', trap])).toThrow();
  });

  it('is said to have uncommitted changes when it has', async () => {
    const folder = kernelRepository({ 'a.c': '1\n' });
    const ask = () => withRepository(folder, (repository) => repository.hasUncommittedChanges(context));
    writeFileSync(join(folder, 'untracked'), '');
    expect(await ask()).toBe(false);
    writeFileSync(join(folder, 'a.c'), '2\n');
    expect(await ask()).toBe(true);
    git(folder, ['add', 'a.c']);
    expect(await ask()).toBe(true);
    expect(
      await withRepository(join(folder, 'scripts'), (repository) =>
        repository.hasUncommittedChanges(context),
      ),
    ).toBe(true);
  });
});

it('leaves no temporary folder', async () => {
  const before = leftBehind();
  await readAtHead(kernelRepository({ 'a.c': '' }));
  const aborted = new AbortController();
  const repository = await openRepository(kernelRepository(), context);
  aborted.abort(new Error('stopped'));
  await expect(
    repository.treeAt(await repository.resolve('HEAD', context), { ...context, signal: aborted.signal }),
  ).rejects.toThrow('stopped');
  repository.dispose();
  expect(leftBehind()).toEqual(before);
});
