import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Context, quietContext } from '../../src/base/context.js';
import { compareEdges } from '../../src/check/state.js';
import { checkSeries } from '../../src/flow/check.js';
import { type TriageRequest, triageSeries } from '../../src/flow/triage.js';
import {
  type Files,
  fingerprint,
  git,
  leftBehind,
  temporaryFolder,
  writeFiles,
} from './temporary-repository.js';

const context = quietContext();
const NOW = new Date('2026-04-01T12:00:00Z');
const KERNEL = resolve(import.meta.dirname, '../../fixtures/kernel');

const folder = temporaryFolder();
const tree = join(folder, 'linux');
const mail = join(folder, 'mail');
const source = (path: string): string => readFileSync(join(KERNEL, path), 'utf8');
const without = (path: string, ...texts: readonly string[]): Files => ({
  [path]: texts.reduce((text, one) => text.replace(one, ''), source(path)),
});

/** A series of commits over `base` as an mbox. */
const send = (name: string, base: string, steps: readonly Files[], ...more: readonly string[]): string => {
  git(tree, ['checkout', '-q', '--detach', base]);
  steps.forEach((files, at) => {
    writeFiles(tree, files);
    git(tree, ['add', '-A', '-f']);
    git(tree, ['commit', '-q', '-m', `${name}: step ${at + 1}`]);
  });
  const path = join(mail, `${name}.mbox`);
  const mbox = git(tree, ['format-patch', '--stdout', '--thread', ...more, `${base}..HEAD`]);
  writeFileSync(path, mbox);
  git(tree, ['checkout', '-q', 'main']);
  return path;
};

const run = (request: Partial<TriageRequest>, on: Context = context) =>
  triageSeries({ tree, series: [mail], now: NOW, ...request }, on);

beforeAll(() => {
  cpSync(KERNEL, tree, { recursive: true });
  mkdirSync(mail);
  git(tree, ['init', '-q', '-b', 'main']);
  git(tree, ['add', '-A', '-f']);
  git(tree, ['commit', '-q', '-m', 'base']);
  git(tree, ['branch', 'old']);
  writeFiles(tree, { 'drivers/vfio/Kconfig': `${source('drivers/vfio/Kconfig')}# later\n` });
  git(tree, ['commit', '-q', '-a', '-m', 'later']);

  send('fewer', 'main', [
    without('virt/kvm/vfio.c', '\tkvm_vfio_bind(kv->file, device->kvm);\n'),
    without(
      'virt/kvm/vfio.c',
      '\tcoherent = symbol_get(vfio_file_coherent);\n',
      '\tsymbol_put(vfio_file_coherent);\n',
    ),
    { README: 'nothing to see\n' },
  ]);
  send('text', 'main', [{ README: 'other words\n' }, { 'Documentation/kvm.rst': 'words\n' }]);
  send('object', 'main', [
    { 'drivers/vfio/Makefile': source('drivers/vfio/Makefile').replace('group.o', 'group.o extra.o') },
    {
      'drivers/vfio/extra.c':
        '#include <linux/kvm_host.h>\nvoid extra(void)\n{\n\tsymbol_get(kvm_start)();\n}\n',
    },
  ]);
  send('header', 'main', [
    { 'include/linux/vfio_extra.h': 'static inline void more(void)\n{\n\tsymbol_get(kvm_stop)();\n}\n' },
    {
      'drivers/vfio/group.c': `#include <linux/vfio_extra.h>\n${source('drivers/vfio/group.c')}\nvoid g(void) { more(); }\n`,
    },
  ]);
  send('past', 'old', [{ 'drivers/vfio/Kconfig': `# first\n${source('drivers/vfio/Kconfig')}` }]);
  send('lost', 'main', [{ README: 'lost words\n' }]);
  const lost = join(mail, 'lost.mbox');
  writeFileSync(lost, readFileSync(lost, 'utf8').replace(/^-(?!-).*$/gm, '-not there'));
  send('torn', 'main', [{ README: 'one\n' }, { README: 'two\n' }]);
  const torn = join(mail, 'torn.mbox');
  writeFileSync(torn, readFileSync(torn, 'utf8').split(/^(?=From [0-9a-f]{40} )/m)[0]!);
  writeFileSync(join(mail, 'binary.mbox'), Buffer.from([0, 1, 2, 255, 0]));
  writeFileSync(
    join(mail, 'talk.mbox'),
    'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Bo <bo@example.org>\nSubject: lunch\nMessage-ID: <lunch@x>\nDate: Tue, 31 Mar 2026 10:00:00 +0000\n\nAt noon?\n',
  );
});

