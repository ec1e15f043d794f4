import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlobId, CommitId } from '../../src/base/id.js';
import { BaseTree, foldersAbove } from '../../src/git/git-tree.js';
import type { TreeEntry } from '../../src/git/tree-entry.js';

const id = (letter: string): BlobId => letter.repeat(40) as BlobId;
const file = (letter: string): TreeEntry => ({ kind: 'file', id: id(letter) });
const base = (files: Readonly<Record<string, string>>, others: Readonly<Record<string, TreeEntry>> = {}) =>
  new BaseTree(
    {
      files: new Map(Object.entries(files).map(([path, letter]) => [path, id(letter)])),
      executables: new Set(['x/run']),
      others: new Map(Object.entries(others)),
    },
    new Map([['link', 'x/run']]),
    id('e') as string as CommitId,
  );

describe('BaseTree', () => {
  const tree = base({ 'a/b/c': 'a', 'x/run': 'b' }, { link: { kind: 'link', id: id('c') } });
  it('knows files, folders, links and modes', () => {
    expect(tree.blobAt('a/b/c')).toBe(id('a'));
    expect(tree.blobAt('link')).toBeUndefined();
    expect(tree.linkAt?.('link')).toBe('x/run');
    expect(tree.entryAt('x/run')).toEqual({ kind: 'executable', id: id('b') });
    expect(tree.entryAt('link')).toEqual({ kind: 'link', id: id('c') });
    expect(['a', 'a/b', 'a/b/c', 'b', 'x'].map(tree.hasFolder)).toEqual([true, true, false, false, true]);
    expect(tree.touched.size).toBe(0);
  });
});

describe('a state over a tree', () => {
  const tree = base({ 'a/b/c': 'a', 'x/run': 'b', z: 'c' });
  it('shows added, changed and removed files, and what it touched', () => {
    const next = tree.with([
      { path: 'a/b/c', before: file('a'), after: null },
      { path: 'n/e/w', before: null, after: file('d') },
      { path: 'z', before: file('c'), after: file('e') },
    ]);
    expect([...next.paths()]).toEqual(['n/e/w', 'x/run', 'z']);
    expect([...next.touched]).toEqual(['a/b/c', 'n/e/w', 'z']);
    expect(['a', 'a/b', 'n', 'n/e', 'x'].map(next.hasFolder)).toEqual([false, false, true, true, true]);
    expect(next.blobAt('a/b/c')).toBeUndefined();
    expect(next.blobAt('z')).toBe(id('e'));
    expect([...tree.paths()]).toEqual(['a/b/c', 'x/run', 'z']);
  });

  it('touches only what differs from the state before it', () => {
    const first = tree.with([{ path: 'z', before: file('c'), after: file('d') }]);
    const second = first.with([{ path: 'a/b/c', before: file('a'), after: file('d') }]);
    expect([...second.touched]).toEqual(['a/b/c']);
    expect(second.blobAt('z')).toBe(id('d'));
    const back = second.with([{ path: 'z', before: file('d'), after: file('c') }]);
    expect([...back.touched]).toEqual(['z']);
    expect(back.blobAt('z')).toBe(id('c'));
  });

  it('turns a file into a link and back', () => {
    const linked = tree.with(
      [{ path: 'z', before: file('c'), after: { kind: 'link', id: id('f') } }],
      new Map([['z', 'x/run']]),
    );
    expect(linked.blobAt('z')).toBeUndefined();
    expect(linked.linkAt?.('z')).toBe('x/run');
    expect([...linked.paths()]).toEqual(['a/b/c', 'x/run']);
    const again = linked.with([{ path: 'z', before: { kind: 'link', id: id('f') }, after: file('c') }]);
    expect(again.linkAt?.('z')).toBeUndefined();
    expect([...again.paths()]).toEqual(['a/b/c', 'x/run', 'z']);
  });

  it('is the same as a tree made at once, whatever the steps', () => {
    const path = fc.constantFrom('a', 'a.c', 'b/c', 'b/d/e', 'b0', 'b/d.h', 'ü/ö', '\ue000/x', '😀/y', '😀!');
    const step = fc.dictionary(path, fc.option(fc.constantFrom('a', 'b'), { nil: null }), { maxKeys: 4 });
    fc.assert(
      fc.property(fc.dictionary(path, fc.constantFrom('a', 'b')), fc.array(step), (start, steps) => {
        const sorted = (content: Readonly<Record<string, string>>) =>
          Object.fromEntries(
            Object.entries(content).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
        const plain: Record<string, string> = { ...start };
        let state = base(sorted(start)).with([]);
        for (const changes of steps) {
          state = state.with(
            Object.entries(changes).map(([at, letter]) => ({
              path: at,
              before: plain[at] ? file(plain[at]) : null,
              after: letter ? file(letter) : null,
            })),
          );
          for (const [at, letter] of Object.entries(changes)) {
            if (letter === null) delete plain[at];
            else plain[at] = letter;
          }
        }
        const expected = base(sorted(plain));
        expect([...state.paths()]).toEqual([...expected.paths()]);
        for (const at of ['b', 'b/d', 'ü', 'a', '\ue000', '😀']) {
          const isThere = Object.keys(plain).some((one) => one.startsWith(`${at}/`));
          expect([at, state.hasFolder(at), expected.hasFolder(at)]).toEqual([at, isThere, isThere]);
        }
        for (const at of expected.paths()) expect(state.blobAt(at)).toBe(expected.blobAt(at));
      }),
    );
  });
});

it('names the folders above a path', () => {
  expect(foldersAbove('a/b/c')).toEqual(['a/b', 'a']);
  expect(foldersAbove('a')).toEqual([]);
});
