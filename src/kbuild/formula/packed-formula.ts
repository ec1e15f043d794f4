// Formulas as plain values, to send them to another thread: each thread has its own algebra.
import { FALSE, type Formula, type Formulas, TRUE } from './formula.js';

/** Decision diagrams that share their nodes. Plain data: it can be posted to a worker. */
export interface PackedFormulas {
  readonly variables: readonly string[];
  /** Rows of [variable, low, high]; row n is node n + 2, after FALSE (0) and TRUE (1), and names only nodes before it. */
  readonly nodes: readonly number[];
  /** The node of each formula. */
  readonly roots: readonly number[];
}

const ROW = 3;

/** Converts formulas to plain values. */
export const packFormulas = (formulas: Formulas, list: readonly Formula[]): PackedFormulas => {
  const variables: string[] = [];
  const numbers = new Map<number, number>();
  const nodes: number[] = [];
  const packed = new Map<Formula, number>([
    [FALSE, 0],
    [TRUE, 1],
  ]);
  const variableOf = (level: number): number => {
    let number = numbers.get(level);
    if (number === undefined) {
      number = variables.push(formulas.nameAt(level)) - 1;
      numbers.set(level, number);
    }
    return number;
  };
  const pack = (formula: Formula): number => {
    let node = packed.get(formula);
    if (node === undefined) {
      const level = formulas.levelOf(formula);
      const low = pack(formulas.lowAt(formula, level));
      const high = pack(formulas.highAt(formula, level));
      node = nodes.push(variableOf(level), low, high) / ROW + 1;
      packed.set(formula, node);
    }
    return node;
  };
  return { variables, nodes, roots: list.map(pack) };
};

/** Rebuilds packed formulas in another algebra, which may order its variables differently. */
export const unpackFormulas = (
  formulas: Formulas,
  { variables, nodes, roots }: PackedFormulas,
): readonly Formula[] => {
  const unpacked: Formula[] = [FALSE, TRUE];
  for (let row = 0; row < nodes.length; row += ROW) {
    const [variable, low, high] = nodes.slice(row, row + ROW) as [number, number, number];
    unpacked.push(
      formulas.choose(
        formulas.variable(variables[variable] as string),
        unpacked[high] as Formula,
        unpacked[low] as Formula,
      ),
    );
  }
  return roots.map((root) => unpacked[root] as Formula);
};
