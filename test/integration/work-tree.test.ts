import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { BlobId } from '../../src/base/id.js';
import type { ObjectFormat } from '../../src/git/object-format.js';
import { openRepository } from '../../src/git/repository.js';
import { WorkTree } from '../../src/git/work-tree.js';
import { git, kernelRepository, temporaryFolder } from './temporary-repository.js';

const LONG = 'x'.repeat((1 << 20) + 1);

/** The blob of `a.c`, which says `one`, and the text that a work tree has for it. */
const readIn = (change: (folder: string) => void, format: ObjectFormat = 'sha1') => {
  const folder = kernelRepository({ 'a.c': 'one\n' }, `--object-format=${format}`);
  const blob = git(folder, ['rev-parse', 'HEAD:a.c']).trim() as BlobId;
  change(folder);
  const bytes = new WorkTree({ folder, format }).read({ blob, path: 'a.c' });
  return bytes && Buffer.from(bytes).toString();
};

describe('a work tree', () => {
  it.each(['sha1', 'sha256'] as const)('has a file that is what git has (%s)', (format) => {
    expect(readIn(() => {}, format)).toBe('one\n');
  });

  it.each<[string, (file: string, folder: string) => void]>([
    ['says something else', (file) => writeFileSync(file, 'two\n')],
    ['has other ends of lines', (file) => writeFileSync(file, 'one\r\n')],
    ['says more', (file) => writeFileSync(file, 'one\n\n')],
    ['is not there', () => {}],
    ['is a folder', (file) => mkdirSync(file)],
    [
      'is a link to what git has',
      (file, folder) => {
        writeFileSync(join(folder, 'other'), 'one\n');
        symlinkSync('other', file);
      },
    ],
    ['is a pipe that nobody writes to', (file) => execFileSync('mkfifo', [file])],
  ])('has none that %s', (_what, make) => {
    expect(
      readIn((folder) => {
        rmSync(join(folder, 'a.c'));
        make(join(folder, 'a.c'), folder);
      }),
    ).toBeUndefined();
  });

  it('has long files whole', () => {
    const folder = kernelRepository({ 'a.c': LONG });
    const blob = git(folder, ['rev-parse', 'HEAD:a.c']).trim() as BlobId;
    const bytes = new WorkTree({ folder, format: 'sha1' }).read({ blob, path: 'a.c' });
    expect(Buffer.from(bytes ?? []).equals(Buffer.from(LONG))).toBe(true);
  });

  it.runIf(process.platform === 'linux')('keeps the time of its last access', () => {
    const file = (folder: string): string => join(folder, 'a.c');
    const long = new Date('2001-02-03T04:05:06Z');
    let atime: Date | undefined;
    let read = '';
    const text = readIn((folder) => {
      read = file(folder);
      utimesSync(read, long, new Date());
      atime = statSync(read).atime;
    });
    expect([text, statSync(read).atime]).toEqual(['one\n', atime]);
  });

  it('is left alone once it is clear that it is another one', () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    const blob = git(folder, ['rev-parse', 'HEAD:a.c']).trim() as BlobId;
    const tree = new WorkTree({ folder, format: 'sha1' });
    const isRead = (path: string): boolean => tree.read({ blob, path }) !== undefined;
    expect(isRead('a.c')).toBe(true);
    for (let i = 0; i < 200; i++) isRead('b.c');
    expect(isRead('a.c')).toBe(true);
    for (let i = 0; i < 100; i++) isRead('b.c');
    expect(isRead('a.c')).toBe(false);
  });
});

describe('readFiles', () => {
  const FILES = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d/${i}.c`, `int v${i};\n`]));

  const readAll = async (folder: string): Promise<readonly string[]> => {
    const repository = await openRepository(folder, quietContext());
    try {
      const tree = await repository.treeAt(await repository.resolve('HEAD', quietContext()), quietContext());
      const files = Object.keys(FILES).map((path) => ({ path, blob: tree.blobAt(path) as BlobId }));
      const texts: string[] = [];
      await repository.reader.readFiles(files, (bytes, index) => {
        texts[index] = Buffer.from(bytes).toString();
      });
      return texts;
    } finally {
      repository.dispose();
    }
  };

  it.each<[string, (folder: string) => string]>([
    ['as they are in the work tree', (folder) => folder],
    [
      'of the commit where the work tree has changed',
      (folder) => {
        for (let i = 0; i < 200; i += 3) writeFileSync(join(folder, `d/${i}.c`), 'changed\n');
        for (let i = 1; i < 200; i += 3) rmSync(join(folder, `d/${i}.c`));
        return folder;
      },
    ],
    [
      'of a bare repository',
      (folder) => {
        const bare = join(temporaryFolder(), 'bare.git');
        git(folder, ['clone', '-q', '--bare', folder, bare]);
        return bare;
      },
    ],
    ['from a folder in the work tree', (folder) => join(folder, 'd')],
  ])('reads files %s', async (_what, change) => {
    const folder = change(kernelRepository(FILES));
    expect(await readAll(folder)).toEqual(Object.values(FILES));
  });

  it('says that the reader was closed', async () => {
    const folder = kernelRepository(FILES);
    const repository = await openRepository(folder, quietContext());
    repository.dispose();
    const blob = git(folder, ['rev-parse', 'HEAD:d/0.c']).trim() as BlobId;
    await expect(repository.reader.readFiles([{ blob, path: 'd/0.c' }], () => {})).rejects.toThrow('closed');
  });
});
