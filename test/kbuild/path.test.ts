import { expect, it } from 'vitest';
import { folderOf, joinPath, normalPath } from '../../src/kbuild/path.js';

it.each([
  ['a/b', 'a/b'],
  ['./a', 'a'],
  ['a/./b', 'a/b'],
  ['a//b', 'a/b'],
  ['a/../b', 'b'],
  ['a/b/../../c', 'c'],
  ['/a', 'a'],
  ['a/', 'a'],
  ['..', null],
  ['a/../../b', null],
  ['a..b/c', 'a..b/c'],
  ['.', ''],
])('normalPath(%j) is %j', (path, normal) => {
  expect(normalPath(path)).toBe(normal);
});

it('joins and takes folders', () => {
  expect(joinPath('drivers/vfio', '../../virt/kvm.c')).toBe('virt/kvm.c');
  expect(joinPath('', 'a.c')).toBe('a.c');
  expect(joinPath('a', '../../b')).toBeNull();
  expect([folderOf('a/b/c'), folderOf('a')]).toEqual(['a/b', '']);
});
