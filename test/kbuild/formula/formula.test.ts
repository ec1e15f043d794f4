import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf } from '../../../src/kbuild/formula/cover.js';
import { FALSE, type Formula, Formulas, TRUE } from '../../../src/kbuild/formula/formula.js';
import { runs } from '../../runs.js';

const NAMES = ['A', 'B', 'C', 'D', 'E'] as const;

/** A formula as a tree, to be evaluated by hand. */
type Tree =
  | boolean
  | string
  | readonly ['not', Tree]
  | readonly ['and' | 'or' | 'without' | 'implies' | 'same', Tree, Tree]
  | readonly ['choose', Tree, Tree, Tree];

type Values = ReadonlyMap<string, boolean>;

const holds = (tree: Tree, values: Values): boolean => {
  if (typeof tree === 'boolean') return tree;
  if (typeof tree === 'string') return values.get(tree) ?? false;
  const [kind, ...parts] = tree;
  const [a = false, b = false, c = false] = parts.map((part) => holds(part, values));
  switch (kind) {
    case 'not':
      return !a;
    case 'and':
      return a && b;
    case 'or':
      return a || b;
    case 'without':
      return a && !b;
    case 'implies':
      return !a || b;
    case 'same':
      return a === b;
    case 'choose':
      return a ? b : c;
  }
};

const build = (formulas: Formulas, tree: Tree): Formula => {
  if (typeof tree === 'boolean') return tree ? TRUE : FALSE;
  if (typeof tree === 'string') return formulas.variable(tree);
  switch (tree[0]) {
    case 'not':
      return formulas.not(build(formulas, tree[1]));
    case 'choose':
      return formulas.choose(build(formulas, tree[1]), build(formulas, tree[2]), build(formulas, tree[3]));
    default:
      return formulas[tree[0]](build(formulas, tree[1]), build(formulas, tree[2]));
  }
};

/** All values of the variables. */
const ALL: readonly Values[] = Array.from(
  { length: 2 ** NAMES.length },
  (_, bits) => new Map(NAMES.map((name, i) => [name, (bits & (1 << i)) !== 0])),
);

const truthAt = (formulas: Formulas, formula: Formula, values: Values): boolean =>
  formulas.substitute(formula, (name) => values.get(name) ?? false) === TRUE;

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Tree>(...NAMES, true, false),
    fc.tuple(fc.constant('not' as const), tie('tree')),
    fc.tuple(fc.constantFrom('and', 'or', 'without', 'implies', 'same'), tie('tree'), tie('tree')),
    fc.tuple(fc.constant('choose' as const), tie('tree'), tie('tree'), tie('tree')),
  ),
})).tree;

