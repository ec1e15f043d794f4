import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, conditionOf } from '../../src/csource/condition.js';
import { runs } from '../runs.js';

/** A condition with all its brackets. */
const textOf = (condition: Condition): string => {
  switch (condition.kind) {
    case 'unknown':
      return '?';
    case 'number':
      return `${condition.value}`;
    case 'name':
      return condition.name;
    case 'defined':
      return `defined(${condition.name})`;
    case 'call':
      return `${condition.name}(${condition.args.map(textOf).join(',')})`;
    case 'not':
      return `!${textOf(condition.of)}`;
    case 'and':
      return `(${textOf(condition.left)}&&${textOf(condition.right)})`;
    case 'or':
      return `(${textOf(condition.left)}||${textOf(condition.right)})`;
    case 'choice':
      return `(${textOf(condition.test)}?${textOf(condition.then)}:${textOf(condition.otherwise)})`;
    case 'binary':
      return `(${textOf(condition.left)}${condition.operator}${textOf(condition.right)})`;
  }
};

describe('conditionOf', () => {
  it.each([
    ['A', 'A'],
    ['0', '0'],
    ['0x10UL', '16'],
    ['defined ( A )', 'defined(A)'],
    ['defined A', 'defined(A)'],
    ['! defined ( A )', '!defined(A)'],
    ['A && B || C', '((A&&B)||C)'],
    ['A || B && C', '(A||(B&&C))'],
    ['A && B && C', '((A&&B)&&C)'],
    ['( A || B ) && C', '((A||B)&&C)'],
    ['! ( A && B )', '!(A&&B)'],
    ['! A && B', '(!A&&B)'],
    ['A == 1 && B != 2', '((A==1)&&(B!=2))'],
    ['A > = 3', '(A>=3)'],
    ['A < < 2', '(A<<2)'],
    ['A + 1 * 2', '(A+(1*2))'],
    ['A - 1 - 2', '((A-1)-2)'],
    ['- 1', '(0-1)'],
    ['IS_ENABLED ( CONFIG_X )', 'IS_ENABLED(CONFIG_X)'],
    ['f ( A , B && C )', 'f(A,(B&&C))'],
    ['f ( )', 'f()'],
    ['A ? B : C', '(A?B:C)'],
    ['A ? B : C ? D : E', '(A?B:(C?D:E))'],
    ['?', '?'],
    ['? && A', '(?&&A)'],
    ['A && ?', '(A&&?)'],
    ['! ?', '!?'],
    ['? -> b', '?'],
    ['A -> b', '?'],
    ['A [ 1 ] && B', '(?&&B)'],
    ['f ( A ) ( B )', '?'],
    ['& A', '?'],
    ['* A && B', '(?&&B)'],
    ['( A', '?'],
    ['A )', '?'],
    ['A &&', '?'],
    ['', '?'],
    ['A B', '?'],
  ])('%s', (text, expected) => {
    expect(textOf(conditionOf(text))).toBe(expected);
  });

  it('takes any tokens', () => {
    const token = fc.constantFrom(
      'A',
      '1',
      '?',
      ':',
      '(',
      ')',
      '[',
      ']',
      '&&',
      '||',
      '!',
      '==',
      '<',
      '>',
      '-',
      '*',
      ',',
      'defined',
      '->',
      '"',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        expect(typeof textOf(conditionOf(tokens.join(' ')))).toBe('string');
      }),
      { numRuns: runs(2000) },
    );
  });

  it('takes thousands of brackets', () => {
    for (const piece of ['( ', '! ', 'f ( ', 'A ? ', 'A && ( ', '- '])
      expect(conditionOf(piece.repeat(20_000)).kind).toBeTypeOf('string');
  });
});
