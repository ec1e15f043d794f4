import { describe, expect, it } from 'vitest';
import { type KconfigExpression, parseKconfigExpression } from '../../../src/kbuild/kconfig/expression.js';
import { type KconfigStatement, parseKconfig } from '../../../src/kbuild/kconfig/statement.js';

const expressionText = (expression: KconfigExpression | null): string => {
  if (expression === null) return '';
  switch (expression.kind) {
    case 'symbol':
      return expression.name;
    case 'text':
      return expression.macro ? `<${expression.text}>` : `"${expression.text}"`;
    case 'not':
      return `!${expressionText(expression.of)}`;
    default: {
      const operator = { and: '&&', or: '||', equal: '=', unequal: '!=', order: '<>' }[expression.kind];
      return `(${expressionText(expression.left)}${operator}${expressionText(expression.right)})`;
    }
  }
};

describe('parseKconfigExpression', () => {
  it.each([
    ['A', 'A'],
    ['!A', '!A'],
    ['A && B || C', '((A&&B)||C)'],
    ['A || B && C', '(A||(B&&C))'],
    ['!(A || B)', '!(A||B)'],
    ['A=y', '(A=y)'],
    ['A != m && B', '((A!=m)&&B)'],
    ['A = "text && more"', '(A="text && more")'],
    ["A = 'x'", '(A="x")'],
    ['A >= 10', '(A<>10)'],
    ['$(cc-option,-mfoo)', '<$(cc-option,-mfoo)>'],
    ['"$(ARCH)" = "x86"', '(<$(ARCH)>="x86")'],
    ['64BIT', '64BIT'],
    ['A &&', 'A'],
    ['', ''],
    ['&& A', ''],
  ])('%s', (text, expected) => {
    expect(expressionText(parseKconfigExpression(text))).toBe(expected);
  });
});

/** A statement in one line. */
const statementText = (statement: KconfigStatement): string => {
  const when = (expression: KconfigExpression | null): string =>
    expression === null ? '' : ` if ${expressionText(expression)}`;
  switch (statement.kind) {
    case 'config':
      return `${statement.name}:${statement.line}`;
    case 'type':
      return `${statement.type}${statement.prompt ? ' prompt' : ''}${when(statement.when)}`;
    case 'prompt':
      return `prompt${when(statement.when)}`;
    case 'default':
      return `default ${statement.type ?? ''}${expressionText(statement.value)}${when(statement.when)}`;
    case 'depends':
      return `depends ${expressionText(statement.on)}`;
    case 'select':
      return `select ${statement.name}${when(statement.when)}`;
    case 'open':
      return `${statement.block}${when(statement.when)}`;
    case 'source':
      return `source ${statement.path}`;
    default:
      return statement.kind;
  }
};

describe('parseKconfig', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a bool', 'config A\n\tbool "a"\n', ['A:1', 'bool prompt']],
    ['no prompt', 'config A\n\ttristate\n', ['A:1', 'tristate']],
    ['a prompt under a condition', 'config A\n\tbool "a if b" if B\n', ['A:1', 'bool prompt if B']],
    ['a prompt of its own', 'config A\n\tint\n\tprompt "a" if B\n', ['A:1', 'int', 'prompt if B']],
    ['def_bool', 'config A\n\tdef_bool B && C if D\n', ['A:1', 'default bool(B&&C) if D']],
    ['defaults', 'config A\n\tdefault y if B\n\tdefault 3\n', ['A:1', 'default y if B', 'default 3']],
    ['select', 'config A\n\tselect B if C\n', ['A:1', 'select B if C']],
    ['depends over lines', 'config A\n\tdepends on B && \\\n\t\tC\n', ['A:1', 'depends (B&&C)']],
    [
      'help is left out',
      'config A\n\tbool "a"\n\thelp\n\t  config B\n\t  depends on C\n\nconfig D\n\tbool\n',
      ['A:1', 'bool prompt', 'D:7', 'bool'],
    ],
    ['help with an empty line', 'config A\n\thelp\n\t  one\n\n\t  config B\nconfig C\n', ['A:1', 'C:6']],
    ['no help text', 'config A\n\thelp\nconfig B\n', ['A:1', 'B:3']],
    ['help at the left', 'config A\nhelp\none\nconfig B\n', ['A:1', 'B:4']],
    ['help by blanks and tabs', 'config A\n\thelp\n\t  one\n          config B\nconfig C\n', ['A:1', 'C:5']],
    ['help to the end', 'config A\n\thelp\n\t  one\n\n', ['A:1']],
    ['the old word for help', 'config A\n\t---help---\n\t  config B\nconfig C\n', ['A:1', 'C:4']],
    [
      'blocks',
      'menu "m"\nif A\nchoice\nendchoice\nendif\nendmenu\n',
      ['menu', 'if if A', 'choice', 'close', 'close', 'close'],
    ],
    [
      'source',
      'source "lib/Kconfig"\nsource lib/Kconfig.more\n',
      ['source lib/Kconfig', 'source lib/Kconfig.more'],
    ],
    ['comments', '# config A\ncomment "c"\nmainmenu "m"\n', ['comment', 'comment']],
    ['unknown lines', 'config A\n\trange 1 5\n\tmodules\n\timply B\n', ['A:1', 'range', 'imply']],
  ])('%s', (_, text, statements) => {
    expect(parseKconfig(text).map(statementText)).toEqual(statements);
  });
});
