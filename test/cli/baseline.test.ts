import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const inTree = (name: string): string => join(stage.kernel, name);
const BASELINE = inTree('.kvm-vfio-series-baseline.json');
const POLICY = inTree('.kvm-vfio-series.json');
const baseline = (...words: readonly string[]) => stage.run(['baseline', ...words]);
const check = (...words: readonly string[]) => stage.run(['check', stage.kernel, '--quiet', ...words]);
const edgesIn = (text: string): readonly string[] =>
  JSON.parse(text).edges.map(({ symbol }: { symbol: string }) => symbol);

const WHO = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
const KVM_NEEDS = ['vfio_file_bind_kvm', 'vfio_file_coherent', 'vfio_file_window_group'];
const VFIO_NEEDS = ['kvm_guest_get_live', 'kvm_guest_put'];

describe('a tree without policy and baseline', () => {
  it('passes with the edges that it has', async () => {
    expect(await check()).toEqual({ code: 0, stdout: 'ok: kvm -> vfio: 3; vfio -> kvm: 2\n', stderr: '' });
    expect(await baseline('show', stage.kernel)).toMatchObject({ code: 1, stdout: '' });
    expect(await check('--fail-on', 'policy')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the tree has no policy'),
    });
  });
});

describe('baseline', () => {
  it('write puts what is there into the work tree, and nothing else', async () => {
    const { code, stdout } = await baseline('write', stage.kernel);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\.kvm-vfio-series-baseline\.json: 5 edges; 5 came, 0 went\n {2}\+ kvm -> vfio/);
    expect(edgesIn(readFileSync(BASELINE, 'utf8'))).toEqual([...KVM_NEEDS, ...VFIO_NEEDS]);
    expect(stage.git('status', '--porcelain')).toBe('?? .kvm-vfio-series-baseline.json');
    expect((await baseline('write', stage.kernel)).stdout).toContain('5 edges; nothing changed');
  });

  it('counts once it is committed; until then a note says so', async () => {
    expect(await check()).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^note: \.kvm-vfio-series-baseline\.json: .*--baseline FILE/),
    });
    expect(await check('--baseline', BASELINE)).toMatchObject({
      code: 0,
      stdout: 'ok: the policy holds, 5 edges in the baseline; kvm -> vfio: 3; vfio -> kvm: 2\n',
    });
    stage.commit('baseline');
    expect(await check()).toMatchObject({
      code: 0,
      stdout: 'ok: the policy holds, 5 edges in the baseline; kvm -> vfio: 3; vfio -> kvm: 2\n',
    });
    expect(await check('--no-policy')).toMatchObject({
      code: 0,
      stdout: 'ok: kvm -> vfio: 3; vfio -> kvm: 2\n',
    });
    expect(await check('--from', 'kvm', '--to', 'vfio')).toMatchObject({
      stdout: 'ok: the policy holds, 3 edges in the baseline; kvm -> vfio: 3\n',
    });
    expect(await check('--arch', 'x86')).toMatchObject({ code: 0 });
  });

  it('show prints it, check compares', async () => {
    const shown = await baseline('show', stage.kernel);
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ = vfio -> kvm kvm_guest_put \(dynamic\)\n5 edges\n$/),
    });
    expect((await baseline('show', stage.kernel, '--json')).stdout).toBe(readFileSync(BASELINE, 'utf8'));
    expect(await baseline('check', stage.kernel)).toMatchObject({
      code: 0,
      stdout: 'ok: 5 known edges, none new, none stale\n',
    });
  });

  it('write -o writes elsewhere, --prune puts nothing in, and no other file is lost', async () => {
    const file = join(stage.folder, 'known.json');
    writeFileSync(file, 'my notes\n');
    expect(await baseline('write', stage.kernel, '-o', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('known.json:1: is not JSON'),
    });
    expect(readFileSync(file, 'utf8')).toBe('my notes\n');
    const some = JSON.parse(readFileSync(BASELINE, 'utf8'));
    const gone = { ...some.edges[0], symbol: 'gone' };
    const elsewhere = { ...some.edges[0], consumer: 'other' };
    writeFileSync(file, JSON.stringify({ version: 1, edges: [some.edges[4], gone, elsewhere] }));
    const { stdout } = await baseline('write', stage.kernel, '-o', file, '--prune');
    expect(stdout).toMatch(/: 2 edges; 0 came, 1 went\n {2}- kvm -> vfio gone/);
    expect(edgesIn(readFileSync(file, 'utf8'))).toEqual(['vfio_file_bind_kvm', 'kvm_guest_put']);
    rmSync(file);
    expect(await baseline('write', stage.kernel, '-o', file, '--prune')).toMatchObject({ code: 2 });
    expect((await baseline('write', stage.kernel, '-o', '-')).stdout).toBe(readFileSync(BASELINE, 'utf8'));
    expect(stage.leftovers()).toEqual([]);
  });

  it('cannot be written into a bare repository, unless it is said where', async () => {
    const bare = join(stage.folder, 'bare.git');
    stage.git('clone', '-q', '--bare', stage.kernel, bare);
    expect(await baseline('write', bare)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('-o FILE'),
    });
    expect(edgesIn((await baseline('write', bare, '-o', '-')).stdout)).toHaveLength(5);
  });
});

