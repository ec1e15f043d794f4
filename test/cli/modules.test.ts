import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MODULES_REPORTS } from '../../src/report/modules/index.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const config = join(stage.folder, 'config');
writeFileSync(config, 'CONFIG_X86=y\nCONFIG_MODULES=y\n');

const paths = async (...words: string[]): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await stage.run(['modules', stage.kernel, '--format', 'tsv', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  const [, ...lines] = stdout.trimEnd().split('\n');
  return lines.map((line) => line.split('\t')[0] ?? '');
};

describe('modules', () => {
  it.each(MODULES_REPORTS.map(({ name }) => name))('are shown as %s', async (name) => {
    const { code, stdout, stderr } = await stage.run(['modules', stage.kernel, '--format', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('drivers/vfio/vfio');
  });

  it('are asked for by name, glob or path', async () => {
    const all = await paths();
    expect(all).toEqual(expect.arrayContaining(['arch/x86/kvm/kvm', 'drivers/vfio/vfio']));
    expect(await paths('vfio')).toEqual(['drivers/vfio/vfio']);
    expect(await paths('drivers/*')).toEqual(all.filter((path) => path.startsWith('drivers/')));
    expect(await paths('kvm', '--arch', 'x86')).toEqual(['arch/x86/kvm/kvm']);
  });

  it.each([
    [['vfioo'], 'this tree makes no module "vfioo"', 'Did you mean vfio?'],
    [['vfio', '--config', config], 'the configuration leaves out "vfio"', 'not set: VFIO.'],
    [['--rev', 'nowhere'], 'nowhere', ''],
    [['a b'], 'is not a module', ''],
  ])('refuse %j', async (words, message, hint) => {
    const { code, stderr } = await stage.run(['modules', stage.kernel, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});
