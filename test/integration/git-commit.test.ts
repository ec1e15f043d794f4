import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import {
  type BranchRequest,
  checkoutBranch,
  createSeriesBranch,
  refuseDirtyTree,
} from '../../src/git/commit.js';
import { openRepository, type Repository } from '../../src/git/repository.js';
import { patchToCommit } from '../mail/patch-of.js';
import {
  commit,
  type Files,
  fingerprint,
  git,
  kernelRepository,
  leftBehind,
  temporaryFolder,
  USER,
  writeFiles,
} from './temporary-repository.js';

const context = quietContext();
const kept = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, USER);
});
afterEach(() => {
  for (const name of Object.keys(USER)) delete process.env[name];
  Object.assign(process.env, kept);
});

const LINES = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`);
const text = (change: Readonly<Record<number, string>> = {}) =>
  LINES.map((line, at) => change[at + 1] ?? line).join('');
const BINARY = new Uint8Array(3000).map((_, at) => (at * 31 + (at >> 3)) & 255);
const DIFF =
  'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n line 1\n-line 2\n+two\n line 3\n';

const apply = async (
  folder: string,
  mails: readonly (string | Uint8Array)[],
  options: Partial<BranchRequest> & { trailers?: readonly string[] } = {},
) => {
  const repository = await openRepository(folder, context);
  try {
    const { trailers = [], ...rest } = options;
    return await createSeriesBranch(
      repository,
      {
        branch: 'applied',
        base: await repository.resolve('main', context),
        patches: await Promise.all(
          mails.map((mail, at) => patchToCommit(mail, `${at + 1}/${mails.length}`, trailers)),
        ),
        threeWay: false,
        signOff: false,
        partial: false,
        ...rest,
      },
      context,
    );
  } finally {
    repository.dispose();
  }
};

/** The commit that `git am` makes of the mails, in a clone. */
const am = (
  folder: string,
  mails: readonly (string | Uint8Array)[],
  ...options: readonly string[]
): { id: string; text: string } => {
  const clone = join(temporaryFolder(), 'clone');
  git(folder, ['clone', '-q', folder, clone]);
  const files = mails.map((mail, at) => {
    const name = `../mail-${at}`;
    writeFiles(clone, { [name]: Buffer.from(mail) });
    return name;
  });
  git(clone, ['am', '-q', ...options, ...files]);
  return { id: git(clone, ['rev-parse', 'HEAD']).trim(), text: git(clone, ['cat-file', 'commit', 'HEAD']) };
};

const mail = (header: readonly string[], body: string | Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${['From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001', ...header, 'Message-ID: <m@example.org>'].join('\n')}\n\n`,
      'latin1',
    ),
    Buffer.from(body),
  ]);
const FROM = 'From: Cy Example <cy@example.org>';
const DATE = 'Date: Tue, 3 Jun 2025 11:12:13 -0700';
const plain = (body: string, subject = 'Subject: [PATCH v2 net-next 1/2] a: change  it') =>
  mail([FROM, DATE, subject], body);