describe('triageSeries', () => {
  it('gives a row for each series of a folder, and for what is none, and leaves the repository alone', async () => {
    const before = fingerprint(tree);
    const { rows } = await run({});
    const told = rows.map(
      ({ title, verdict, reason }) => `${title.replace(/^.*\//, '')} | ${verdict} | ${reason}`,
    );
    expect(told.sort()).toEqual([
      'binary.mbox | incomplete | It holds no series: not mail but binary data.',
      'fewer: step 1 | needs review | None of the 3 patches is reviewed.',
      'header: step 1 | adds edges | It adds 1 edge.',
      'lost: step 1 | does not apply | 1/1 does not apply at README:1: context does not match.',
      'object: step 1 | adds edges | It adds 1 edge.',
      'past: step 1 | needs review | Nobody has reviewed the patch.',
      expect.stringMatching(/^talk\.mbox \| incomplete \| It holds no series: no patch in 1 message/),
      'text: step 1 | needs review | None of the 2 patches is reviewed.',
      'torn: step 1 | incomplete | Patch 2/2 is missing.',
    ]);
    expect(fingerprint(tree)).toEqual(before);
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    ['anew', {}],
    ['and keeps them', { cache: { folder: join(folder, 'cache'), program: 'this' } }],
    ['from what was kept', { cache: { folder: join(folder, 'cache'), program: 'this' } }],
  ])('finds the edges that a check of each alone finds, %s', async (_, request) => {
    const { rows } = await run(request);
    const applied = rows.filter(({ links }) => links !== null);
    expect(applied.map(({ title }) => title).sort()).toHaveLength(5);
    for (const { title, inputs, links } of applied) {
      const { states } = await checkSeries({ tree, series: inputs[0]! }, context);
      const [first, last] = [states[0]!, states.at(-1)!];
      const { added, removed } = compareEdges(first.edges, last.edges);
      expect({ title, ...links }).toEqual({
        title,
        removed: removed.length,
        added: added.length,
        remaining: last.edges.length,
        broken: [],
        violations: [],
        unknown: added.length,
      });
    }
    const links = new Map(applied.map((row) => [row.title.split(':')[0], row.links]));
    expect(links.get('fewer')).toMatchObject({ removed: 1, added: 0 });
    expect(links.get('object')).toMatchObject({ removed: 0, added: 1 });
    expect(links.get('header')).toMatchObject({ removed: 0, added: 1 });
    expect(links.get('text')).toMatchObject({ removed: 0, added: 0 });
  });

  it('tries each on the base that fits it', async () => {
    const { rows } = await run({ edges: false });
    const bases = new Map(rows.map(({ title, base }) => [title.split(':')[0], base]));
    expect(bases.get('text')).toMatchObject({ ref: 'HEAD', isTip: true, certainty: 'exact' });
    expect(bases.get('past')).toMatchObject({
      commit: git(tree, ['rev-parse', 'old']).trim(),
      ref: 'old',
      isTip: true,
      certainty: 'exact',
    });
    expect(rows.every(({ links }) => links === null)).toBe(true);
  });

  it('tries all on the base that is named, and says on which branches each applies', async () => {
    const { rows } = await run({ edges: false, base: 'main', onto: '*' });
    const past = rows.find(({ title }) => title.startsWith('past'))!;
    expect(past.base).toMatchObject({ certainty: 'given', ref: null });
    expect(past.onto?.map(({ ref, applied, total }) => [ref, applied, total])).toEqual([
      ['main', 1, 1],
      ['old', 1, 1],
    ]);
    const lost = rows.find(({ title }) => title.startsWith('lost'))!;
    expect(lost.onto?.map(({ applied }) => applied)).toEqual([0, 0]);
  });

  it.each<[string, Partial<TriageRequest>, readonly string[]]>([
    ['a folder', { paths: ['drivers/vfio/'] }, ['header', 'object', 'past']],
    ['a file', { paths: ['./README', 'Documentation/kvm.rst'] }, ['fewer', 'lost', 'text']],
    ['a part of a name', { paths: ['READ', 'drivers/vf'] }, []],
    ['a time after all', { since: '2026-03-01' }, []],
    ['a time before all', { since: '2000-01-01', paths: ['virt'] }, ['fewer']],
  ])('chooses by %s', async (_, request, titles) => {
    const { rows } = await run({ edges: false, ...request });
    const found = rows.flatMap(({ series, title }) => (series === null ? [] : [title.split(':')[0]]));
    expect(found.filter((title) => title !== 'torn').sort()).toEqual(titles);
  });

  it('says what cannot be read, and goes on', async () => {
    const { rows } = await run({ edges: false, series: ['absent.mbox', join(mail, 'text.mbox')] });
    expect(rows.map(({ title, verdict, reason }) => [title, verdict, reason])).toEqual([
      ['text: step 1', 'needs review', 'None of the 2 patches is reviewed.'],
      ['absent.mbox', 'error', 'It cannot be read: no such file or folder.'],
    ]);
  });

  it('reads a series once, though its mails lie in two places', async () => {
    const path = join(mail, 'text.mbox');
    const { rows } = await run({ edges: false, series: [path, path, mail] });
    expect(rows.filter(({ title }) => title.startsWith('text'))).toMatchObject([
      { series: { patches: 2, revisions: [1] }, inputs: [path] },
    ]);
  });

  it.each<[string, Partial<TriageRequest>, RegExp]>([
    ['a base that is none', { base: 'nowhere' }, /no commit is named nowhere/],
    ['a glob that matches nothing', { onto: 'x/*' }, /no branch or tag matches/],
    ['a module that is none', { between: ['kvm', 'vfoi'] }, /vfoi/],
    ['a time that is none', { since: 'gibberish' }, /names no time in the past/],
    ['a time to come', { since: 'tomorrow' }, /names no time in the past/],
    ['a tree that is none', { tree: folder }, /./],
  ])('stops at %s, once for all', async (_, request, message) => {
    const series = [join(mail, 'fewer.mbox')];
    await expect(
      run({ series, source: { clone: { openEpoch: () => ({}) as never } }, ...request }),
    ).rejects.toThrow(message);
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const steps: string[] = [];
    await run({ edges: false }, { ...context, progress: (step) => steps.push(step) });
    expect(steps.filter((step) => /^triage \d+\/7 /.test(step))).toHaveLength(7);
    const controller = new AbortController();
    const stop = {
      ...context,
      signal: controller.signal,
      progress: () => controller.abort(new Error('stopped')),
    };
    await expect(run({}, stop)).rejects.toThrow();
    expect(leftBehind()).toEqual([]);
  });
});

