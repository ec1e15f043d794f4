import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { parseSeries } from '../../src/flow/series.js';
import { openRepository } from '../../src/git/repository.js';
import { looksDamaged, rebuildSeries } from '../../src/repair/series.js';
import { commit, fingerprint, git, kernelRepository } from './temporary-repository.js';

const OLD =
  'struct widget {\n\tint\t\tsize;\n};\n\nint shine(void)\n{\n\tint ret;\n\n\tret = polish();\n\treturn ret;\n}\n';
const ONE = OLD.replace('size;\n', 'size;\n\tint\t\tdepth;\n');
const TWO = ONE.replace(
  '\treturn ret;\n',
  '\tif (ret)\n\t\tgoto out;\n\n\treturn 0;\n\nout:\n\treturn ret;\n',
);

/** A repository at \`OLD\`, and the mails of the two patches that lead to \`TWO\`. */
const madeSeries = () => {
  const folder = kernelRepository({ 'widget.c': OLD });
  const base = git(folder, ['rev-parse', 'HEAD']).trim();
  commit(folder, { 'widget.c': ONE }, 'widget: deepen');
  commit(folder, { 'widget.c': TWO }, 'widget: fail well');
  const mails = git(folder, ['format-patch', '--stdout', '--thread', `${base}..HEAD`]);
  git(folder, ['reset', '-q', '--hard', base]);
  // Only what the tree holds may help: the objects of the series are not there for others.
  git(folder, ['reflog', 'expire', '--expire=now', '--all']);
  git(folder, ['gc', '-q', '--prune=now']);
  return { folder, base, mails };
};

/** The mails as a page shows them, copied with each run of white space made one blank and empty lines gone. */
const copied = (mails: string): string =>
  mails
    .split(/^From [0-9a-f]{40} .*\n/m)
    .filter((mail) => mail !== '')
    .map((mail) => {
      const subject = /^Subject: (.*)$/m.exec(mail)?.[1];
      const body = mail.slice(mail.indexOf('\n\n') + 2);
      const from = 'From: Ada Example @ 2026-04-07 18:01 UTC (permalink / raw)';
      return `* ${subject}\n@ 2026-04-07 18:01 Ada Example\n${from}\nTo: list\n${body}^ permalink raw reply [flat|nested] 2+ messages in thread\n`;
    })
    .join('')
    .split('\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

const applyAll = async (folder: string, mails: string) => {
  const standardInput = (async function* () {
    yield Buffer.from(mails);
  })();
  const series = await parseSeries('-', { standardInput }, quietContext());
  const repository = await openRepository(folder, quietContext());
  try {
    const tree = await repository.treeAt(await repository.resolve('HEAD', quietContext()), quietContext());
    const index = repository.scratchIndex(tree);
    const seen = [];
    const rebuilt = await rebuildSeries(series, tree, repository, quietContext());
    for (const [at, patch] of rebuilt.patches.entries()) {
      const result = await index.apply(patch, { threeWay: true }, quietContext());
      let text = '';
      const id = index.tree.blobAt('widget.c');
      if (id !== undefined)
        await repository.reader.readBlobs([id], (bytes) => {
          text = Buffer.from(bytes).toString();
        });
      seen.push({
        applied: result.applied,
        rebuilt: patch !== series.patches[at],
        text,
      });
    }
    return seen;
  } finally {
    repository.dispose();
  }
};

const rebuiltSeries = async (folder: string, mails: string) => {
  const standardInput = (async function* () {
    yield Buffer.from(mails);
  })();
  const series = await parseSeries('-', { standardInput }, quietContext());
  const repository = await openRepository(folder, quietContext());
  try {
    const tree = await repository.treeAt(await repository.resolve('HEAD', quietContext()), quietContext());
    return { series, rebuilt: await rebuildSeries(series, tree, repository, quietContext()) };
  } finally {
    repository.dispose();
  }
};

describe('rebuildSeries', () => {
  it('gives a copied series back as it was sent, and says so of each file', async () => {
    const { folder, mails } = madeSeries();
    const sent = await rebuiltSeries(folder, mails);
    expect(looksDamaged(sent.series)).toBe(false);
    expect(sent.rebuilt.patches).toEqual(sent.series.patches);
    const { series, rebuilt } = await rebuiltSeries(folder, copied(mails));
    expect(looksDamaged(series)).toBe(true);
    expect(rebuilt.patches.map(({ diff }) => Buffer.from(diff).toString())).toEqual(
      sent.series.patches.map(({ diff }) => Buffer.from(diff).toString()),
    );
    expect(rebuilt.patches.map(({ files }) => files.map(({ newPath }) => newPath))).toEqual([
      ['widget.c'],
      ['widget.c'],
    ]);
    expect(rebuilt.diagnostics.map(({ severity, code, path }) => [severity, code, path])).toEqual([
      ['note', 'patch-rebuilt', 'widget.c'],
      ['note', 'patch-rebuilt', 'widget.c'],
    ]);
    expect(rebuilt.diagnostics[0]?.message).toMatch(
      /^white space of "widget: deepen" was lost; widget\.c: verified \(makes blob [0-9a-f]+\)$/,
    );
  });

  it('warns of what it cannot verify, and has no patch for what it cannot find', async () => {
    const { mails } = madeSeries();
    const newer = kernelRepository({ 'widget.c': `/* Newer. */\n${OLD}` });
    const near = await rebuiltSeries(newer, copied(mails));
    expect(near.rebuilt.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning patch-rebuilt',
      'warning patch-rebuilt',
    ]);
    expect(near.rebuilt.diagnostics[1]?.message).toMatch(
      /rebuilt, not verifiable \(made for blob [0-9a-f]+, the tree has [0-9a-f]+\)$/,
    );
    const other = kernelRepository();
    const gone = await rebuiltSeries(other, copied(mails));
    const errors = gone.rebuilt.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'patch-not-recoverable widget.c',
      'patch-not-recoverable widget.c',
    ]);
  });
});

