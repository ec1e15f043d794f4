import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/result/verdict.js';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const removal = fixture('demo/removal.mbox');
const opening = fixture('demo/opening.mbox');
const schema = JSON.parse(readFileSync(join(root, 'schema/check.schema.json'), 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

const checked = async (...words: string[]): Promise<CheckResult & { readonly code: number | null }> => {
  const { code, stdout, stderr } = await stage.run(['check', stage.kernel, '--json', ...words]);
  expect(stderr).toBe('');
  const result = JSON.parse(stdout);
  validate(result);
  expect(validate.errors).toBeNull();
  return { ...result, code };
};

const symbols = (result: CheckResult): readonly (readonly string[])[] =>
  result.states.map((state) =>
    state.edges.map((edge) => `${edge.consumer}->${edge.provider} ${edge.symbol}`),
  );

describe('check', () => {
  it('finds the base of a series, and says how sure that is unless it is HEAD', async () => {
    const own = new Stage();
    try {
      const base = own.git('rev-parse', 'HEAD');
      writeFileSync(join(own.kernel, 'drivers/vfio/vfio_main.c'), 'int other;\n');
      own.commit('later');
      const { stdout, stderr } = await own.run(['check', own.kernel, '--json', '--series', removal]);
      expect(JSON.parse(stdout)).toMatchObject({ base });
      expect(stderr).toMatch(/^note: base: [0-9a-f]{12} in the history of HEAD \(has all of the 6 blobs/);
      const given = await own.run(['check', own.kernel, '--json', '--series', removal, '--base', 'HEAD']);
      expect(given).toMatchObject({ code: 3, stderr: '' });
      own.git('branch', 'old', base);
      const best = await own.run(['check', own.kernel, '--json', '--series', removal, '--onto', '*']);
      const result = JSON.parse(best.stdout);
      validate(result);
      expect(validate.errors).toBeNull();
      expect(result).toMatchObject({
        base,
        onto: [
          { ref: 'main', applied: expect.any(Number), total: 3 },
          { ref: 'old', commit: base, applied: 3, total: 3 },
        ],
      });
      expect(best.stderr).toMatch(
        /^note: main: (?:does not apply|applies up to [12]\/3)\nnote: old: applies\nnote: base: [0-9a-f]{12} on old, the best of 2\n$/,
      );
    } finally {
      own.remove();
    }
  });

  it('says from which patch on a struct is opaque', async () => {
    const { findings } = await checked('--series', removal, '--opaque', 'struct kvm@vfio');
    const told = findings.filter(({ kind }) => kind === 'opaque-type');
    expect(told.map(({ state, severity, path, line }) => [state, severity, path, line])).toEqual([
      ['base', 'note', 'drivers/vfio/vfio_main.c', 6],
      ['2/3', 'note', undefined, undefined],
    ]);
  });

  it.each([
    ['kvm@vfio', 2, "Give a struct and a module, such as 'struct kvm@vfio'"],
    ['struct kvm@nonesuch', 2, 'nonesuch is not one of the modules that are checked'],
  ])('refuses --opaque %s', async (claim, expected, message) => {
    const { code, stderr } = await stage.run(['check', stage.kernel, '--opaque', claim]);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });

  it('lays a series out patch by patch', async () => {
    const result = await checked('--series', removal);
    expect(result.code).toBe(0);
    expect(result.states.map((state) => state.label)).toEqual(['base', '1/3', '2/3', '3/3']);
    expect(symbols(result)).toEqual([
      [
        'kvm->vfio vfio_file_bind_kvm',
        'kvm->vfio vfio_file_coherent',
        'kvm->vfio vfio_file_window_group',
        'vfio->kvm kvm_guest_get_live',
        'vfio->kvm kvm_guest_put',
      ],
      [
        'kvm->vfio vfio_file_bind_kvm',
        'kvm->vfio vfio_file_coherent',
        'kvm->vfio vfio_file_window_group',
        'vfio->kvm kvm_guest_get_live',
      ],
      ['kvm->vfio vfio_file_bind_kvm', 'kvm->vfio vfio_file_coherent', 'kvm->vfio vfio_file_window_group'],
      ['kvm->vfio vfio_file_bind_kvm', 'kvm->vfio vfio_file_window_group'],
    ]);
    expect(result.states[3]!.edges.map((edge) => edge.condition)).toEqual([null, 'VFIO_WINDOW_IOMMU']);
    expect(result.states[0]!.edges[4]).toMatchObject({
      kind: 'dynamic',
      reference: { path: 'drivers/vfio/vfio_main.c', line: 35 },
      export: { path: 'virt/kvm/kvm_main.c', line: 33, type: 'EXPORT_SYMBOL_GPL', namespace: null },
    });
    expect(result.findings.map((one) => [one.kind, one.state, one.messageId])).toEqual([
      ['built-in-needs-module', 'base', undefined],
      ['dependency-cycle', 'base', undefined],
      ['dependency-cycle', '2/3', undefined],
      ['objection', '3/3', 'a3.viola@example.org'],
    ]);
    expect(result.verdict).toEqual({ failed: false, reason: 'kvm -> vfio: 3 -> 2; vfio -> kvm: 2 -> 0' });
  });

  it.each<[string, readonly string[], number]>([
    ['edges remain that were there before', ['--series', removal], 0],
    ['edges remain, with --fail-on remaining', ['--series', removal, '--fail-on', 'remaining'], 1],
    ['the direction that the series empties', ['--series', removal, '--from', 'vfio', '--to', 'kvm'], 0],
    ['no new edge', ['--series', removal, '--fail-on', 'new'], 0],
    ['a new edge', ['--series', opening], 1],
    ['never', ['--series', opening, '--fail-on', 'never'], 0],
    ['the tree alone', [], 0],
    ['a pair with link edges', ['--between', 'vfio_pci,vfio-pci-core', '--fail-on', 'remaining'], 1],
    ['a pair with none', ['--between', 'kvm-intel,kvm-amd'], 0],
  ])('exit code: %s', async (_, words, code) => {
    expect((await stage.run(['check', stage.kernel, ...words])).code).toBe(code);
  });

  it('reads a series from standard input, and from a folder that is not the working folder', async () => {
    const { stdout } = await stage.run(['check', 'kernel', '--json', '--series', '-'], {
      input: readFileSync(removal),
    });
    expect(JSON.parse(stdout).states).toHaveLength(4);
  });

  it('checks the commits of a range, or those that the upstream has not', async () => {
    const base = stage.git('rev-parse', 'HEAD');
    const file = join(stage.kernel, 'virt/kvm/vfio.c');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('vfio_file_coherent', 'vfio_file_is_ours'));
    const short = stage.commit('KVM: ask another question');
    const result = await checked('--range', `${base}..HEAD`);
    stage.git('branch', 'before', base);
    stage.git('branch', '-q', '--set-upstream-to', 'before');
    const upstream = await checked();
    stage.git('branch', '-q', '--unset-upstream');
    stage.git('reset', '-q', '--hard', base);
    stage.git('branch', '-q', '-D', 'before');
    expect(upstream.states).toEqual(result.states);
    expect(result.states.map((state) => [state.label, state.subject])).toEqual([
      ['base', undefined],
      [short, 'KVM: ask another question'],
    ]);
    expect(result.states[1]!.added.map((edge) => edge.symbol)).toEqual(['vfio_file_is_ours']);
    expect(result.states[1]!.removed.map((edge) => edge.symbol)).toEqual(['vfio_file_coherent']);
  });

  it('goes on after a patch that does not apply, and exits with 3', async () => {
    const thread = join(stage.folder, 'moved.mbox');
    const text = readFileSync(removal, 'utf8');
    writeFileSync(
      thread,
      text.replace('-	bool (*get_live)(struct kvm *kvm);\n', '-	bool (*get_dead)(struct kvm *kvm);\n'),
    );
    const { code, stdout } = await stage.run(['check', stage.kernel, '--json', '--series', thread]);
    const result: CheckResult = JSON.parse(stdout);
    expect(code).toBe(3);
    expect(result.states.map((state) => [state.label, state.applied, state.edges.length])).toEqual([
      ['base', true, 5],
      ['1/3', true, 4],
      ['2/3', false, 4],
      ['3/3', true, 3],
    ]);
    expect(result.states[2]!.failures).toMatchObject([
      {
        path: 'drivers/vfio/vfio_main.c',
        expected: expect.arrayContaining(['\tbool (*get_dead)(struct kvm *kvm);']),
      },
    ]);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ kind: 'patch-unapplied', state: '2/3' }),
    );
    expect(result.verdict).toEqual({
      failed: true,
      reason: expect.stringMatching(/^2\/3 does not apply; (?:kvm|vfio) -> /),
    });
  });

  it('says in one line that uncommitted changes are not read', async () => {
    const file = join(stage.kernel, 'virt/kvm/vfio.c');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, '');
    const { stdout, stderr } = await stage.run(['check', stage.kernel, '--json']);
    writeFileSync(file, text);
    expect(stderr).toBe('note: the tree has uncommitted changes; they are not read\n');
    expect(JSON.parse(stdout).states[0].edges).toHaveLength(5);
  });

  it.each<[string, Record<string, string>, readonly string[], boolean]>([
    ['no terminal', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['NO_COLOR over FORCE_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['--no-color over FORCE_COLOR', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('colour: %s', async (_, env, words, coloured) => {
    const { stdout } = await stage.run(['check', stage.kernel, ...words], { env });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });

  it('leaves the repository and the temporary folder as they were', async () => {
    const before =
      stage.git('for-each-ref') + stage.git('status', '--porcelain') + stage.git('count-objects', '-v');
    await stage.run(['check', stage.kernel, '--series', removal]);
    expect(
      stage.git('for-each-ref') + stage.git('status', '--porcelain') + stage.git('count-objects', '-v'),
    ).toBe(before);
    expect(stage.leftovers()).toEqual([]);
  });
});
