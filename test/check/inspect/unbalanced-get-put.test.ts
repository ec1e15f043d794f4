import { describe, expect, it } from 'vitest';
import { unbalancedGetPut } from '../../../src/check/inspect/unbalanced-get-put.js';
import type { Files } from '../../edge/memory-tree.js';
import { inA, withHeader } from '../../edge/pocket-kernel.js';
import { inspect, told } from './run.js';

const GET = 'void a_get(void)\n{\n\tsymbol_get(b_hello)();\n}\n';
const PUT = 'void a_put(void)\n{\n\tsymbol_put(b_hello);\n}\n';
const NEVER_PUT = 'a has symbol_get(b_hello) and no symbol_put(b_hello)';
const NEVER_GOT = 'a has symbol_put(b_hello) and no symbol_get(b_hello)';
const LEAK = 'b stays loaded for good';
const LET_GO = 'b is let go while others use it';

describe('one state', () => {
  it.each<[string, Files, readonly string[]]>([
    ['taken and given back', inA(GET + PUT), []],
    ['not given back', inA(GET), [`1/1 warning drivers/a.c:3: ${NEVER_PUT}: ${LEAK}`]],
    ['not taken', inA(PUT), [`1/1 warning drivers/a.c:3: ${NEVER_GOT}: ${LET_GO}`]],
    ['given back by address', inA(`${GET}void a_put(void *fn)\n{\n\tsymbol_put_addr(fn);\n}\n`), []],
    ['given back by name at run time', inA(`${GET}void a_put(void)\n{\n\t__symbol_put("b_hello");\n}\n`), []],
    [
      'requested',
      inA(
        'void a_get(void)\n{\n\tsymbol_request(b_hello)();\n}\n#define symbol_request(x) try(symbol_get(x))\n',
      ),
      [`1/1 warning drivers/a.c:3: ${NEVER_PUT}: ${LEAK}`],
    ],
    [
      'given back under a condition',
      inA(`${GET}#ifdef CONFIG_X\n${PUT}#endif\n`),
      [`1/1 warning drivers/a.c:3: ${NEVER_PUT} if !X: ${LEAK}`],
    ],
    ['both under one condition', inA(`#ifdef CONFIG_X\n${GET}${PUT}#endif\n`), []],
    [
      'taken under a condition that giving back holds under',
      inA(`#ifdef CONFIG_X\n${GET}#endif\n${PUT}`),
      [`1/1 warning drivers/a.c:9: ${NEVER_GOT} if !X: ${LET_GO}`],
    ],
    [
      'in two units of the module',
      {
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\na-y := a1.o a2.o\nobj-$(CONFIG_B) += b.o\n',
        'drivers/a1.c': GET,
        'drivers/a2.c': PUT,
      },
      [],
    ],
    [
      'a macro of a subsystem takes, and gives back elsewhere',
      withHeader('#define b_attach(f) symbol_get(f)()', 'void a_get(void)\n{\n\tb_attach(b_hello);\n}\n'),
      [],
    ],
    [
      'a macro of a subsystem gives back',
      withHeader('#define b_detach(f) symbol_put(f)', `${GET}void a_put(void)\n{\n\tb_detach(b_hello);\n}\n`),
      [],
    ],
    ['a symbol of somebody else', inA('void a_get(void)\n{\n\tsymbol_get(other)();\n}\n'), []],
    ['linked to', inA('int a_get(void) { return b_hello(); }\n'), []],
  ])('%s', async (_, files, expected) => {
    expect((await inspect(unbalancedGetPut, [{}, files])).map(told)).toEqual(expected);
  });
});

describe('states one after the other', () => {
  it.each<[string, readonly Files[], readonly string[]]>([
    [
      'what the base has is a note, told once',
      [inA(GET), {}],
      [`base note drivers/a.c:3: ${NEVER_PUT}: ${LEAK}`],
    ],
    [
      'lines that move make nothing new',
      [inA(GET), inA(`\n\n${GET}`)],
      [`base note drivers/a.c:3: ${NEVER_PUT}: ${LEAK}`],
    ],
    [
      'mended and broken again',
      [inA(GET), inA(GET + PUT), inA(PUT)],
      [
        `base note drivers/a.c:3: ${NEVER_PUT}: ${LEAK}`,
        `2/2 warning drivers/a.c:3: ${NEVER_GOT}: ${LET_GO}`,
      ],
    ],
  ])('%s', async (_, states, expected) => {
    expect((await inspect(unbalancedGetPut, states)).map(told)).toEqual(expected);
  });
});
