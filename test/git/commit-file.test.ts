import { describe, expect, it } from 'vitest';
import { parseLongListing } from '../../src/git/commit-file.js';

describe('parseLongListing', () => {
  const id = '0123456789012345678901234567890123456789';
  it.each<[string, string, object[]]>([
    ['nothing', '', []],
    ['a file', `100644 blob ${id}      42\ta.json\0`, [{ path: 'a.json', isFile: true, id, bytes: 42 }]],
    ['an executable', `100755 blob ${id} 4242424\ta\0`, [{ path: 'a', isFile: true, id, bytes: 4242424 }]],
    ['a link', `120000 blob ${id}      11\ta b\0`, [{ path: 'a b', isFile: false, id, bytes: 11 }]],
    [
      'a folder',
      `040000 tree ${id}       -\ta\nb\0`,
      [{ path: 'a\nb', isFile: false, id, bytes: Number.NaN }],
    ],
    [
      'a submodule',
      `160000 commit ${id}       -\ta\0`,
      [{ path: 'a', isFile: false, id, bytes: Number.NaN }],
    ],
  ])('reads %s', (_, output, listed) => {
    expect(parseLongListing(output)).toEqual(listed);
  });
});
