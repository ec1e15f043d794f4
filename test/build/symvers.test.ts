import { describe, expect, it } from 'vitest';
import { parseSymvers, type SymbolVersion } from '../../src/build/symvers.js';

const one = (line: string): [string, SymbolVersion] => [...parseSymvers('S', `${line}\n`)][0]!;

describe('Module.symvers', () => {
  it.each<[what: string, line: string, symbol: string, version: SymbolVersion]>([
    [
      'of today',
      '0x12ab34cd\tkvm_run\tvirt/kvm/kvm\tEXPORT_SYMBOL_GPL\tKVM',
      'kvm_run',
      { provider: 'virt/kvm/kvm', type: 'EXPORT_SYMBOL_GPL', namespace: 'KVM' },
    ],
    [
      'without a namespace',
      '0x00000000\tprintk\tvmlinux\tEXPORT_SYMBOL\t',
      'printk',
      { provider: 'vmlinux', type: 'EXPORT_SYMBOL', namespace: null },
    ],
    [
      'before 5.4',
      '0x00000000\tprintk\tvmlinux\tEXPORT_SYMBOL',
      'printk',
      { provider: 'vmlinux', type: 'EXPORT_SYMBOL', namespace: null },
    ],
    [
      'of 5.4, with the namespace before the module',
      '0x1\tkvm_run\tKVM\tvirt/kvm/kvm\tEXPORT_SYMBOL_GPL',
      'kvm_run',
      { provider: 'virt/kvm/kvm', type: 'EXPORT_SYMBOL_GPL', namespace: 'KVM' },
    ],
    [
      'of 5.4, without one',
      '0x1\tkvm_run\t\tvirt/kvm/kvm.ko\tEXPORT_SYMBOL',
      'kvm_run',
      { provider: 'virt/kvm/kvm', type: 'EXPORT_SYMBOL', namespace: null },
    ],
  ])('%s', (_, line, symbol, version) => {
    expect(one(line)).toEqual([symbol, version]);
  });

  it.each([
    ['text', 'hello'],
    ['no checksum', 'x\tprintk\tvmlinux\tEXPORT_SYMBOL\t'],
    ['no symbol', '0x1\t\tvmlinux\tEXPORT_SYMBOL\t'],
    ['no module', '0x1\tprintk\t\tEXPORT_SYMBOL\t'],
    ['no type', '0x1\tprintk\tvmlinux\tsomething\t'],
    ['binary', '\u0000\u0001\u0002'],
  ])('with %s is an error that names the line', (_, line) => {
    const good = '0x1\tprintk\tvmlinux\tEXPORT_SYMBOL\t';
    expect(() => parseSymvers('S', `${good}\n${line}\n`)).toThrow('S:2: not a line of Module.symvers');
  });

  it('may be empty', () => {
    expect(parseSymvers('S', '').size).toBe(0);
  });
});
