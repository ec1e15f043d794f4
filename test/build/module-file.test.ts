import { describe, expect, it } from 'vitest';
import { memoryRange } from '../../src/build/byte-range.js';
import { ElfObject } from '../../src/build/elf.js';
import {
  type ModuleFile,
  neededSymbols,
  parseModuleInfo,
  readModuleFile,
} from '../../src/build/module-file.js';
import { writeElf, writeModule } from './elf-writer.js';

const read = async (bytes: Uint8Array): Promise<ModuleFile> =>
  readModuleFile('a.ko', await ElfObject.read(memoryRange('a.ko', bytes)));

describe('a module', () => {
  it('says what it needs, exports and is', async () => {
    const module = await read(
      writeModule({
        name: 'kvm',
        needs: ['printk', 'memcpy', 'printk'],
        exports: { kvm_run: '' },
        gplExports: { kvm_stop: 'KVM_INTERNAL' },
        info: { depends: 'irqbypass,x' },
      }),
    );
    expect(module.needs).toEqual(['memcpy', 'printk']);
    expect(module.exports).toEqual([
      { symbol: 'kvm_run', type: 'EXPORT_SYMBOL', namespace: null },
      { symbol: 'kvm_stop', type: 'EXPORT_SYMBOL_GPL', namespace: 'KVM_INTERNAL' },
    ]);
    expect(module.info.get('name')).toEqual(['kvm']);
    expect(module.info.get('depends')).toEqual(['irqbypass,x']);
    expect(module.info.get('license')).toEqual(['GPL']);
  });

  it('before modpost says its exports in .export_symbol', async () => {
    const strings = 'GPL\0NS\0' + '\0\0';
    const { exports } = await read(
      writeElf({
        sections: { '.export_symbol': strings },
        symbols: [
          { name: '__export_symbol_a', section: '.export_symbol', value: 0 },
          { name: '__export_symbol_b', section: '.export_symbol', value: 7 },
        ],
      }),
    );
    expect(exports).toEqual([
      { symbol: 'a', type: 'EXPORT_SYMBOL_GPL', namespace: 'NS' },
      { symbol: 'b', type: 'EXPORT_SYMBOL', namespace: null },
    ]);
  });

  it('without sections of its own has nothing to say', async () => {
    expect(await read(writeElf({ symbols: [{ name: 'x' }] }))).toEqual({
      needs: ['x'],
      exports: [],
      info: new Map(),
    });
  });
});

describe('symbols that only linkers know', () => {
  const of = (machine: number, name: string, type = 0): readonly string[] =>
    neededSymbols(machine, [{ name, type, section: 0, value: 0 }]);

  it.each<[machine: number, name: string, type: number, needed: readonly string[]]>([
    [62, '_GLOBAL_OFFSET_TABLE_', 0, []],
    [62, '__this_module', 0, []],
    [62, '_savegpr0_14', 0, ['_savegpr0_14']],
    [21, '_savegpr0_14', 0, []],
    [20, '_rest32gpr_31', 0, []],
    [21, '.TOC.', 0, []],
    [21, '.kvm_run', 2, ['kvm_run']],
    [62, '.kvm_run', 2, ['.kvm_run']],
    [43, 'g2', 13, []],
    [62, 'g2', 13, ['g2']],
  ])('on machine %i: %s', (machine, name, type, needed) => {
    expect(of(machine, name, type)).toEqual(needed);
  });

  it('are left out with those that are defined', () => {
    expect(neededSymbols(62, [{ name: 'own', type: 2, section: 1, value: 0 }])).toEqual([]);
  });
});

it('modinfo may say a thing twice, or nothing', () => {
  const info = parseModuleInfo(Buffer.from('import_ns=A\0import_ns=B\0\0noise\0=x\0alias=a=b\0'));
  expect([...info]).toEqual([
    ['import_ns', ['A', 'B']],
    ['alias', ['a=b']],
  ]);
});
