// The objects of a query, and the architectures on which they can exist together.
import type { UserError } from '../base/error.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { isModuleLike, moduleMatcher, nearNames } from './module-name.js';
import type { Direction, EdgeQuery } from './query.js';
import { meansVmlinux, vmlinuxOf } from './vmlinux.js';

/** One direction on one architecture. */
export interface Scope {
  /** Index of the direction in the query. */
  readonly direction: number;
  readonly architecture: string;
  readonly consumers: readonly CompositeObject[];
  readonly providers: readonly CompositeObject[];
}

/** The condition under which an architecture builds an object, as a module or built in. */
export const existsWhen = (kernel: Kernel, object: CompositeObject, architecture: string): Formula =>
  kernel.narrow(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture);

/** Whether a configuration that Kconfig allows makes the condition true. */
export const isPossible = (kernel: Kernel, condition: Formula, architecture: string): boolean =>
  condition !== FALSE &&
  kernel.formulas.and(condition, kernel.configurationOf(architecture).known(condition)) !== FALSE;

/**
 * Above this number of modules, Kconfig is not evaluated for each of them: most have no edge in the result, and edges that no
 * configuration has are removed at the end.
 */
const MOST_EXAMINED = 256;

/** Whether the query covers very many objects. */
export const isWide = (scopes: readonly Scope[]): boolean =>
  scopes.some(({ consumers, providers }) => consumers.length + providers.length > MOST_EXAMINED);

/** Whether an architecture builds an object as a module or as a part of one: kernel/entry/kvm.o is never a module. */
export const isBuilt = (kernel: Kernel, object: CompositeObject, architecture: string): boolean =>
  (object.units.length > 1 || kernel.narrow(object.moduleWhen, architecture) !== FALSE) &&
  existsWhen(kernel, object, architecture) !== FALSE;

/**
 * Every direction of the query on every architecture where both sides can exist.
 * @param absent the error to throw for a name that is not a module.
 * @param areProvidersChosen whether the caller chooses among the providers and asks `isBuilt` for each.
 */
export const scopesOf = (
  kernel: Kernel,
  query: EdgeQuery,
  absent: (name: string) => UserError,
  areProvidersChosen = false,
): readonly Scope[] => {
  const candidates = kernel.objects.filter(isModuleLike);
  return [...query.directions.entries()].flatMap(([direction, names]) => {
    const [consumers, providers] = matched(kernel, candidates, names, absent);
    const sides = { direction, names, consumers, providers, areProvidersChosen };
    return kernel.architectures.flatMap((architecture) => scopeOn(kernel, sides, architecture) ?? []);
  });
};

interface Sides {
  readonly direction: number;
  readonly names: Direction;
  readonly consumers: readonly CompositeObject[];
  readonly providers: readonly CompositeObject[];
  readonly areProvidersChosen: boolean;
}

/** One direction on one architecture; null where one of the sides cannot exist. */
const scopeOn = (kernel: Kernel, sides: Sides, architecture: string): Scope | null => {
  const { direction, names, consumers, providers, areProvidersChosen } = sides;
  // For most modules the Makefiles alone decide this, without Kconfig.
  const isMade = (object: CompositeObject): boolean =>
    kernel.isMadeOn(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture);
  const image = [names.from, names.to].some(meansVmlinux) ? vmlinuxOf(kernel, architecture) : null;
  const imageAs = (pattern: string): readonly CompositeObject[] =>
    image !== null && meansVmlinux(pattern) ? [image] : [];
  if (![...consumers, ...imageAs(names.from)].some(isMade)) return null;
  if (![...providers, ...imageAs(names.to)].some(isMade)) return null;
  const named = (objects: readonly CompositeObject[]): readonly CompositeObject[] =>
    objects.filter((object) => isMade(object) && isBuilt(kernel, object, architecture));
  const existing = (objects: readonly CompositeObject[], all: number): readonly CompositeObject[] =>
    all > MOST_EXAMINED
      ? objects
      : objects.filter((object) =>
          isPossible(kernel, existsWhen(kernel, object, architecture), architecture),
        );
  const mayConsume = named(consumers);
  const mayProvide = areProvidersChosen ? providers.filter(isMade) : named(providers);
  if (Math.min(consumers.length, providers.length) > MOST_EXAMINED)
    kernel.configurationOf(architecture).endSearchPhase();
  // Most architectures lack one of the two sides: skip Kconfig for the other.
  if (mayConsume.length + imageAs(names.from).length === 0) return null;
  if (mayProvide.length + imageAs(names.to).length === 0) return null;
  const here = {
    consumers: [...existing(mayConsume, consumers.length), ...imageAs(names.from)],
    providers: [...existing(mayProvide, providers.length), ...imageAs(names.to)],
  };
  return here.consumers.length > 0 && here.providers.length > 0 ? { direction, architecture, ...here } : null;
};

/** Whether the kernel has at least one module for each name of the query. */
export const namesAll = (kernel: Kernel, query: EdgeQuery): boolean => {
  const candidates = kernel.objects.filter(isModuleLike);
  return query.directions.every(({ from, to }) =>
    [from, to].every((pattern) => meansVmlinux(pattern) || candidates.some(moduleMatcher(pattern))),
  );
};

/** A test whether an object, or another one of its name, is a `.ko` on some architecture. */
const isModuleSomewhere = (
  kernel: Kernel,
  objects: readonly CompositeObject[],
): ((object: CompositeObject) => boolean) => {
  const canBe = ({ moduleWhen }: CompositeObject): boolean =>
    moduleWhen !== FALSE &&
    kernel.architectures.some((architecture) => kernel.narrow(moduleWhen, architecture) !== FALSE);
  const modules = new Set(objects.filter(canBe).map(({ name }) => name));
  return ({ name }) => modules.has(name);
};

/** The objects that a name or glob matches. */
const meantBy = (
  kernel: Kernel,
  objects: readonly CompositeObject[],
  pattern: string,
): readonly CompositeObject[] => {
  const named = objects.filter(moduleMatcher(pattern));
  return /[*?]/.test(pattern) ? named.filter(isModuleSomewhere(kernel, named)) : named;
};

/** A name of an optional direction that no module of the tree has. */
export interface MissingName {
  readonly name: string;
  /** Similar names of modules, as suggestions. */
  readonly near: readonly string[];
}

/** The names of optional directions that no module has. */
export const missingNames = (kernel: Kernel, { directions }: EdgeQuery): readonly MissingName[] => {
  const optional = directions.filter((direction) => direction.optional);
  const names = new Set(optional.flatMap(({ from, to }) => [from, to]));
  if (names.size === 0) return [];
  const candidates = kernel.objects.filter(isModuleLike);
  return [...names]
    .filter((name) => !meansVmlinux(name) && meantBy(kernel, candidates, name).length === 0)
    .map((name) => ({
      name,
      near: nearNames(
        name,
        candidates.map((object) => object.name),
      ),
    }));
};

const matched = (
  kernel: Kernel,
  objects: readonly CompositeObject[],
  { from, to, optional = false }: Direction,
  absent: (name: string) => UserError,
): readonly [readonly CompositeObject[], readonly CompositeObject[]] => {
  const find = (pattern: string): readonly CompositeObject[] => {
    if (meansVmlinux(pattern)) return [];
    const found = meantBy(kernel, objects, pattern);
    if (found.length > 0 || optional) return found;
    throw absent(pattern);
  };
  return [find(from), find(to)];
};
