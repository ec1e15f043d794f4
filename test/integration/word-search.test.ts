import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { parseGrepPaths } from '../../src/git/grep.js';
import { openRepository } from '../../src/git/repository.js';
import { GitWordSearch } from '../../src/git/word-search.js';
import { commit, fingerprint, git, kernelRepository } from './temporary-repository.js';

const FILES = {
  'a.c': 'int hello(void);\n',
  'b.h': '#define greet hello()\n',
  'c.S': 'call hello\n',
  'd.c': 'int hello_world; int say_hello;\n',
  'e.txt': 'hello\n',
  'f.c': '#include "part.c"\n',
  'g.c': 'int partXc;\n',
  'umlaut ä.c': 'hello\n',
  'tools/a.c': 'hello\n',
  'Documentation/a.c': 'hello\n',
  'drivers/tools/a.c': 'hello\n',
};

describe('GitWordSearch', () => {
  it('finds whole words in the code of the kernel, at the commit and in what lies over it', async () => {
    const folder = kernelRepository(FILES);
    const base = git(folder, ['rev-parse', 'HEAD']).trim();
    commit(folder, { 'a.c': 'int other;\n', 'd.c': 'int hello;\n', 'new.c': 'hello();\n', 'c.S': null });
    git(folder, ['config', 'grep.patternType', 'perl']);
    git(folder, ['config', 'grep.fullName', 'false']);
    const before = fingerprint(folder);
    const context = quietContext();
    const repository = await openRepository(folder, context);
    try {
      const search = new GitWordSearch(repository);
      const tree = await repository.treeAt(await repository.resolve(base, context), context);
      const find = (...words: string[]) => search.filesWith(tree, new Set(words), context);
      expect(await find('hello')).toEqual(['a.c', 'b.h', 'c.S', 'drivers/tools/a.c', 'umlaut ä.c']);
      expect(await find('part.c')).toEqual(['f.c']);
      expect(await find('nowhere')).toEqual([]);
      const { commits } = await repository.commitsOf(`${base}..HEAD`, context);
      const now = tree.with(commits[0]!.changes);
      expect(await search.filesWith(now, new Set(['hello']), context)).toEqual([
        'b.h',
        'd.c',
        'drivers/tools/a.c',
        'new.c',
        'umlaut ä.c',
      ]);
    } finally {
      repository.dispose();
    }
    expect(fingerprint(folder)).toEqual(before);
  });

  it('reads what git prints', () => {
    expect(parseGrepPaths('', 'abc')).toEqual([]);
    expect(parseGrepPaths('abc:a.c\0abc:b:c.h\0', 'abc')).toEqual(['a.c', 'b:c.h']);
  });
});
