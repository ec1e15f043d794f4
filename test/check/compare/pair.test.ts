import { describe, expect, test } from 'vitest';
import { quietContext } from '../../../src/base/context.js';
import { changesDiff } from '../../../src/check/compare/pair.js';
import { symbolLines } from '../../../src/check/compare/symbol-line.js';
import { readSeries } from '../../../src/series/series.js';
import { inputOf, patchBody, writeMbox } from '../../mail/mail-text.js';

describe('changesDiff', () => {
  test.each<[string, boolean, string]>([
    ['nothing', false, ''],
    ['a line of the message', false, '@@ Commit message\n     why\n-    old\n+    new'],
    ['the author', false, '@@ Metadata\n-Author: A <a@example.org>\n+Author: B <b@example.org>'],
    ['a message that reads like a heading', false, '@@ Commit message\n-     ## a.c ##\n+     ## b.c ##'],
    ['a line of the diff', true, '@@ a.c: int f(void)\n  int a;\n-+int b;\n++int c;'],
    ['the diff below the message', true, '@@ Commit message\n     why\n \n  ## a.c ##\n@@ a.c\n-+x\n++y'],
    ['another file', true, '@@ Commit message\n     why\n \n- ## a.c (new) ##\n+ ## b.c (new) ##'],
    [
      'only context of the message',
      false,
      '@@ Metadata\n  ## Commit message ##\n-    one\n+    two\n \n  ## a.c ##\n',
    ],
  ])('%s: %s', (_, expected, lines) => {
    expect(changesDiff(lines.split('\n'))).toBe(expected);
  });
});

describe('symbolLines', () => {
  const of = async (path: string, lines: readonly string[]) => {
    const [removed, added] = ['-', '+'].map((sign) => lines.filter((line) => line.startsWith(sign)).length);
    const diff = [
      `diff --git a/${path} b/${path}`,
      `--- a/${path}`,
      `+++ b/${path}`,
      `@@ -1,${removed! + 1} +1,${added! + 1} @@`,
      ' int one;',
      ...lines,
      '',
    ].join('\n');
    const body = patchBody('Why.\n\nSigned-off-by: A <a@example.org>', diff);
    const series = await readSeries(
      [inputOf(writeMbox([{ id: 'a', subject: '[PATCH] x', body }]))],
      {},
      quietContext(),
    );
    return symbolLines(series.patches[0]!).map(
      ({ change, primitive, symbol }) => `${change} ${primitive} ${symbol}`,
    );
  };

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['a lookup that goes', 'a.c', ['-\tf = symbol_get(kvm_get);'], ['removed symbol_get kvm_get']],
    [
      'a lookup that comes, over two lines',
      'a.c',
      ['+\tf = symbol_get(', '+\t\tkvm_get);'],
      ['added symbol_get kvm_get'],
    ],
    ['a name as text', 'a.c', ['+\tf = __symbol_get("kvm_get");'], ['added __symbol_get kvm_get']],
    [
      'another macro',
      'a.c',
      ['-EXPORT_SYMBOL(f);', '+EXPORT_SYMBOL_GPL(f);'],
      ['removed EXPORT_SYMBOL f', 'added EXPORT_SYMBOL_GPL f'],
    ],
    ['one that only moves', 'a.c', ['-EXPORT_SYMBOL(f);', '+int x;', '+EXPORT_SYMBOL(f);'], []],
    ['one that gives a symbol back', 'a.c', ['-\tsymbol_put(kvm_get);'], []],
    ['a name that only ends like it', 'a.c', ['+\tmy_symbol_get(f);'], []],
    ['text that is no code', 'Documentation/a.rst', ['+symbol_get(f)'], []],
  ])('%s', async (_, path, lines, expected) => {
    expect(await of(path, lines)).toEqual(expected);
  });
});