const MAILS: readonly [string, Buffer, ...string[]][] = [
  [
    'a plain mail',
    plain(`why\n\nSigned-off-by: Cy <cy@example.org>\n---\n notes\n a.c | 2 +-\n\n${DIFF}-- \n2.39\n`),
  ],
  [
    'an in-body From',
    plain(
      `From: Di Example <di@example.org>\nDate: Mon, 2 Jun 2025 01:02:03 +0530\nSubject: [PATCH] other: title\n\nwhy\n---\n${DIFF}`,
    ),
  ],
  ['scissors', plain(`Hello,\n\n-- >8 --\nSubject: cut: here\n\nwhy\n---\n${DIFF}`)],
  [
    'an encoded subject over two lines',
    plain(
      `why\n---\n${DIFF}`,
      'Subject: [PATCH] =?utf-8?q?gr=C3=BC=C3=9Fe?= =?utf-8?b?w7zDvA==?=\n  and more',
    ),
  ],
  [
    'a Latin-1 body in quoted-printable',
    mail(
      [
        'From: =?iso-8859-1?q?J=F6rg_Example?= <jo@example.org>',
        DATE,
        'Subject: [PATCH] x',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      `gr=FC=DFe\n\n---\n${DIFF}`,
    ),
  ],
  [
    'a base64 body',
    mail(
      [
        FROM,
        DATE,
        'Subject: [PATCH] x',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
      ],
      `${Buffer.from(`gr\u00fc\u00dfe\n---\n${DIFF}`)
        .toString('base64')
        .replace(/(.{76})/g, '$1\n')}\n`,
    ),
  ],
  ['white space all over', plain(`\n\n  first  \t\n\n\n\nsecond \n\n\n---\n${DIFF}`)],
  ['no separator', plain(`why\n\n${DIFF}`)],
  ['no message', plain(`---\n${DIFF}`)],
  [
    'a name with a comma and quotes',
    mail(['From: "Last, First (Group)" <lf@example.org>', DATE, 'Subject: [PATCH] x'], `why\n---\n${DIFF}`),
  ],
  ['brackets in the title', plain(`why\n---\n${DIFF}`, 'Subject: [PATCH 1/2] [media] a: [b] c')],
  ['a sign-off to add', plain(`why\n\nReviewed-by: R <r@example.org>\n---\n${DIFF}`), '--signoff'],
  [
    'a sign-off that is there',
    plain(`why\n\nSigned-off-by: Bo Example <bo@example.org>\n---\n${DIFF}`),
    '--signoff',
  ],
  ['a sign-off below a message', plain(`why\n---\n${DIFF}`), '--signoff'],
];

describe('a mail gives the commit that git am makes', () => {
  it.each(MAILS)('%s', async (_, bytes, ...options) => {
    const folder = kernelRepository({ 'a.c': text() });
    const wanted = am(folder, [bytes], ...options);
    const result = await apply(folder, [bytes], {
      signOff: options.includes('--signoff'),
    });
    const made = git(folder, ['cat-file', 'commit', 'applied']);
    expect(made).toBe(wanted.text);
    expect(result.tip).toBe(wanted.id);
  });
});

const SERIES: readonly [string, Files, ((folder: string) => void)[]][] = [
  [
    'text, new files, removed files, folders',
    { 'a.c': text(), 'd/b.c': 'b\n', 'd/e/f.c': 'f\n' },
    [
      (folder) => writeFiles(folder, { 'a.c': text({ 3: 'x\n' }), 'n/e/w.c': 'new\n' }),
      (folder) => writeFiles(folder, { 'd/b.c': null, 'd/e/f.c': null }),
      (folder) => writeFiles(folder, { 'a.c': text({ 3: 'x\n', 29: 'y\n' }), empty: '' }),
    ],
  ],
  [
    'rename, copy, mode, link, binary, CRLF',
    { 'a.c': text(), 'run.sh': 'x\n', 'i.png': BINARY, 'dos.c': text().replaceAll('\n', '\r\n') },
    [
      (folder) => {
        renameSync(join(folder, 'a.c'), join(folder, 'moved.c'));
        chmodSync(join(folder, 'run.sh'), 0o755);
      },
      (folder) => {
        symlinkSync('moved.c', join(folder, 'link'));
        writeFiles(folder, { 'copy.c': text({ 4: 'x\n' }), 'moved.c': text({ 8: 'y\n' }) });
      },
      (folder) => {
        writeFiles(folder, { 'i.png': BINARY.map((byte) => byte ^ 1), 'j.png': BINARY });
        rmSync(join(folder, 'run.sh'));
        symlinkSync('link', join(folder, 'run.sh'));
      },
      (folder) => {
        rmSync(join(folder, 'copy.c'));
        writeFiles(folder, { 'copy.c/inside': 'x' });
      },
    ],
  ],
];

/** Mails of commits on a branch over `main`. */
const mailsOf = (folder: string, changes: readonly ((folder: string) => void)[]): readonly string[] => {
  git(folder, ['checkout', '-q', '-B', 'wanted', 'main']);
  for (const [at, change] of changes.entries()) {
    change(folder);
    commit(folder, {}, `part ${at + 1}\n\nwhy`);
  }
  const mbox = git(folder, ['format-patch', '--stdout', '--binary', '-M', '-C', 'main..wanted']);
  git(folder, ['checkout', '-q', 'main']);
  return mbox.split(/^(?=From [0-9a-f]{40} Mon)/m);
};

describe('a series gives the commits that git am makes', () => {
  it.each(SERIES)('%s', async (_, files, changes) => {
    const folder = kernelRepository(files);
    const mails = mailsOf(folder, changes);
    expect(mails).toHaveLength(changes.length);
    const wanted = am(folder, mails, '--keep-cr');
    const result = await apply(folder, mails);
    expect(result.refused).toEqual([]);
    expect(result.tip).toBe(wanted.id);
    expect(git(folder, ['fsck', '--strict'])).toBe('');
  });
});

it('works in a repository that names objects by SHA-256', async () => {
  const folder = kernelRepository({ 'a.c': text() }, '--object-format=sha256');
  const { id } = am(folder, [plain(DIFF)]);
  expect((await apply(folder, [plain(DIFF)])).tip).toBe(id);
  expect(git(folder, ['fsck', '--strict'])).toBe('');
});

describe('trailers', () => {
  it('come below those of the message, and the sign-off last', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    await apply(
      folder,
      [plain(`why\n\nSigned-off-by: Cy <cy@example.org>\nReviewed-by: R <r@example.org>\n---\n${DIFF}`)],
      {
        trailers: ['Acked-by: A <a@example.org>', 'Link: https://lore.example.org/r/m@example.org'],
        signOff: true,
      },
    );
    expect(git(folder, ['log', '-1', '--format=%B', 'applied']).trimEnd().split('\n')).toEqual([
      'a: change it',
      '',
      'why',
      '',
      'Signed-off-by: Cy <cy@example.org>',
      'Reviewed-by: R <r@example.org>',
      'Acked-by: A <a@example.org>',
      'Link: https://lore.example.org/r/m@example.org',
      'Signed-off-by: Bo Example <bo@example.org>',
    ]);
  });
});

