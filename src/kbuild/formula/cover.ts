// A formula as a short sum of products, for people: Minato's irredundant cover of an interval.
// Given what is known to hold (Kconfig), any formula between "certainly" and "possibly" says the same; the shortest wins.
import { FALSE, type Formula, type Formulas, TRUE } from './formula.js';

/** One product: variables by name, true or negated. */
export type Cube = ReadonlyMap<string, boolean>;

interface Cover {
  readonly cubes: readonly Cube[];
  readonly formula: Formula;
}

/** A cover of all of `certain`, of nothing outside `possible`. */
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
 * The shortest sum of products found for `formula` where `given` holds: no cubes when it never does, one empty cube when
 * it always does.
 */
export const coverOf = (formulas: Formulas, formula: Formula, given: Formula): readonly Cube[] =>
  interval(formulas, formulas.and(formula, given), formulas.or(formula, formulas.not(given))).cubes;
