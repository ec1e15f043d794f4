import { afterAll, describe, expect, it } from 'vitest';
import { WHO_REPORTS } from '../../src/report/who/index.js';
import type { SymbolUsageList } from '../../src/result/symbol-usage.js';
import { published } from '../report/schema.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const listOf = async (...words: string[]): Promise<SymbolUsageList> => {
  const { code, stdout, stderr } = await stage.run(['who', stage.kernel, ...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const validate = published('who');
  validate(JSON.parse(stdout));
  expect(validate.errors).toBeNull();
  return JSON.parse(stdout);
};

describe('who', () => {
  it.each(WHO_REPORTS.map(({ name }) => name))('shows exports and users as %s', async (name) => {
    const { code, stdout, stderr } = await stage.run([
      'who',
      stage.kernel,
      'kvm_guest_put',
      '--format',
      name,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('EXPORT_SYMBOL_GPL');
  });

  it('gives the same answer from the cache', async () => {
    const [first, again] = [await listOf('kvm_x86_start'), await listOf('kvm_x86_start')];
    expect(again).toEqual(first);
    expect(first.symbols[0]?.exports[0]).toMatchObject({ macro: 'EXPORT_SYMBOL_FOR_KVM_INTERNAL' });
  });

  it('names the modules that an export is for, and those that need it', async () => {
    const { symbols } = await listOf('--exports-of', 'kvm', '--arch', 'x86');
    expect(symbols.map(({ symbol }) => symbol)).toContain('kvm_x86_start');
    const start = symbols.find(({ symbol }) => symbol === 'kvm_x86_start');
    expect(start).toMatchObject({ audience: 'modules', audienceModules: ['kvm-amd', 'kvm-intel'] });
  });

  it('is what explain shows of a symbol that is no edge of the pair', async () => {
    const { code, stdout } = await stage.run(['explain', stage.kernel, 'kvm_x86_start']);
    expect(code).toBe(0);
    expect(stdout).toContain('used by arch/x86/kvm/kvm-intel');
  });

  it.each([
    [['kvm_gest_put'], 'no code of this tree exports, defines or uses "kvm_gest_put"', 'kvm_guest_put'],
    [[], 'who needs a symbol', 'who kvm_get_kvm'],
    [['a-b'], 'neither a git repository nor the name of a symbol', '--tree'],
    [['--exports-of', 'nonesuch'], 'nonesuch', ''],
  ])('refuses %j', async (words, message, hint) => {
    const { code, stderr } = await stage.run(['who', stage.kernel, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});