describe('triage of what the tree has already', () => {
  const own = join(folder, 'merged');
  const inbox = join(folder, 'inbox');
  const lines = (...words: readonly string[]): string => `${words.join('\n\n\n\n')}\n`;
  const commit = (files: Files, title: string): void => {
    writeFiles(own, files);
    git(own, ['add', '-A', '-f']);
    git(own, ['commit', '-q', '-m', title]);
  };
  /** Commits each step on its own branch and writes the series. */
  const post = (name: string, steps: readonly Files[], ...more: readonly string[]): void => {
    git(own, ['checkout', '-q', '-B', name, 'main']);
    for (const [at, files] of steps.entries()) commit(files, `${name}: step ${at + 1}`);
    writeFileSync(
      join(inbox, `${name}${more.join('')}.mbox`),
      git(own, ['format-patch', '--stdout', '--thread', ...more, 'main..HEAD']),
    );
    git(own, ['checkout', '-q', 'main']);
    git(own, ['branch', '-q', '-D', name]);
  };

  beforeAll(() => {
    cpSync(KERNEL, own, { recursive: true });
    mkdirSync(inbox);
    git(own, ['init', '-q', '-b', 'main']);
    commit({ one: lines('a', 'b', 'c'), two: lines('a', 'b', 'c'), three: lines('a', 'b', 'c') }, 'base');
    post('whole', [{ one: lines('A', 'b', 'c') }, { one: lines('A', 'b', 'C') }]);
    post('half', [{ two: lines('A', 'b', 'c') }, { two: lines('A', 'b', 'C') }]);
    post('moved', [{ three: lines('A', 'b', 'c') }, { three: lines('A', 'b', 'C') }]);
    post('again', [{ four: 'old\n' }]);
    post('again', [{ four: 'new\n' }], '-v2');
    git(own, ['branch', 'before']);
    commit(
      { one: lines('A', 'b', 'C'), two: lines('A', 'b', 'other'), three: lines('a', 'b', 'other') },
      'x',
    );
  });

  const judged = async (base: string): Promise<readonly string[]> => {
    const { rows } = await run({ tree: own, series: [inbox], edges: false, base });
    return rows.map(
      ({ title, series, verdict, reason }) => `${title} v${series?.revision}: ${verdict}. ${reason}`,
    );
  };

  it('tells merged series from those that need work', async () => {
    expect(await judged('main')).toEqual([
      'again: step 1 v2: needs review. Nobody has reviewed the patch.',
      'half: step 1 v1: partly merged. The tree has 1 of 2 patches already: 1/2. 2/2 does not apply at two:6: context does not match.',
      'moved: step 1 v1: needs rebase. 1 of 2 patches apply. 2/2 does not apply at three:6: context does not match.',
      expect.stringMatching(/^again: step 1 v1: superseded\. v2 of \d{4}-\d\d-\d\d is in the input\.$/),
      'whole: step 1 v1: merged. The tree has all 2 patches already.',
    ]);
  });

  it('looks for merged patches in HEAD, though a series applies to the base that fits it', async () => {
    expect((await judged('auto')).filter((one) => /^(?:half|whole)/.test(one))).toEqual([
      'half: step 1 v1: partly merged. The tree has 1 of 2 patches already: 1/2. The other one applies.',
      'whole: step 1 v1: merged. The tree has all 2 patches already.',
    ]);
  });

  it('takes no patch as merged in a commit to which it applies', async () => {
    const verdicts = await judged('before');
    expect(verdicts.filter((one) => one.includes('merged'))).toEqual([]);
  });
});
