// Turns a formula into a short sum of products for reports: Minato's irredundant cover of an interval (1992).
// Under the constraints of Kconfig every formula between `certain` and `possible` is equivalent; we print a short one.
import { FALSE, type Formula, type Formulas, TRUE } from './formula.js';

/** A product of literals: variable names, true for a plain and false for a negated one. */
export type Cube = ReadonlyMap<string, boolean>;

interface Cover {
  readonly cubes: readonly Cube[];
  readonly formula: Formula;
}

/** A cover that includes all of `certain` and nothing outside `possible`. */
const interval = (formulas: Formulas, certain: Formula, possible: Formula): Cover => {
  if (certain === FALSE) return { cubes: [], formula: FALSE };
  if (possible === TRUE) return { cubes: [new Map()], formula: TRUE };
  const level = Math.min(formulas.levelOf(certain), formulas.levelOf(possible));
  const name = formulas.nameAt(level);
  const certainLow = formulas.lowAt(certain, level);
  const certainHigh = formulas.highAt(certain, level);
  const possibleLow = formulas.lowAt(possible, level);
  const possibleHigh = formulas.highAt(possible, level);
  const low = interval(formulas, formulas.without(certainLow, possibleHigh), possibleLow);
  const high = interval(formulas, formulas.without(certainHigh, possibleLow), possibleHigh);
  const rest = formulas.or(
    formulas.without(certainLow, low.formula),
    formulas.without(certainHigh, high.formula),
  );
  const both = interval(formulas, rest, formulas.and(possibleLow, possibleHigh));
  const variable = formulas.variable(name);
  return {
    cubes: [
      ...low.cubes.map((cube) => new Map([[name, false], ...cube])),
      ...high.cubes.map((cube) => new Map([[name, true], ...cube])),
      ...both.cubes,
    ],
    formula: formulas.or(formulas.choose(variable, high.formula, low.formula), both.formula),
  };
};

/**
 * A short sum of products that includes `certain` and nothing outside `possible`. No cubes: the formula never holds. One
 * empty cube: it always holds.
 */
export const coverBetween = (formulas: Formulas, certain: Formula, possible: Formula): readonly Cube[] =>
  interval(formulas, certain, possible).cubes;

/** A short sum of products that equals `formula` wherever `given` holds. */
export const coverOf = (formulas: Formulas, formula: Formula, given: Formula): readonly Cube[] =>
  coverBetween(formulas, formulas.and(formula, given), formulas.or(formula, formulas.not(given)));
