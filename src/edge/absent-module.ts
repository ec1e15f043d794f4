// Why a name in a query is not a module: the tree has none, or the configuration or the architecture excludes it.
import { UserError } from '../base/error.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { conditionText } from '../unit/condition-text.js';
import { isModuleLike, moduleMatcher, nearNames } from './module-name.js';
import { existsWhen } from './scope.js';

/** The CONFIG symbols of a formula. */
const symbolsOf = (kernel: Kernel, formula: Formula): readonly string[] => {
  const names = kernel.formulas.support(formula).map((variable) => variable.replace(/=m$/, ''));
  return [...new Set(names)].filter((name) => !name.includes(':')).sort(byCodeUnit);
};

/** Whether an object can be a module on some architecture: kernel/entry/kvm.o has a module's name but never is one. */
const canBeModule = (kernel: Kernel, { moduleWhen, units }: CompositeObject): boolean =>
  units.length > 1 ||
  kernel.architectures.some((architecture) => kernel.narrow(moduleWhen, architecture) !== FALSE);

/** Why one object is not built as a module here; null if no architecture of the query can build it. */
const reasonOf = (
  open: Kernel,
  queried: Kernel,
  object: CompositeObject,
  pattern: string,
): UserError | null => {
  for (const architecture of queried.architectures) {
    const exists = existsWhen(open, object, architecture);
    if (exists === FALSE) continue;
    if (queried.narrow(object.builtInWhen, architecture) === TRUE)
      return new UserError('input', `the configuration builds "${pattern}" into the kernel`, {
        hint: `${object.path} is a module with another value of ${symbolsOf(open, exists).join(', ')}.`,
      });
    const needs = conditionText(open.formulas, exists, TRUE);
    const unset = symbolsOf(open, exists).filter(
      (name) => queried.configurationOf(architecture).enabled(name) === FALSE,
    );
    if (unset.length === 0) continue;
    return new UserError('input', `the configuration leaves out "${pattern}"`, {
      hint: `${object.path} needs ${needs ?? 'nothing'}; not set: ${unset.join(', ')}.`,
    });
  }
  return null;
};

/**
 * The error for a query that names a module which is not built.
 * @param queried the kernel with the configuration and architecture of the query.
 * @param everything the kernel of all configurations and architectures; null when it is the same.
 */
export const absentModule = (
  pattern: string,
  queried: Kernel,
  everything: (() => Kernel) | null,
): UserError => {
  const open = everything?.() ?? queried;
  const candidates = open.objects.filter(isModuleLike);
  const named = candidates.filter(moduleMatcher(pattern));
  const found = named.filter((object) => canBeModule(open, object));
  const [builtIn] = named;
  if (found.length === 0 && builtIn !== undefined)
    return new UserError('input', `"${pattern}" is no module in any configuration`, {
      hint: `${builtIn.path} can only be built in.`,
    });
  for (const object of found) {
    const reason = reasonOf(open, queried, object, pattern);
    if (reason !== null) return reason;
  }
  const elsewhere = open.architectures.filter((architecture) =>
    found.some((object) => existsWhen(open, object, architecture) !== FALSE),
  );
  if (elsewhere.length > 0)
    return new UserError('input', `there is no module "${pattern}" on ${queried.architectures.join(', ')}`, {
      hint: `It is made on ${elsewhere.join(', ')}.`,
    });
  const near = nearNames(
    pattern,
    candidates.map(({ name }) => name),
  );
  return new UserError('input', `this tree makes no module "${pattern}"`, {
    hint:
      near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Names are those of the .ko files, without .ko.',
  });
};
