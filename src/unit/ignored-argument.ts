// Finds functions that ignore their arguments: their value depends on no variable. Once such a function is inlined, the
// compiler removes the arguments.
import type { Condition } from '../csource/condition.js';
import { FALSE, type Formula, type Formulas, TRUE } from '../kbuild/formula/formula.js';
import type { Truth } from './condition-truth.js';

/** A body without a statement, as summaries spell it. */
const NOTHING = ' ';

/** The condition under which a function ignores its arguments. @param text of its value. @param value the same, parsed. */
export const ignoringWhen = (
  formulas: Formulas,
  text: string,
  value: Condition,
  truthOf: (condition: Condition) => Truth,
): Formula => (text === NOTHING ? TRUE : new Ignorance(formulas, truthOf).of(value));

/** Finds the calls that ignore an argument. */
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

  /** Only the branches that can be taken matter; the test matters if both can. */
  private ofChoice({ test, then, otherwise }: Extract<Condition, { kind: 'choice' }>): Formula {
    const f = this.formulas;
    const { can, cannot } = this.truthOf(test);
    const branches = f.and(f.or(f.not(can), this.of(then)), f.or(f.not(cannot), this.of(otherwise)));
    const isOpen = f.and(can, cannot);
    return f.and(branches, f.or(f.not(isOpen), this.of(test)));
  }
}
