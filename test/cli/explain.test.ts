import { afterAll, describe, expect, it } from 'vitest';
import { EXPLAIN_REPORTS } from '../../src/report/explain/index.js';
import { published } from '../report/schema.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

describe('explain', () => {
  it.each(EXPLAIN_REPORTS.map(({ name }) => name))('shows the edges of the pair as %s', async (name) => {
    const { code, stdout, stderr } = await stage.run(['explain', stage.kernel, '--format', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('vfio_file_bind_kvm');
  });

  it('shows one symbol, step by step', async () => {
    const { stdout } = await stage.run(['explain', stage.kernel, 'vfio_file_bind_kvm', '--arch', 'x86']);
    expect(stdout).toMatch(
      /1 virt\/kvm\/vfio\.c:\d+\n +function \w+ looks up\s+vfio_file_bind_kvm with\s+symbol_get/,
    );
    expect(stdout).toMatch(/= drivers\/vfio\/vfio_main\.c:\d+ EXPORT_SYMBOL_GPL/);
    expect(stdout).not.toContain('kvm_guest_put');
  });

  it('writes what its schema says', async () => {
    const { stdout } = await stage.run(['explain', stage.kernel, '--json']);
    const validate = published('explain');
    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
  });

  it.each([
    [
      ['vfio_file_bind_kvmm'],
      'no code of this tree exports, defines or uses "vfio_file_bind_kvmm"',
      'Did you mean vfio_file_bind_kvm?',
    ],
    [['--from', 'kvm'], '--from and --to go together', ''],
    [['--from', 'kvm', '--to', 'nothing_there'], 'no module "nothing_there"', ''],
  ])('refuses %j', async (words, message, hint) => {
    const { code, stderr } = await stage.run(['explain', stage.kernel, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});
