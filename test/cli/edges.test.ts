import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EDGES_REPORTS } from '../../src/report/edges/index.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

/** Consumer, provider and symbol of each edge. */
const rows = async (...words: string[]): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await stage.run(['edges', stage.kernel, '--format', 'tsv', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  const [head, ...lines] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^#consumer\tprovider\tsymbol\tkind\t/);
  return lines.map((line) => line.split('\t').slice(0, 3).join(' '));
};

describe('edges', () => {
  it.each(EDGES_REPORTS.map(({ name }) => name))('are shown as %s', async (name) => {
    const { code, stdout, stderr } = await stage.run(['edges', stage.kernel, '--format', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/kvm/);
  });

  it('are asked for by pair, by direction, from one, to one, or all', async () => {
    const both = await rows();
    expect(both).toContain('arch/x86/kvm/kvm drivers/vfio/vfio vfio_file_bind_kvm');
    expect(await rows('--between', 'vfio,kvm')).toEqual(both);
    const there = await rows('--from', 'kvm', '--to', 'vfio');
    expect(there.length).toBeGreaterThan(0);
    expect(both).toEqual(expect.arrayContaining([...there]));
    expect(there.length).toBeLessThan(both.length);
    expect(await rows('--from', 'kvm')).toEqual(expect.arrayContaining([...there]));
    expect(await rows('--to', 'vfio')).toEqual(expect.arrayContaining([...there]));
    expect(await rows('--all')).toEqual(expect.arrayContaining([...both]));
  });

  it.each([['--all'], ['--from', 'kvm'], ['--to', 'vmlinux']])(
    'of %s %s are the same by several threads',
    async (...words) => {
      const alone = await stage.run([
        'edges',
        stage.kernel,
        '--format',
        'json',
        '--no-cache',
        '-j',
        '1',
        ...words,
      ]);
      const together = await stage.run([
        'edges',
        stage.kernel,
        '--format',
        'json',
        '--no-cache',
        '-j',
        '3',
        ...words,
      ]);
      expect([together.code, together.stderr]).toEqual([0, '']);
      expect(together.stdout).toBe(alone.stdout);
    },
  );

  it('by several threads are kept for those who ask alone', async () => {
    const words = ['edges', stage.kernel, '--format', 'json', '--all'];
    const together = await stage.run([...words, '-j', '2']);
    expect((await stage.run([...words, '-j', '1'])).stdout).toBe(together.stdout);
  });

  it('are those of a commit', async () => {
    const before = await rows();
    writeFileSync(join(stage.kernel, 'virt/kvm/vfio.c'), 'int nothing;\n');
    stage.commit('KVM: forget vfio');
    expect(await rows('--rev', 'HEAD~1')).toEqual(before);
    expect((await rows()).length).toBeLessThan(before.length);
  });

  it.each([
    [['--all', '--from', 'kvm'], '--all for everything'],
    [['--between', 'kvm,vfio', '--to', 'kvm'], '--between asks both directions'],
    [['--all', '-j', '0'], 'Give a number of threads from 1 to 256.'],
    [['--all', '--jobs', 'many'], 'Give a number of threads from 1 to 256.'],
    [['--to', 'no_such_module', '-j', '2'], 'this tree makes no module "no_such_module"'],
    [['--from', 'no_such_module'], 'this tree makes no module "no_such_module"'],
    [['--rev', 'nowhere'], 'nowhere'],
    [['--format', 'sarif'], 'Allowed choices are text, tsv, json'],
  ])('refuse %j', async (words, message) => {
    const { code, stderr } = await stage.run(['edges', stage.kernel, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