describe('Formulas', () => {
  it('agree with truth tables', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const formulas = new Formulas();
        const formula = build(formulas, tree);
        for (const values of ALL) expect(truthAt(formulas, formula, values)).toBe(holds(tree, values));
      }),
      { numRuns: runs(300) },
    );
  });

  it('are the same number exactly when they are equivalent', () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const formulas = new Formulas();
        const equivalent = ALL.every((values) => holds(a, values) === holds(b, values));
        expect(build(formulas, a) === build(formulas, b)).toBe(equivalent);
      }),
      { numRuns: runs(300) },
    );
  });

  it('entail what they say', () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const formulas = new Formulas();
        const entailed = ALL.every((values) => !holds(a, values) || holds(b, values));
        expect(formulas.entails(build(formulas, a), build(formulas, b))).toBe(entailed);
      }),
    );
  });

  it('depend on their support only', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const formulas = new Formulas();
        const flips = (name: string): boolean =>
          ALL.some(
            (values) => holds(tree, values) !== holds(tree, new Map([...values, [name, !values.get(name)]])),
          );
        expect([...formulas.support(build(formulas, tree))].sort()).toEqual(NAMES.filter(flips));
      }),
      { numRuns: runs(200) },
    );
  });

  it('keep some variables when they are projected: true where the others can be chosen', () => {
    fc.assert(
      fc.property(trees, fc.subarray([...NAMES]), (tree, kept) => {
        const formulas = new Formulas();
        const projected = formulas.project(build(formulas, tree), (name) => kept.includes(name as 'A'));
        for (const values of ALL) {
          const chosen = ALL.some(
            (other) => kept.every((name) => other.get(name) === values.get(name)) && holds(tree, other),
          );
          expect(truthAt(formulas, projected, values)).toBe(chosen);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('leave the variables open that a substitution leaves open', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom(...NAMES), fc.boolean(), (tree, name, value) => {
        const formulas = new Formulas();
        const fixed = formulas.substitute(build(formulas, tree), (one) => (one === name ? value : undefined));
        for (const values of ALL)
          expect(truthAt(formulas, fixed, values)).toBe(holds(tree, new Map([...values, [name, value]])));
      }),
      { numRuns: runs(100) },
    );
  });

  it('have a formula in the place of a variable', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom(...NAMES), trees, (tree, name, by) => {
        const formulas = new Formulas();
        const replaced = formulas.replace(build(formulas, tree), name, build(formulas, by));
        for (const values of ALL)
          expect(truthAt(formulas, replaced, values)).toBe(
            holds(tree, new Map([...values, [name, holds(by, values)]])),
          );
      }),
      { numRuns: runs(100) },
    );
  });

  it('count the nodes of a diagram up to a limit', () => {
    const formulas = new Formulas();
    const three = formulas.and(
      formulas.variable('A'),
      formulas.and(formulas.variable('B'), formulas.variable('C')),
    );
    expect([1, 2, 3, 4].map((limit) => formulas.isSmall(three, limit))).toEqual([false, false, false, true]);
    expect(formulas.isSmall(TRUE, 1)).toBe(true);
  });

  it('stay right when their tables grow', () => {
    const formulas = new Formulas();
    let even: Formula = TRUE;
    for (let i = 0; i < 400; i++) even = formulas.same(even, formulas.variable(`X${i}`));
    const pairs = Array.from({ length: 12 }, (_, i) => i).reduce<Formula>(
      (all, i) => formulas.or(all, formulas.and(formulas.variable(`P${i}`), formulas.variable(`Q${i}`))),
      FALSE,
    );
    const far = Array.from({ length: 12 }, (_, i) => i);
    for (const i of far) formulas.variable(`L${i}`);
    const large = far.reduce<Formula>(
      (all, i) => formulas.or(all, formulas.and(formulas.variable(`L${i}`), formulas.variable(`R${i}`))),
      FALSE,
    );
    expect(formulas.substitute(even, () => true)).toBe(TRUE);
    expect(formulas.substitute(even, (name) => name !== 'X7')).toBe(FALSE);
    expect(formulas.substitute(large, (name) => /^[LR]5$/.test(name))).toBe(TRUE);
    expect(formulas.isSmall(large, 2000)).toBe(false);
    expect(formulas.isSmall(pairs, 2000)).toBe(true);
  });
});

describe('coverOf', () => {
  it('equals the formula wherever what is given holds', () => {
    fc.assert(
      fc.property(trees, trees, (tree, given) => {
        const formulas = new Formulas();
        const cubes = coverOf(formulas, build(formulas, tree), build(formulas, given));
        for (const values of ALL.filter((one) => holds(given, one))) {
          const covered = cubes.some((cube) =>
            [...cube].every(([name, value]) => values.get(name) === value),
          );
          expect(covered).toBe(holds(tree, values));
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('has no product and no literal that it could do without', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const formulas = new Formulas();
        const formula = build(formulas, tree);
        const cubes = coverOf(formulas, formula, TRUE);
        const sum = (some: readonly (typeof cubes)[number][]): Formula =>
          some.reduce<Formula>(
            (any, cube) =>
              formulas.or(
                any,
                [...cube].reduce<Formula>((all, [name, value]) => {
                  const variable = formulas.variable(name);
                  return formulas.and(all, value ? variable : formulas.not(variable));
                }, TRUE),
              ),
            FALSE,
          );
        for (const cube of cubes) expect(sum(cubes.filter((one) => one !== cube))).not.toBe(formula);
        for (const cube of cubes)
          for (const name of cube.keys())
            expect(formulas.entails(sum([new Map([...cube].filter(([one]) => one !== name))]), formula)).toBe(
              false,
            );
      }),
      { numRuns: runs(200) },
    );
  });

  it.each<readonly [string, Tree, Tree, readonly Record<string, boolean>[]]>([
    ['always', 'A', 'A', [{}]],
    ['never', 'A', ['not', 'A'], []],
    ['what is given goes without saying', ['and', 'A', 'B'], 'A', [{ B: true }]],
    ['one of two', ['or', 'A', 'B'], true, [{ A: true }, { B: true }]],
  ])('%s', (_, tree, given, expected) => {
    const formulas = new Formulas();
    const cubes = coverOf(formulas, build(formulas, tree), build(formulas, given)).map((cube) =>
      Object.fromEntries(cube),
    );
    expect(cubes).toHaveLength(expected.length);
    expect(cubes).toEqual(expect.arrayContaining([...expected]));
  });
});