describe('all or nothing', () => {
  const SECOND = DIFF.replace('line 2', 'line twenty');

  it('makes no branch when a patch does not apply', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const before = fingerprint(folder);
    const result = await apply(folder, [plain(DIFF), plain(SECOND), plain(DIFF)]);
    expect(result).toMatchObject({
      tip: null,
      applied: [{ label: '1/3' }],
      refused: [
        {
          label: '2/3',
          files: [{ path: 'a.c', reason: 'hunk', hunks: [{ found: ['line 1', 'two', 'line 3'] }] }],
        },
      ],
    });
    expect(fingerprint(folder)).toEqual(before);
  });

  it('keeps what applies when that is asked for', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const third = DIFF.replace('-line 2', '-two').replace('+two', '+third');
    const result = await apply(folder, [plain(DIFF), plain(SECOND), plain(third)], { partial: true });
    expect(result.refused.map(({ label }) => label)).toEqual(['2/3']);
    expect(git(folder, ['rev-list', '--count', 'main..applied']).trim()).toBe('2');
    expect(git(folder, ['show', 'applied:a.c'])).toContain('third');
  });

  it.each<[string, string, string, Partial<BranchRequest>]>([
    ['the branch exists', 'input', 'the branch main exists already', { branch: 'main' }],
    ['the name is no name', 'input', 'is not a name for a branch', { branch: 'a..b' }],
    ['the name is that of HEAD', 'input', 'is not a name for a branch', { branch: '@' }],
    ['the name is a whole ref', 'input', 'is not a name for a branch', { branch: 'refs/heads/a' }],
    ['the name is an option', 'input', 'is not a name for a branch', { branch: '--force' }],
  ])('changes nothing when %s', async (_, code, message, options) => {
    const folder = kernelRepository({ 'a.c': text() });
    const before = fingerprint(folder);
    await expect(apply(folder, [plain(DIFF)], options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(fingerprint(folder)).toEqual(before);
  });

  it.each([
    ['leaves the tree', plain(DIFF.replaceAll('a.c', '../a.c')), '../a.c'],
    ['has a date that is none', mail([FROM, 'Date: the day after', 'Subject: x'], DIFF), 'invalid date'],
    ['has no author', mail(['Subject: x'], DIFF), 'no commit of "x"'],
  ])('changes nothing when a patch %s', async (_, bytes, message) => {
    const folder = kernelRepository({ 'a.c': text() });
    const before = fingerprint(folder);
    await expect(apply(folder, [bytes])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
    });
    expect(fingerprint(folder)).toEqual(before);
  });

  it('says that git does not know the user', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    git(folder, ['config', 'user.useConfigOnly', 'true']);
    for (const name of Object.keys(USER)) delete process.env[name];
    const home = process.env['HOME'];
    process.env['HOME'] = '/nonexistent';
    const before = fingerprint(folder);
    try {
      await expect(apply(folder, [plain(DIFF)])).rejects.toMatchObject({
        code: 'environment',
        hint: expect.stringContaining('user.email'),
      });
    } finally {
      process.env['HOME'] = home;
    }
    expect(fingerprint(folder)).toEqual(before);
  });

  it('lets one of two that make the same branch at once win, and the other say so', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const other = plain(`other\n---\n${DIFF}`);
    const results = await Promise.allSettled([apply(folder, [plain(DIFF)]), apply(folder, [other])]);
    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect(won).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({
      message: expect.stringMatching(/exists already|cannot be made/),
    });
    expect(git(folder, ['rev-parse', 'applied']).trim()).toBe(won[0]?.value.tip);
    expect(git(folder, ['fsck', '--strict', '--no-dangling'])).toBe('');
  });

  it('lets two make different branches of the same commits at once', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const results = await Promise.all(
      ['one', 'two', 'three'].map((branch) =>
        apply(folder, [plain(DIFF), plain(DIFF.replace('-line 2', '-two'))], { branch, partial: true }),
      ),
    );
    expect(new Set(results.map(({ tip }) => tip)).size).toBe(1);
    expect(git(folder, ['fsck', '--strict'])).toBe('');
  });

  it('makes several branches at once in one opened repository', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const repository = await openRepository(folder, context);
    try {
      const base = await repository.resolve('main', context);
      const results = await Promise.all(
        MAILS.slice(0, 6).map(async ([label, bytes], at) =>
          createSeriesBranch(
            repository,
            {
              branch: `at-once-${at}`,
              base,
              patches: [await patchToCommit(bytes, label)],
              threeWay: false,
              signOff: false,
              partial: false,
            },
            context,
          ),
        ),
      );
      for (const [at, { tip }] of results.entries()) {
        expect(tip).toBe((await apply(folder, [MAILS[at]![1]], { branch: `alone-${at}` })).tip);
      }
    } finally {
      repository.dispose();
    }
  });

  it('touches nothing but objects, the branch and its log', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const before = new Set(fingerprint(folder));
    await apply(folder, [plain(DIFF)]);
    const changed = fingerprint(folder)
      .filter((line) => !before.has(line))
      .map((line) =>
        line
          .slice(folder.length + 1)
          .replace(/ .*/, '')
          .replace(/pack-[0-9a-f]+/, 'pack-X'),
      );
    expect(changed.sort()).toEqual([
      '.git/logs/refs/heads',
      '.git/logs/refs/heads/applied',
      '.git/objects/pack/pack-X.idx',
      '.git/objects/pack/pack-X.pack',
      '.git/refs/heads',
      '.git/refs/heads/applied',
    ]);
  });
});

describe('checking out', () => {
  const withRepository = async <T>(
    folder: string,
    use: (repository: Repository) => Promise<T>,
  ): Promise<T> => {
    const repository = await openRepository(folder, context);
    try {
      return await use(repository);
    } finally {
      repository.dispose();
    }
  };

  it('moves a clean work tree to the branch', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    await apply(folder, [plain(DIFF)]);
    await withRepository(folder, (repository) => checkoutBranch(repository, 'applied', context));
    expect(git(folder, ['symbolic-ref', 'HEAD']).trim()).toBe('refs/heads/applied');
    expect(git(folder, ['status', '--porcelain'])).toBe('');
  });

  it('refuses a work tree with changes, and a bare repository', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const bare = join(temporaryFolder(), 'bare');
    git(folder, ['clone', '-q', '--bare', folder, bare]);
    writeFiles(folder, { 'a.c': 'mine\n' });
    for (const path of [folder, bare]) {
      await expect(
        withRepository(path, (repository) => refuseDirtyTree(repository, context)),
      ).rejects.toMatchObject({ code: 'input' });
    }
  });
});

it('leaves no temporary folder', () => {
  expect(leftBehind()).toEqual([]);
});
