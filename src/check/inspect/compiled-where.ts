// Where a place of the tree is compiled: what its Makefile and the `#if`s around it ask of the configuration.
import { conditionOf } from '../../csource/condition.js';
import { existsWhen, isPossible } from '../../edge/scope.js';
import { FALSE, type Formula, TRUE } from '../../kbuild/formula/formula.js';
import type { Kernel } from '../../kbuild/kernel.js';
import { conditionText } from '../../unit/condition-text.js';
import { settledTruth } from '../../unit/condition-truth.js';

/** The conditions under which a line is compiled. */
export interface CompiledWhere {
  /** Formula over CONFIG symbols; null when only the module itself must be enabled. */
  readonly condition: string | null;
  /** The architectures that compile it; null when no Makefile that was read names it, as for a header. */
  readonly architectures: readonly string[] | null;
}

/** What a list of `#if` conditions asks of CONFIG symbols; what they ask of macros is left out. */
const asked = (kernel: Kernel, conditions: readonly string[], architecture: string): Formula => {
  const configuration = kernel.configurationOf(architecture);
  return conditions.reduce<Formula>((all, text) => {
    const truth = settledTruth(conditionOf(text), configuration);
    return truth === null ? all : kernel.formulas.and(all, truth.can);
  }, TRUE);
};

/** @param conditions of the `#if`s around the place, as `Spelling` has them. */
export const compiledWhere = (kernel: Kernel, path: string, conditions: readonly string[]): CompiledWhere => {
  const { formulas } = kernel;
  const homes = kernel.objects.flatMap((object) =>
    object.units.filter((unit) => unit.path === path).map((unit) => ({ object, unit })),
  );
  const architectures: string[] = [];
  let when: Formula = FALSE;
  for (const architecture of kernel.architectures) {
    const here = asked(kernel, conditions, architecture);
    if (homes.length === 0) when = formulas.or(when, here);
    let isCompiled = false;
    for (const { object, unit } of homes) {
      const made = formulas.and(here, kernel.narrow(unit.when, architecture));
      const whole = formulas.and(made, existsWhen(kernel, object, architecture));
      if (!isPossible(kernel, whole, architecture)) continue;
      when = formulas.or(when, made);
      isCompiled = true;
    }
    if (isCompiled) architectures.push(architecture);
  }
  const condition = when === FALSE ? null : (conditionText(formulas, when, TRUE) ?? null);
  return { condition, architectures: homes.length === 0 ? null : architectures };
};
