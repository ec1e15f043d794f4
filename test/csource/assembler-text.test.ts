import { describe, expect, it } from 'vitest';
import { calledIn, continuedIn } from '../../src/csource/assembler-text.js';

describe('the calls in a string of an asm statement', () => {
  it.each([
    ['"call b_hello"', ['b_hello'], null],
    ['"1: call b_hello\\n\\t"', ['b_hello'], null],
    ['"nop\\n\\tjmp b_hello; ret"', ['b_hello'], null],
    ['"brasl %r14,b_hello\\n"', ['b_hello'], null],
    ['"call __"', [], '__'],
    ['"jal\\t"', [], ''],
    ['"call b_hello\\ncall c_"', ['b_hello'], 'c_'],
    ['"call *%rax"', [], null],
    ['"call %P[func]"', [], null],
    ['"bl %0"', [], null],
    ['"mov b_hello, %eax"', [], null],
    ['"bltz %0, 2f\\n"', [], null],
    ['"could not call b_hello"', [], null],
  ])('%s', (literal, names, open) => {
    const found = calledIn(literal);
    // What ends with the text may go on in the next literal; on its own it is a name.
    const whole = found.open === null || found.open === '' ? found.names : [...found.names, found.open];
    if (open === null || open === '') expect(whole).toEqual(names);
    else expect(found).toEqual({ names, open });
  });

  it.each([
    ['"_%c[size]"', { word: '_', constant: true }],
    ['"_nocheck_%c0"', { word: '_nocheck_', constant: true }],
    ['"\\n\\t"', { word: '', constant: false }],
  ])('%s goes on', (literal, expected) => expect(continuedIn(literal)).toEqual(expected));
});
