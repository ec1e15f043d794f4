import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atMostOne, divideWords } from '../../src/cli/tree-argument.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvs-words-'));
  for (const path of ['linux/.git', 'bare.git/objects', 'plain', 'Maildir/cur', 'patches', 'linux/patches']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  mkdirSync(join(folder, 'worktree'));
  writeFileSync(join(folder, 'worktree/.git'), 'gitdir: elsewhere\n');
  writeFileSync(join(folder, 'bare.git/HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(folder, 'patches/0001-x.patch'), '');
  writeFileSync(join(folder, 'series.mbox'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is the tree, and what is the series', () => {
  it.each([
    [[], '.', []],
    [['linux'], 'linux', []],
    [['bare.git'], 'bare.git', []],
    [['worktree', 'series.mbox'], 'worktree', ['series.mbox']],
    [['series.mbox'], '.', ['series.mbox']],
    [['20260101.1-1-ann@example.org'], '.', ['20260101.1-1-ann@example.org']],
    [['https://lore.example.org/kvm/x@y/'], '.', ['https://lore.example.org/kvm/x@y/']],
    [['-'], '.', ['-']],
    [['Maildir'], '.', ['Maildir']],
    [['patches'], '.', ['patches']],
    [['linux', 'patches'], 'linux', ['patches']],
    // Neither a repository nor mail: the reader of the tree says that it is no repository.
    [['plain'], 'plain', []],
  ])('%j: %s and %j', (words, tree, rest) => {
    expect(divideWords(words, {}, folder)).toEqual({ tree, rest });
  });

  it('--tree leaves all words to the rest', () => {
    expect(divideWords(['linux', undefined], { tree: 'bare.git' }, folder)).toEqual({
      tree: 'bare.git',
      rest: ['linux'],
    });
  });

  it('more words than a command takes are an error', () => {
    expect(atMostOne(['a'], 'series')).toBe('a');
    expect(() => atMostOne(['a', 'b'], 'series')).toThrow('a: no such git repository');
  });
});
