import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInboxRepository } from '../../src/git/inbox.js';
import type { RecentThreads } from '../../src/source/clone/repository.js';
import { openSource } from '../../src/source/index.js';
import { recordingContext, textOf } from '../source/recording-context.js';

const mail = (id: string, subject: string, answers?: string): string =>
  `From: Ada Example <ada@example.org>\nSubject: ${subject}\nMessage-ID: <${id}>\n${answers === undefined ? '' : `In-Reply-To: <${answers}>\n`}\nThe body of ${id}.\nFrom here on.\n`;

describe('a clone of a public-inbox', () => {
  let folder: string;
  const git = (repository: string, args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', join(folder, repository), ...args], {
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();

  /** A bare repository with one commit a mail, as public-inbox writes an epoch; `''` takes a mail back. */
  const writeEpoch = async (
    repository: string,
    mails: readonly string[],
    branch = 'master',
  ): Promise<void> => {
    await mkdir(join(folder, repository), { recursive: true });
    git(repository, ['init', '-q', '--bare', '--initial-branch=master']);
    const commits = mails.map((text, index) => {
      const subject = /^Subject: (.*)$/m.exec(text)?.[1] ?? 'rm';
      const parent = index === 0 ? '' : `from :${2 * index}\n`;
      const [name, other] = text === '' ? ['d', 'm'] : ['m', 'd'];
      return (
        `blob\nmark :${2 * index + 1}\ndata ${Buffer.byteLength(text)}\n${text}\n` +
        `commit refs/heads/${branch}\nmark :${2 * index + 2}\ncommitter A <a@example.org> ${1_700_000_000 + index} +0000\n` +
        `data ${Buffer.byteLength(subject)}\n${subject}\n${parent}${index === 0 ? '' : `D ${other}\n`}M 100644 :${2 * index + 1} ${name}\n\n`
      );
    });
    git(repository, ['fast-import', '--quiet'], commits.join(''));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvs-clone-'));
    await writeEpoch('v2/git/0.git', [mail('old@x', 'old'), mail('cover@x', '[PATCH 0/1] widgets')]);
    await writeEpoch('v2/git/1.git', [
      mail('1@x', '[PATCH 1/1] shine', 'cover@x'),
      mail('other@x', 'other'),
      '',
      mail('re@x', 'Re: [PATCH 1/1] shine', '1@x'),
    ]);
    await writeEpoch(
      'mirror.git',
      [mail('cover@x', '[PATCH 0/1] widgets'), mail('1@x', '[PATCH 1/1] shine', 'cover@x')],
      'main',
    );
    await mkdir(join(folder, 'epochs'));
    for (const epoch of ['0.git', '1.git'])
      await cp(join(folder, 'v2/git', epoch), join(folder, 'epochs', epoch), { recursive: true });
    await mkdir(join(folder, 'grok'));
    await cp(join(folder, 'mirror.git'), join(folder, 'grok/all.git'), { recursive: true });
    await writeEpoch('code.git', ['', '']);
    const diff = (path: string) => `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;
    await writeEpoch('code/git/0.git', [
      mail('kvm@x', '[PATCH] kvm') + diff('virt/kvm/kvm_main.c'),
      mail('net@x', '[PATCH] else') + diff('virt/kvmother/x.c'),
      mail('coded@x', '[PATCH] coded').replace('\n\n', '\nContent-Transfer-Encoding: base64\n\n'),
      mail('re-kvm@x', 'Re: [PATCH] kvm', 'kvm@x'),
    ]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const open = (spec: string, clone: { folder?: string; find?: string; recent?: RecentThreads }) =>
    openSource(
      spec,
      { workingFolder: folder, clone: { openEpoch: openInboxRepository, ...clone } },
      recordingContext(),
    );

  const whole = ['cover@x', '1@x', 're@x'];
  it.each([
    { spec: 'v2', clone: { find: '1@x' }, ids: whole },
    { spec: 'v2/git', clone: { find: '<re@x>' }, ids: whole },
    { spec: 'epochs', clone: { find: 'https://lore.kernel.org/kvm/cover@x/' }, ids: whole },
    { spec: 'v2', clone: { find: 'Widgets' }, ids: whole },
    { spec: 'mirror.git', clone: { find: '1@x' }, ids: whole.slice(0, 2) },
    { spec: 'grok', clone: { find: 'shine' }, ids: whole.slice(0, 2) },
    { spec: '1@x', clone: { folder: 'v2' }, ids: whole },
    { spec: 'other', clone: { folder: 'v2' }, ids: ['other@x'] },
  ])('$spec with $clone gives the thread', async ({ spec, clone, ids }) => {
    const inputs = await open(spec, clone);
    expect(inputs.map(({ name }) => /\((.*)\)$/.exec(name)?.[1])).toEqual(ids);
    expect(inputs.every(({ form, fidelity }) => form === 'mail' && fidelity === 'exact')).toBe(true);
    expect(await textOf(inputs[0])).toContain(`\n\nThe body of ${ids[0]}.\nFrom here on.\n`);
  });

  it.each([
    { spec: 'v2', clone: {}, code: 'usage', message: /nothing to look for/ },
    { spec: 'v2', clone: { find: 'nobody@x' }, code: 'input', message: /^nobody@x: not in v2$/ },
    { spec: 'code.git', clone: { find: 'a@x' }, code: 'input', message: /no clone of a public-inbox$/ },
    { spec: 'a@x', clone: { folder: 'absent' }, code: 'input', message: /^absent: no such file$/ },
    { spec: 'a@x', clone: { folder: '.' }, code: 'input', message: /^\.: no clone/ },
  ])('$spec with $clone says why there is none', async ({ spec, clone, code, message }) => {
    await expect(open(spec, clone)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  const T = 1_700_000_000;
  it.each<[string, string, RecentThreads, readonly string[]]>([
    ['all threads with patches', 'v2', { since: T - 1, paths: [] }, whole],
    ['a thread that was answered of late, from its beginning', 'v2', { since: T + 3, paths: [] }, whole],
    [
      'threads with a patch to a folder, or one that is encoded',
      'code',
      { since: T, paths: ['virt/kvm'] },
      ['coded@x', 'kvm@x', 're-kvm@x'],
    ],
    ['no thread whose patches are elsewhere', 'code', { since: T, paths: ['net'] }, ['coded@x']],
    ['nothing where nothing is new', 'v2', { since: T + 100, paths: [] }, []],
  ])('gives %s', async (_, spec, recent, ids) => {
    const inputs = await open(spec, { recent });
    expect(inputs.map(({ name }) => /\((.*)\)$/.exec(name)?.[1]).sort()).toEqual([...ids].sort());
  });

  it('is left as it was', async () => {
    const state = (): string =>
      git('v2/git/1.git', ['for-each-ref']) + git('v2/git/1.git', ['count-objects', '-v']);
    const before = state();
    for (const input of await open('v2', { find: '1@x' })) await textOf(input);
    expect(state()).toBe(before);
  });

  it('gives no bytes for what is no object id', async () => {
    const epoch = openInboxRepository(join(folder, 'mirror.git'));
    await expect(epoch.read('--textconv', recordingContext())).rejects.toMatchObject({ code: 'input' });
  });
});
