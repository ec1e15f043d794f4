import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FALSE, type Formula, Formulas, TRUE } from '../../../src/kbuild/formula/formula.js';
import { packFormulas, unpackFormulas } from '../../../src/kbuild/formula/packed-formula.js';

const VARIABLES = ['A', 'B', 'C', 'D', 'E'];

/** A formula as a program over a stack: a variable, or what joins the two before it. */
const build = (formulas: Formulas, steps: readonly number[]): Formula => {
  const stack: Formula[] = [TRUE];
  for (const step of steps) {
    const name = VARIABLES[step];
    if (name !== undefined) stack.push(formulas.variable(name));
    else {
      const [a = TRUE, b = FALSE] = [stack.pop(), stack.pop()];
      stack.push(step === 5 ? formulas.and(a, b) : step === 6 ? formulas.or(a, b) : formulas.not(a));
    }
  }
  return stack.at(-1) ?? FALSE;
};

it('are the same formulas in an algebra that orders its variables in another way', () => {
  const steps = fc.array(fc.nat(7), { maxLength: 24 });
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 5 }), fc.shuffledSubarray(VARIABLES), (programs, first) => {
      const here = new Formulas();
      const there = new Formulas();
      for (const name of first) there.variable(name);
      const packed = packFormulas(
        here,
        programs.map((program) => build(here, program)),
      );
      const sent = structuredClone(packed);
      expect(unpackFormulas(there, sent)).toEqual(programs.map((program) => build(there, program)));
    }),
  );
});

it('share what they have in common', () => {
  const formulas = new Formulas();
  const [a, b] = [formulas.variable('A'), formulas.variable('B')];
  const { nodes, roots } = packFormulas(formulas, [formulas.and(a, b), b, FALSE, TRUE]);
  expect(nodes.length / 3).toBe(2);
  expect(roots.slice(2)).toEqual([0, 1]);
});