describe('the ratchet', () => {
  it('says which patch takes an edge away that is in the baseline', async () => {
    const { code, stdout } = await stage.run([
      'check',
      stage.kernel,
      '--series',
      fixture('demo/removal.mbox'),
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.failOn).toBe('new');
    expect(result.verdict.reason).toContain('once it is applied, 3 baseline entries can go');
    const stale = result.findings.filter(({ kind }: { kind: string }) => kind === 'baseline-stale');
    expect(stale.map(({ state }: { state: string }) => state)).toEqual(['3/3', '2/3', '1/3']);
    const schema = JSON.parse(readFileSync(join(root, 'schema/check.schema.json'), 'utf8'));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  });

  it('lets the commit pass that takes it out of both, and write does so', async () => {
    const words = ['apply', stage.kernel, fixture('demo/removal.mbox'), '--branch', 'removal'];
    const env = { GIT_COMMITTER_NAME: 'Bo', GIT_COMMITTER_EMAIL: 'bo@example.org' };
    expect((await stage.run([...words, '--despite-objections'], { env })).code).toBe(0);
    stage.git('checkout', '-q', 'removal');
    expect(await check('--range', 'main..removal')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAIL: 3 baseline entries are stale: kvm-vfio-series baseline write'),
    });
    expect((await baseline('check', stage.kernel)).stdout).toMatch(/^ {2}- kvm -> vfio vfio_file_coherent/);
    expect((await baseline('write', stage.kernel)).stdout).toContain('2 edges; 0 came, 3 went');
    stage.commit('baseline: three debts are paid');
    expect(await check('--range', 'main..removal')).toMatchObject({ code: 0 });
    expect((await stage.run(['check', stage.kernel, '--range', 'main..removal~1'])).code).toBe(1);
  });

  it('follows a received series that takes edges out of the baseline, and not one that puts any in', async () => {
    const mail = (range: string): string =>
      stage.git(...WHO, 'format-patch', '--stdout', '--thread', '--from=T <t@example.org>', range);
    const paid = await stage.run(['check', stage.kernel, '--quiet', '--base', 'main', '--series', '-'], {
      input: mail('main..removal'),
    });
    expect(paid).toMatchObject({
      code: 0,
      stdout:
        'ok: the policy holds, 2 edges in the baseline; kvm -> vfio: 3 -> 2; vfio -> kvm:\n    2 -> 0\n',
    });
    stage.git(...WHO, 'revert', '--no-edit', '--no-commit', 'main..removal');
    stage.commit('take everything back, and know of it');
    const back = await stage.run(['check', stage.kernel, '--quiet', '--base', 'HEAD~1', '--series', '-'], {
      input: mail('HEAD~1..HEAD'),
    });
    expect(back).toMatchObject({ code: 1, stdout: expect.stringContaining('3 edges break the policy') });
    expect(await check('--range', 'HEAD~1..HEAD')).toMatchObject({ code: 0 });
    stage.git('checkout', '-q', 'main');
  });
});

describe('a policy', () => {
  const rules = (...forbidden: readonly object[]): string => JSON.stringify({ version: 1, forbidden });

  it('is about the pairs that it names, also when another is shown', async () => {
    writeFileSync(BASELINE, JSON.stringify({ version: 1, edges: [] }));
    writeFileSync(
      POLICY,
      rules(
        { name: 'no-put', from: 'vfio*', to: 'kvm', symbol: '*_put', comment: 'refcounts stay with kvm' },
        { name: 'soft', severity: 'warn', from: 'kvm', to: 'vfio', symbol: 'vfio_file_window_*' },
        { from: 'kvmm', to: 'vfio' },
      ),
    );
    stage.commit('policy');
    const { code, stdout } = await stage.run([
      'check',
      stage.kernel,
      '--between',
      'vfio-pci-core,vfio',
      '--format',
      'github',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /::error file=drivers\/vfio\/vfio_main\.c,line=35,title=A module needs a symbol that the policy forbids::.*breaks the rule "no-put" \(refcounts stay with kvm\)/,
    );
    expect(stdout).toMatch(/::warning file=virt\/kvm\/vfio\.c,.*breaks the rule "soft"/);
    expect(stdout).toMatch(/::warning .*the policy names "kvmm".*near names: kvm/);
    expect(stdout).toContain('::error title=kvm-vfio-series::1 edge breaks the policy; ');
    expect(stdout).not.toContain('kvm_guest_get_live');
  });

  it('of a file wins over that of the tree', async () => {
    const file = join(stage.folder, 'mine.json');
    writeFileSync(file, rules({ name: 'mine', from: 'vfio', to: 'kvm', symbol: 'nothing_*' }));
    expect(await check('--policy', file)).toMatchObject({
      code: 0,
      stdout: 'ok: the policy holds; kvm -> vfio: 3; vfio -> kvm: 2\n',
    });
    expect(await check('--policy', file, '--fail-on', 'remaining')).toMatchObject({
      code: 1,
      stdout: 'FAIL: 5 edges remain; the policy holds; kvm -> vfio: 3; vfio -> kvm: 2\n',
    });
    expect((await check('--fail-on', 'never')).code).toBe(0);
    writeFileSync(file, rules({ from: 3, to: 'kvm' }));
    expect(await check('--policy', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('mine.json: /forbidden/0/from: must be a string or a list'),
    });
    expect((await check('--policy', stage.folder)).stderr).toContain('is a folder');
    expect((await check('--policy', join(stage.folder, 'none'))).stderr).toContain('ENOENT');
  });

  it('of the tree that is none, or a link out of it, stops the check', async () => {
    writeFileSync(POLICY, '{"version": 1, "rules": []}');
    stage.commit('no policy');
    expect(await check()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /\.kvm-vfio-series\.json \(commit [0-9a-f]{12}\): \/rules: is no key of this/,
      ),
    });
    rmSync(POLICY);
    symlinkSync('/etc/passwd', POLICY);
    stage.commit('link');
    expect(await check()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no regular file'),
    });
  });
});
