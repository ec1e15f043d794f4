import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { UserError } from '../../src/base/error.js';
import { type Build, readBuild } from '../../src/build/build.js';
import { findBuild } from '../../src/build/place.js';
import { scratchFolder } from '../source/scratch-folder.js';
import { writeModule } from './elf-writer.js';
import { writeXz, writeZstd } from './packed-writer.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

const read = async (root: string, isWanted: (path: string) => boolean = () => true): Promise<Build> =>
  readBuild(await findBuild(root), isWanted, quietContext());

const A = writeModule({ name: 'a', needs: ['b_hello', 'printk'] });
const B = writeModule({ name: 'b', needs: ['printk'], exports: { b_hello: '' } });
const SYMVERS = '0x1\tb_hello\tdrivers/b/b\tEXPORT_SYMBOL\t\n0x2\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n';
const EDGES = [
  { consumer: 'drivers/a', provider: 'drivers/b/b', symbol: 'b_hello' },
  { consumer: 'drivers/a', provider: 'vmlinux', symbol: 'printk' },
  { consumer: 'drivers/b/b', provider: 'vmlinux', symbol: 'printk' },
];

const IN_TREE: Files = {
  Makefile: '',
  '.config': 'CONFIG_X86=y\n',
  'kernel/fork.c': '',
  'modules.order': 'drivers/a.o\ndrivers/b/b.ko\ndrivers/not-built.o\n',
  'Module.symvers': SYMVERS,
  'drivers/a.ko': A,
  'drivers/b/b.ko': B,
  'debian/tmp/drivers/a.ko': A,
};
const INSTALLED: Files = {
  'lib/modules/6.99.0/kernel/drivers/a.ko.xz': writeXz(A),
  'lib/modules/6.99.0/kernel/drivers/b/b.ko.zst': writeZstd(B),
  'lib/modules/6.99.0/updates/a.ko.gz': gzipSync(A),
};

describe('a build', () => {
  it('in the tree is what modules.order lists', async () => {
    const root = await scratchFolder(IN_TREE);
    const place = await findBuild(root);
    expect(place).toMatchObject({ form: 'build folder', config: join(root, '.config') });
    expect(place.modules.map(({ path }) => path)).toEqual(['drivers/a', 'drivers/b/b']);
    expect(await read(root)).toEqual({
      release: '6.99.0',
      exportsFrom: 'Module.symvers',
      edges: EDGES,
      unresolved: [],
    });
  });

  it('without modules.order is every module below', async () => {
    const root = await scratchFolder({ 'drivers/a.ko': A, '.git/b.ko': B });
    expect((await findBuild(root)).modules.map(({ path }) => path)).toEqual(['drivers/a']);
  });

  it('as installed is what stands in kernel/, however packed', async () => {
    const root = await scratchFolder(INSTALLED);
    const place = await findBuild(join(root, 'lib/modules/6.99.0'));
    expect(place).toMatchObject({ form: 'installed modules', config: undefined, symvers: undefined });
    expect(place.modules.map(({ path }) => path)).toEqual(['drivers/a', 'drivers/b/b']);
  });

  it('without Module.symvers has the exports of its modules', async () => {
    const root = await scratchFolder(INSTALLED);
    expect(await read(join(root, 'lib/modules/6.99.0'))).toEqual({
      release: '6.99.0',
      exportsFrom: 'modules',
      edges: EDGES,
      unresolved: ['printk'],
    });
  });

  it.each<[what: string, files: Files, link: string | null]>([
    ['the headers', { 'usr/src/headers/Module.symvers': SYMVERS }, '/usr/src/headers'],
    ['its own folder', { 'lib/modules/6.99.0/build/Module.symvers': SYMVERS }, null],
    ['a packed file', { 'lib/modules/6.99.0/symvers.xz': writeXz(Buffer.from(SYMVERS)) }, null],
    ['/boot', { 'boot/symvers-6.99.0.gz': gzipSync(SYMVERS) }, null],
  ])('as installed finds Module.symvers in %s', async (_, files, link) => {
    const root = await scratchFolder({ ...INSTALLED, ...files });
    const modules = join(root, 'lib/modules/6.99.0');
    if (link !== null) symlinkSync(link, join(modules, 'build'));
    expect(await read(modules)).toMatchObject({ exportsFrom: 'Module.symvers', edges: EDGES });
  });

  it.each(['boot/config-6.99.0', 'lib/modules/6.99.0/config', 'lib/modules/6.99.0/build/.config'])(
    'as installed finds its configuration as %s',
    async (path) => {
      const root = await scratchFolder({ ...INSTALLED, [path]: 'CONFIG_X86=y\n' });
      expect((await findBuild(join(root, 'lib/modules/6.99.0'))).config).toBe(join(root, path));
    },
  );

  it('is read only as far as it is asked for', async () => {
    const root = await scratchFolder({ ...IN_TREE, 'drivers/b/b.ko': 'junk' });
    expect((await read(root, (path) => path === 'drivers/a')).edges).toEqual(EDGES.slice(0, 2));
  });

  it('can be stopped', async () => {
    const context = { ...quietContext(), signal: AbortSignal.abort(new Error('stopped')) };
    const place = await findBuild(await scratchFolder(IN_TREE));
    await expect(readBuild(place, () => true, context)).rejects.toThrow('stopped');
  });
});

describe('what is no build', () => {
  it.each<[what: string, files: Files, message: RegExp]>([
    ['a folder without modules', { README: '' }, /: holds no modules/],
    [
      'an order that leads out',
      { 'modules.order': '../../a.ko\n' },
      /modules\.order:1: leads out of the build/,
    ],
    ['a module that is text', { 'a.ko': 'hello' }, /a\.ko: not a whole ELF object/],
    [
      'a module that is cut',
      { 'a.ko.xz': writeXz(A).subarray(0, 99) },
      /a\.ko\.xz: xz file is damaged or cut/,
    ],
    ['a damaged Module.symvers', { 'a.ko': A, 'Module.symvers': 'x\n' }, /Module\.symvers:1: not a line/],
  ])('%s', async (_, files, message) => {
    const error = await read(await scratchFolder(files)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });

  it('nothing', async () => {
    await expect(findBuild(join(await scratchFolder(), 'nowhere'))).rejects.toThrow(
      /nowhere: no such folder/,
    );
  });
});
