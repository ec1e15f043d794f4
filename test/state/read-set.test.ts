import { describe, expect, it } from 'vitest';
import type { BlobId } from '../../src/base/id.js';
import type { TreeChange, TreeEntry } from '../../src/git/tree-entry.js';
import { isConcerned, joinReadSets, pathHash, ReadSetRecorder } from '../../src/state/read-set.js';
import { MemoryTrees } from '../edge/memory-tree.js';

const file: TreeEntry = { kind: 'file', id: 'a'.repeat(40) as BlobId };
const other: TreeEntry = { kind: 'file', id: 'b'.repeat(40) as BlobId };
const link: TreeEntry = { kind: 'link', id: 'a'.repeat(40) as BlobId };
const change = (path: string, before: TreeEntry | null, after: TreeEntry | null): TreeChange => ({
  path,
  before,
  after,
});

const readingOf = (ask: (tree: ReturnType<ReadSetRecorder['over']>) => void) => {
  const reader = new ReadSetRecorder();
  ask(reader.over(new MemoryTrees().tree({ 'a.c': 'int a;', 'lib/Makefile': '' }), new Set()));
  return reader.reading();
};

describe('a change concerns a reading', () => {
  const reading = readingOf((tree) => {
    tree.blobAt('a.c');
    tree.blobAt('include/first/a.h');
    tree.hasFolder('asm');
    for (const path of tree.paths(/^lib\/.*Makefile$/)) tree.blobAt(path);
  });
  it.each<[string, TreeChange, boolean]>([
    ['of a file that was found', change('a.c', file, other), true],
    ['whose file goes', change('a.c', file, null), true],
    ['of a path where nothing was found, when it comes to be', change('include/first/a.h', null, file), true],
    ['of a file that a list named', change('lib/Makefile', file, other), true],
    ['when a list would name one more', change('lib/new/Makefile', null, file), true],
    [
      'not when a file in its list changes that it did not read',
      change('lib/new/Makefile', file, other),
      false,
    ],
    ['when a folder comes to be that was asked for', change('asm/b.h', null, file), true],
    ['not when a file in that folder changes', change('asm/b.h', file, other), false],
    ['not when a folder of a longer name comes to be', change('asm-generic/b.h', null, file), false],
    ['not of a file that nobody asked for', change('Documentation/a.rst', file, other), false],
    ['not when such a file comes or goes', change('b.c', null, file), false],
    ['when a link in a folder becomes a file', change('asm/l', link, file), true],
  ])('%s', (_, one, concerned) => {
    expect(isConcerned(reading, [change('unread.c', file, other), one])).toBe(concerned);
  });

  it('when it asked for all paths and one comes or goes', () => {
    const all = readingOf((tree) => void [...tree.paths()]);
    expect(isConcerned(all, [change('b.c', null, file)])).toBe(true);
    expect(isConcerned(all, [change('b.c', file, other)])).toBe(false);
  });

  it('never when nothing changes', () => expect(isConcerned(reading, [])).toBe(false));
});

it('a reading goes on from tree to tree', () => {
  const reader = new ReadSetRecorder();
  const tree = new MemoryTrees().tree({});
  reader.over(tree, new Set()).blobAt('a');
  expect(reader.reading().paths).toHaveLength(1);
  const second = reader.over(tree, new Set(['x']));
  expect(second.touched).toEqual(new Set(['x']));
  second.blobAt('b');
  second.blobAt('a');
  expect([...reader.reading().paths]).toEqual([pathHash('a'), pathHash('b')].sort((a, b) => a - b));
});

it('of several readers is concerned by what concerns one of them', () => {
  const joined = joinReadSets([
    readingOf((tree) => tree.blobAt('a.c')),
    readingOf((tree) => {
      tree.blobAt('a.c');
      tree.blobAt('b.c');
      tree.hasFolder('asm');
    }),
    readingOf((tree) => [...tree.paths(/^lib\/.*Makefile$/)]),
  ]);
  const concerned = (path: string): boolean => isConcerned(joined, [change(path, null, file)]);
  expect(['a.c', 'b.c', 'asm/b.h', 'lib/new/Makefile'].map(concerned)).toEqual([true, true, true, true]);
  expect(concerned('c.c')).toBe(false);
  expect(joined.paths).toHaveLength(2);
});
