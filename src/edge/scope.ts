// Which objects a query is about, and on which architectures they can exist together.
import type { UserError } from '../base/error.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { isModuleLike, moduleMatcher, nearNames } from './module-name.js';
import type { Direction, EdgeQuery } from './query.js';
import { meansVmlinux, vmlinuxOf } from './vmlinux.js';

/** One direction on one architecture. */
export interface Scope {
  /** Number of the direction in the query. */
  readonly direction: number;
  readonly architecture: string;
  readonly consumers: readonly CompositeObject[];
  readonly providers: readonly CompositeObject[];
}

/** Where an object exists, as a module or built in. */
export const existsWhen = (kernel: Kernel, object: CompositeObject, architecture: string): Formula =>
  kernel.narrow(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture);

/** Whether some configuration that Kconfig can write makes the condition true. */
export const isPossible = (kernel: Kernel, condition: Formula, architecture: string): boolean =>
  condition !== FALSE &&
  kernel.formulas.and(condition, kernel.configurationOf(architecture).known(condition)) !== FALSE;

/**
 * Of more modules than this, Kconfig is not asked of each whether it can exist: an edge that no configuration has is left
 * out in the end, and most modules have no edge that is asked for.
 */
const MOST_EXAMINED = 256;

/** Whether very many objects are asked about. */
export const isWide = (scopes: readonly Scope[]): boolean =>
  scopes.some(({ consumers, providers }) => consumers.length + providers.length > MOST_EXAMINED);

/**
 * Every direction of the query on every architecture where both sides can exist.
 * @param absent what is thrown when a name is no module.
 */
export const scopesOf = (
  kernel: Kernel,
  query: EdgeQuery,
  absent: (name: string) => UserError,
): readonly Scope[] => {
  const candidates = kernel.objects.filter(isModuleLike);
  const scopes: Scope[] = [];
  for (const [direction, names] of query.directions.entries()) {
    const [consumers, providers] = matched(kernel, candidates, names, absent);
    const isMany = Math.min(consumers.length, providers.length) > MOST_EXAMINED;
    for (const architecture of kernel.architectures) {
      // Most modules of one architecture are told by their Makefiles alone, without its Kconfig.
      const isMade = (object: CompositeObject): boolean =>
        kernel.isMadeOn(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture);
      const image = [names.from, names.to].some(meansVmlinux) ? vmlinuxOf(kernel, architecture) : null;
      const imageAs = (pattern: string): readonly CompositeObject[] =>
        image !== null && meansVmlinux(pattern) ? [image] : [];
      if (![...consumers, ...imageAs(names.from)].some(isMade)) continue;
      if (![...providers, ...imageAs(names.to)].some(isMade)) continue;
      // kernel/entry/kvm.o and the like have a module's name, but are never one here.
      const isModule = (object: CompositeObject): boolean =>
        object.units.length > 1 || kernel.narrow(object.moduleWhen, architecture) !== FALSE;
      const named = (objects: readonly CompositeObject[]): readonly CompositeObject[] =>
        objects.filter(
          (object) =>
            isMade(object) && isModule(object) && existsWhen(kernel, object, architecture) !== FALSE,
        );
      const existing = (objects: readonly CompositeObject[], all: number): readonly CompositeObject[] =>
        all > MOST_EXAMINED
          ? objects
          : objects.filter((object) =>
              isPossible(kernel, existsWhen(kernel, object, architecture), architecture),
            );
      const [mayConsume, mayProvide] = [named(consumers), named(providers)];
      if (isMany) kernel.configurationOf(architecture).endSearchPhase();
      // Most architectures lack one of the two: Kconfig's rules about the other are not looked for.
      if (mayConsume.length + imageAs(names.from).length === 0) continue;
      if (mayProvide.length + imageAs(names.to).length === 0) continue;
      const here = {
        consumers: [...existing(mayConsume, consumers.length), ...imageAs(names.from)],
        providers: [...existing(mayProvide, providers.length), ...imageAs(names.to)],
      };
      if (here.consumers.length > 0 && here.providers.length > 0)
        scopes.push({ direction, architecture, ...here });
    }
  }
  return scopes;
};

/** Whether the kernel makes at least one module for each name of the query. */
export const namesAll = (kernel: Kernel, query: EdgeQuery): boolean => {
  const candidates = kernel.objects.filter(isModuleLike);
  return query.directions.every(({ from, to }) =>
    [from, to].every((pattern) => meansVmlinux(pattern) || candidates.some(moduleMatcher(pattern))),
  );
};

/** Of the objects that a glob matches, those that are a `.ko` somewhere: on another architecture, if not on their own. */
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

/** The objects that a name or glob of a query means. */
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
  /** Names of modules that it may have meant. */
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
    .map((wanted) => ({
      name: wanted,
      near: nearNames(
        wanted,
        candidates.map(({ name }) => name),
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
