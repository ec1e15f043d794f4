// Where a value does not depend on anything that only its place knows: a function of such a value makes nothing of what
// it is called with, and the compiler makes nothing of it either, once the function is inlined.
import type { Condition } from '../csource/condition.js';
import { FALSE, type Formula, type Formulas, TRUE } from '../kbuild/formula/formula.js';
import type { Truth } from './condition-truth.js';

/** A body without a statement, as summaries spell it. */
const NOTHING = ' ';

/** @param value of a function: its text, and the condition that this spells. */
export const ignoringWhen = (
  formulas: Formulas,
  text: string,
  value: Condition,
  truthOf: (condition: Condition) => Truth,
): Formula => (text === NOTHING ? TRUE : new Ignorance(formulas, truthOf).of(value));

class Ignorance {
  constructor(
    private readonly formulas: Formulas,
    private readonly truthOf: (condition: Condition) => Truth,
  ) {}

  of(value: Condition): Formula {
    switch (value.kind) {
      case 'unknown':
        return FALSE;
      case 'call':
        return this.ofAll(value.args);
      case 'not':
        return this.of(value.of);
      case 'and':
      case 'or':
      case 'binary':
        return this.ofAll([value.left, value.right]);
      case 'choice':
        return this.ofChoice(value);
      default:
        return TRUE;
    }
  }

  private ofAll(values: readonly Condition[]): Formula {
    return values.reduce<Formula>((all, one) => this.formulas.and(all, this.of(one)), TRUE);
  }

  /** Of a branch that is not taken nothing matters. */
  private ofChoice({ test, then, otherwise }: Extract<Condition, { kind: 'choice' }>): Formula {
    const f = this.formulas;
    const { can, cannot } = this.truthOf(test);
    const branches = f.and(f.or(f.not(can), this.of(then)), f.or(f.not(cannot), this.of(otherwise)));
    const isAsked = f.and(can, cannot);
    return f.and(branches, f.or(f.not(isAsked), this.of(test)));
  }
}