describe('a rebuilt series', () => {
  const verified = [
    { applied: true, rebuilt: true, text: ONE },
    { applied: true, rebuilt: true, text: TWO },
  ];
  const plain = verified.map((each) => ({ ...each, rebuilt: false }));
  const cases = [
    { name: 'as it came', damage: (mails: string) => mails, expected: plain },
    { name: 'copied as text', damage: copied, expected: verified },
    {
      name: 'with tabs that became blanks',
      damage: (mails: string) =>
        mails.replaceAll('\t', '        ').replaceAll(/^([ +-]) {8}/gm, '$1       '.replace('$1', '$1 ')),
      expected: verified,
    },
    {
      name: 'with line ends of DOS',
      damage: (mails: string) => mails.replaceAll('\n', '\r\n'),
      expected: null,
    },
  ];
  it.each(cases)(
    'applies a series $name, and leaves the repository as it was',
    async ({ damage, expected }) => {
      const { folder, mails } = madeSeries();
      const before = fingerprint(folder);
      const seen = await applyAll(folder, damage(mails));
      expect(seen.map(({ applied, text }) => ({ applied, text }))).toEqual([
        { applied: true, text: ONE },
        { applied: true, text: TWO },
      ]);
      if (expected !== null) expect(seen).toEqual(expected);
      expect(fingerprint(folder)).toEqual(before);
    },
  );

  it('does not take a patch for a damaged one that the tree has moved away from', async () => {
    const { folder, mails } = madeSeries();
    commit(folder, { 'widget.c': OLD.replace('int\t\tsize', 'long\tsize') }, 'moved');
    const [first] = await applyAll(folder, mails);
    expect(first).toMatchObject({ applied: false, rebuilt: false });
    expect(readFileSync(`${folder}/widget.c`, 'utf8')).toContain('long\tsize');
  });
});
