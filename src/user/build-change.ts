// What a patch to Makefiles and Kconfig does to units: which are compiled in fewer configurations, or in more, or for
// another object.
import type { CompositeObject, TranslationUnit } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { WholeKernel } from './whole-kernel.js';

/** A unit as one object has it. */
export interface BuiltUnit {
  readonly object: CompositeObject;
  readonly path: string;
}

/** What changed between the kernels of two states. */
export interface BuildChange {
  /** Units of the state before that an object has in fewer configurations now, or not at all. */
  readonly lost: readonly BuiltUnit[];
  /** Units of the state now that an object has in more configurations, or only as a module where it was built in. */
  readonly gained: readonly BuiltUnit[];
}

const NONE: BuildChange = { lost: [], gained: [] };

/** Compares the units of two kernels that share their formulas. */
export const buildChange = (before: WholeKernel, now: WholeKernel): BuildChange => {
  if (before === now) return NONE;
  const { formulas } = now.kernel;
  const pairs = new Map<string, [CompositeObject | undefined, CompositeObject | undefined]>();
  for (const object of before.kernel.objects) pairs.set(object.path, [object, undefined]);
  for (const object of now.kernel.objects) pairs.set(object.path, [pairs.get(object.path)?.[0], object]);
  const lost: BuiltUnit[] = [];
  const gained: BuiltUnit[] = [];
  for (const [was, is] of pairs.values()) {
    const [unitsBefore, unitsNow] = [was, is].map((object) => unitsByPath(object)) as [Units, Units];
    for (const [path, { whenBuiltIn, whenModule }] of builtUnits(unitsBefore, was, now)) {
      const left = builtWhen(unitsNow.get(path), is, now);
      const all = formulas.or(whenBuiltIn, whenModule);
      if (was !== undefined && !formulas.entails(all, formulas.or(left.whenBuiltIn, left.whenModule)))
        lost.push({ object: was, path });
    }
    for (const [path, { whenBuiltIn, whenModule }] of builtUnits(unitsNow, is, now)) {
      const had = builtWhen(unitsBefore.get(path), was, now);
      const isMore =
        !formulas.entails(whenBuiltIn, had.whenBuiltIn) || !formulas.entails(whenModule, had.whenModule);
      if (is !== undefined && isMore) gained.push({ object: is, path });
    }
  }
  return { lost, gained };
};

type Units = ReadonlyMap<string, TranslationUnit>;

interface BuiltWhen {
  readonly whenBuiltIn: Formula;
  readonly whenModule: Formula;
}

const unitsByPath = (object: CompositeObject | undefined): Units =>
  new Map((object?.units ?? []).filter(({ generated }) => !generated).map((unit) => [unit.path, unit]));

const builtWhen = (
  unit: TranslationUnit | undefined,
  object: CompositeObject | undefined,
  { kernel: { formulas } }: WholeKernel,
): BuiltWhen =>
  unit === undefined || object === undefined
    ? { whenBuiltIn: FALSE, whenModule: FALSE }
    : {
        whenBuiltIn: formulas.and(unit.when, object.builtInWhen),
        whenModule: formulas.and(unit.when, object.moduleWhen),
      };

const builtUnits = (
  units: Units,
  object: CompositeObject | undefined,
  whole: WholeKernel,
): readonly (readonly [string, BuiltWhen])[] =>
  [...units].map(([path, unit]) => [path, builtWhen(unit, object, whole)]);
