import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const removal = fixture('demo/removal.mbox');
const opening = fixture('demo/opening.mbox');
const USER = {
  GIT_COMMITTER_NAME: 'Bo Example',
  GIT_COMMITTER_EMAIL: 'bo@example.org',
};
const validator = new Ajv2020({ allowUnionTypes: true });
for (const name of ['check', 'apply'])
  validator.addSchema(JSON.parse(readFileSync(join(root, `schema/${name}.schema.json`), 'utf8')), name);
const documentOf = (stdout: string): unknown => {
  const document: unknown = JSON.parse(stdout);
  expect(validator.validate('apply', document), validator.errorsText()).toBe(true);
  return document;
};
let branches = 0;
const apply = (series: string, ...words: readonly string[]) => {
  branches += 1;
  const branch = `try-${branches}`;
  return stage
    .run(['apply', stage.kernel, series, '--branch', branch, ...words], { env: USER })
    .then((ended) => ({ ...ended, branch, isThere: stage.git('branch', '--list', branch) !== '' }));
};

describe('apply', () => {
  it('puts a series on a branch, with the tags of its review, and touches nothing else', async () => {
    const head = stage.git('rev-parse', 'HEAD');
    const { code, stdout, stderr, branch } = await apply(
      removal,
      '--despite-objections',
      '--signoff',
      '--add-link',
      '--link-mask',
      'https://lore.example.org/%s',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^base {4}[0-9a-f]{12} on HEAD \(has all of the 6 blobs/);
    expect(stdout).toMatch(/despite Viola Strand objects to 3\/3/);
    expect(stdout).toMatch(new RegExp(`\nbranch {2}${branch}: 3 commits, [0-9a-f]{12}\n`));
    expect(stdout).toMatch(new RegExp(`\nnext {4}git -C \\S+ log --oneline [0-9a-f]{12}..${branch}\n`));
    expect(stdout).toMatch(new RegExp(`\n {8}git -C \\S+ checkout ${branch}\n$`));
    expect(stage.git('log', '-1', '--format=%an%n%cn%n%B', `${branch}~2`).split('\n')).toEqual([
      'Nora Winter',
      'Bo Example',
      'vfio: let go of a guest through the guest',
      '',
      expect.any(String),
      expect.any(String),
      ...[expect.any(String)],
      '',
      'Signed-off-by: Nora Winter <nora@example.org>',
      'Reviewed-by: Idris Vale <idris@example.org>',
      'Acked-by: Tomas Reed <tomas@example.org>',
      'Link: https://lore.example.org/20260302090000.1-2-nora@example.org',
      'Signed-off-by: Bo Example <bo@example.org>',
    ]);
    expect(stage.git('rev-parse', 'HEAD')).toBe(head);
    expect(stage.git('status', '--porcelain')).toBe('');
    expect(stage.leftovers()).toEqual([]);
  });

  it('names the branch after revision and title when no name is given', async () => {
    const { code, stdout } = await stage.run(['apply', stage.kernel, removal, '--despite-objections'], {
      env: USER,
    });
    expect(code).toBe(0);
    const name = /^branch {2}(\S+):/m.exec(stdout)?.[1] ?? '';
    expect(name).toMatch(/^v\d+\/[a-z0-9-]+$/);
    expect(stage.git('branch', '--list', name)).not.toBe('');
  });

  it('does not go over an open objection', async () => {
    const { code, stdout, stderr, isThere } = await apply(removal);
    expect({ code, stdout, isThere }).toEqual({ code: 1, stdout: '', isThere: false });
    expect(stderr).toMatch(/Viola Strand objects to 3\/3.*\n.*--despite-objections/);
  });

  it('makes no branch of a series that does not apply, and shows both sides of the hunk', async () => {
    const path = join(stage.folder, 'bad.mbox');
    writeFileSync(path, readFileSync(opening, 'utf8').replaceAll(' struct', ' strict'));
    const { code, stdout, stderr, isThere } = await apply(path);
    expect({ code, isThere }).toEqual({ code: 3, isThere: false });
    expect(stdout).toMatch(/no branch was made: 1 of 1 did not apply/);
    expect(stderr).toMatch(/^1\/1 .* does not apply:\n {2}\S+:\d+: context does not match\n {4}@@ /);
    expect(stderr).toMatch(/\n {4}- .*strict.*\n {4}\+ .*struct/);
  });

  it('prints a document', async () => {
    const { code, stdout, branch } = await apply(opening, '--json', '--base', 'HEAD');
    expect(code).toBe(0);
    expect(documentOf(stdout)).toMatchObject({
      schemaVersion: 1,
      branch,
      onto: null,
      tip: stage.git('rev-parse', branch),
      guess: null,
      series: { revision: 1 },
      applied: [{ label: '1/1', way: 'plain', trailers: [] }],
      refused: [],
      objections: [],
    });
  });

  it('prints a document of objections, and one of what does not apply', async () => {
    const { stdout } = await apply(removal, '--json', '--despite-objections');
    expect(documentOf(stdout)).toMatchObject({
      guess: { ref: 'HEAD', certainty: 'exact' },
      objections: [{ patch: 3, by: 'Viola Strand <viola@example.org>' }],
    });
    const path = join(stage.folder, 'bad.mbox');
    writeFileSync(path, readFileSync(opening, 'utf8').replaceAll(' struct', ' strict'));
    const refused = await apply(path, '--json');
    expect(refused.code).toBe(3);
    expect(documentOf(refused.stdout)).toMatchObject({
      branch: null,
      tip: null,
      refused: [
        { label: '1/1', files: expect.arrayContaining([expect.objectContaining({ reason: 'hunk' })]) },
      ],
    });
  });

  it('stands on the best of some branches, and says how far it goes on each', async () => {
    const { code: first, branch: whole } = await apply(opening, '--base', 'main');
    stage.git('branch', 'on/base', 'main');
    stage.git('branch', 'on/has-it', whole);
    const { code, stdout, stderr, branch } = await apply(opening, '--json', '--onto', 'on/*');
    expect([first, code]).toEqual([0, 0]);
    expect(documentOf(stdout)).toMatchObject({
      base: stage.git('rev-parse', 'main'),
      guess: null,
      onto: [
        { ref: 'on/base', applied: 1, total: 1 },
        { ref: 'on/has-it', applied: 0, total: 1 },
      ],
    });
    expect(stderr).toMatch(
      /^note: on\/base: applies\nnote: on\/has-it: does not apply\nnote: base: [0-9a-f]{12} on on\/base, the best of 2\n$/,
    );
    expect(stage.git('rev-parse', `${branch}~1`)).toBe(stage.git('rev-parse', 'main'));
    stage.git('branch', '-D', 'on/base');
    const none = await apply(opening, '--onto', 'on/*');
    expect(none).toMatchObject({ code: 3, isThere: false });
    stage.git('branch', '-D', 'on/has-it');
  });

  it('keeps some patches, and moves the work tree when that is asked for', async () => {
    const { code, branch } = await apply(
      removal,
      '--cherry-pick',
      '1-2',
      '--despite-objections',
      '--checkout',
    );
    expect(code).toBe(0);
    expect(stage.git('symbolic-ref', '--short', 'HEAD')).toBe(branch);
    expect(stage.git('rev-list', '--count', 'main..HEAD')).toBe('2');
    expect(stage.git('status', '--porcelain')).toBe('');
    stage.git('checkout', '-q', 'main');
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a branch that is there', ['--branch', 'main'], /the branch main exists already/],
    ['a base that is none', ['--base', 'nowhere'], /no commit is named nowhere/],
    ['a glob that matches nothing', ['--onto', 'nowhere/*'], /no branch or tag matches nowhere/],
    ['a base beside branches', ['--onto', '*', '--base', 'main'], /give one or the other/],
    ['a patch that is not there', ['--cherry-pick', '7'], /patch 7 is not in the series/],
    ['a revision that is none', ['--revision', 'x'], /Give a number/],
  ])('refuses %s', async (_, words, message) => {
    const { code, stderr, isThere } = await apply(opening, ...words);
    expect({ code, isThere }).toEqual({ code: 2, isThere: false });
    expect(stderr).toMatch(message);
  });
});
