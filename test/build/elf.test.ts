import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { memoryRange } from '../../src/build/byte-range.js';
import { ElfObject, type ElfSymbol } from '../../src/build/elf.js';
import { type ModuleFile, readModuleFile } from '../../src/build/module-file.js';
import { runs } from '../runs.js';
import { type WrittenObject, writeElf, writeModule } from './elf-writer.js';

const open = (bytes: Uint8Array): Promise<ElfObject> => ElfObject.read(memoryRange('a.ko', bytes));
const read = async (bytes: Uint8Array): Promise<ModuleFile> => readModuleFile('a.ko', await open(bytes));

const FORMS: readonly Pick<WrittenObject, 'bits' | 'little'>[] = [
  { bits: 64, little: true },
  { bits: 64, little: false },
  { bits: 32, little: true },
  { bits: 32, little: false },
];

describe.each(FORMS)('an object of %o', (form) => {
  it('has its sections and symbols', async () => {
    const object = await open(
      writeElf({
        ...form,
        machine: 21,
        sections: { '.text': 'abc', '.modinfo': 'name=a\0' },
        symbols: [
          { name: 'needed' },
          { name: 'own', section: '.text', value: 2, type: 2 },
          { name: 'absolute', index: 0xfff1, value: 7 },
        ],
      }),
    );
    expect(object.machine).toBe(21);
    expect(object.section('.text')).toMatchObject({ type: 1, size: 3 });
    expect(object.section('.nothing')).toBeUndefined();
    expect(Buffer.from(await object.content(object.section('.modinfo')!)).toString()).toBe('name=a\0');
    expect(await object.symbols()).toEqual<readonly ElfSymbol[]>([
      { name: 'needed', type: 0, section: 0, value: 0 },
      { name: 'own', type: 2, section: 1, value: 2 },
      { name: 'absolute', type: 0, section: 0xfff1, value: 0 },
    ]);
  });

  it('tells sections beyond 65,279 apart', async () => {
    const sections = { '.text': 'abc', '.data': 'd' };
    const symbols = [{ name: 'needed' }, { name: 'own', section: '.data' }];
    const object = await open(writeElf({ ...form, sections, symbols, wideIndices: true }));
    expect(object.section('.data')).toBeDefined();
    expect((await object.symbols()).map(({ section }) => section)).toEqual([0, 2]);
  });

  it('cut anywhere is an error of the user', async () => {
    const whole = writeModule({ ...form, name: 'a', needs: ['x', 'y'], exports: { z: 'NS' } });
    for (let length = 0; length < whole.length; length++)
      await expect(read(whole.subarray(0, length))).rejects.toThrow(/^a\.ko: /);
  });

  it('with bytes changed is read, or is an error of the user', async () => {
    const whole = writeModule({ ...form, name: 'a', needs: ['x', 'y'], gplExports: { z: 'NS' } });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const outcome = await read(bytes).then(
          ({ needs, exports }) => [...needs, ...exports].length <= 12,
          (error: unknown) => error instanceof UserError && error.message.startsWith('a.ko: '),
        );
        expect(outcome).toBe(true);
      }),
      { numRuns: runs(400) },
    );
  });
});

describe('what is no module', () => {
  it.each<[what: string, bytes: Uint8Array, message: RegExp]>([
    ['nothing', new Uint8Array(), /^a\.ko: .*too short/],
    ['text', Buffer.from('#!/bin/sh\n'.repeat(20)), /^a\.ko: .*does not begin as one/],
    ['a program', writeElf({ type: 2 }), /^a\.ko: .*program or library/],
    ['an object without symbols', writeElf({ stripped: true }), /^a\.ko: has no symbols/],
  ])('%s', async (_, bytes, message) => {
    const error = await read(bytes).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });

  it('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (tail) => {
        const bytes = Buffer.concat([Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1), tail]);
        await expect(read(bytes)).rejects.toBeInstanceOf(UserError);
      }),
    );
  });

  it('a name without an end', async () => {
    const bytes = writeElf({ symbols: [{ name: 'x'.repeat(5000) }] });
    await expect(read(bytes)).rejects.toThrow(/^a\.ko: .*longer than 4096 bytes/);
  });
});
