import { describe, expect, it } from 'vitest';
import type { TreeChange } from '../../src/git/tree-entry.js';
import { changesBetween } from '../../src/state/tree-difference.js';
import type { Files } from '../edge/memory-tree.js';
import { commitTree } from './commit-tree.js';

const FILES: Files = { 'a.c': 'a', 'b/c.h': 'c' };

const shown = ({ path, before, after }: TreeChange): string =>
  `${path} ${before?.kind ?? '-'} ${after?.kind ?? '-'}`;

describe('changesBetween', () => {
  it.each<[string, Files, Readonly<Record<string, string>>, readonly string[]]>([
    ['an equal tree', FILES, {}, []],
    ['a changed file', { ...FILES, 'a.c': 'b' }, {}, ['a.c file file']],
    ['a new file', { ...FILES, 'b/d.h': 'd' }, {}, ['b/d.h - file']],
    ['a removed file', { 'a.c': 'a' }, {}, ['b/c.h file -']],
    ['a new link', FILES, { 'b/l.h': 'c.h' }, ['b/l.h - link']],
    ['a link in place of a file', { 'a.c': 'a' }, { 'b/c.h': '../a.c' }, ['b/c.h file link']],
  ])('of two commits: %s', (_, files, links, expected) => {
    const changes = changesBetween(commitTree('one', FILES), commitTree('two', files, links));
    expect(changes.map(shown)).toEqual(expected);
  });

  it('of two commits: a link that leads elsewhere', () => {
    const from = commitTree('one', FILES, { l: 'a.c' });
    expect(changesBetween(from, commitTree('two', FILES, { l: 'b' })).map(shown)).toEqual(['l link link']);
  });

  it('of two states over one commit: what one of them changes and the other does not', () => {
    const base = commitTree('one', FILES);
    const [file] = [base.entryAt('a.c') ?? null];
    const link = { kind: 'link', id: 'x' } as never;
    const one = base.with([{ path: 'a.c', before: file, after: null }]);
    const other = base.with([{ path: 'l', before: null, after: link }], new Map([['l', 'a.c']]));
    expect(changesBetween(one, other).map(shown)).toEqual(['a.c - file', 'l - link']);
    expect(changesBetween(one, base).map(shown)).toEqual(['a.c - file']);
  });
});
