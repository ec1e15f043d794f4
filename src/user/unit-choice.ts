// Which units have to be read for some symbols, out of the files that spell them.

import { byCodeUnit } from '../base/order.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_ARGUMENT, CALL_STRIDE } from '../csource/summary.js';
import { existsWhen, isPossible } from '../edge/scope.js';
import type { LaidTree } from '../git/tree.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Kernel } from '../kbuild/kernel.js';
import { folderOf, joinPath } from '../kbuild/path.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { type Compilation, Compilations } from '../unit/compilation.js';
import { type Mentions, summaryOf } from './mention.js';
import type { WholeKernel } from './whole-kernel.js';

/** Units times architectures that are read at most, some ten milliseconds each; beyond that each unit on one architecture. */
const MOST_COMPILATIONS = 1500;
/** On how many a driver can be built that says nothing of architectures. */
const USUAL_ARCHITECTURES = 8;
/** Architectures that come first where one has to do for all. */
const FIRST_ARCHITECTURES = ['x86', 'arm64', 'powerpc', 's390', 'riscv'];

export interface UnitChoice {
  readonly compilations: readonly Compilation[];
  /** False when each unit is there on one architecture only. */
  readonly complete: boolean;
}

/** The units of any object whose code can have to do with the mentioned symbols. */
export const unitsOf = (
  { kernel, objectsOf }: WholeKernel,
  mentions: Mentions,
  tree: LaidTree,
  store: SummaryStore,
): UnitChoice => {
  const names = new Set([...mentions.names].map((name) => store.names.idOf(name)));
  const paths = mentions.files.filter((path) => {
    const index = objectsOf(path).length === 0 ? undefined : summaryOf(path, tree, store);
    return (
      index !== undefined &&
      (concerns(store, index, names) || includesAny(store, index, path, mentions.included, tree))
    );
  });
  const chooser = new UnitChooser(kernel, tree);
  // Units of one architecture share much of their reading.
  const byArchitecture = (a: Compilation, b: Compilation): number =>
    byCodeUnit(a.architecture, b.architecture);
  const usual = Math.min(kernel.architectures.length, USUAL_ARCHITECTURES);
  const isMuch = usual > 1 && paths.length * usual > MOST_COMPILATIONS;
  const found = paths.flatMap((path) => chooser.compilationsOf(path, objectsOf(path), isMuch ? 1 : Infinity));
  return {
    compilations: found.sort(byArchitecture),
    complete: !isMuch,
  };
};

/** A file as the first architecture that has it compiles it, for each of its objects. */
export const compilationsFor = (
  path: string,
  { kernel, objectsOf }: WholeKernel,
  tree: LaidTree,
): readonly Compilation[] => new UnitChooser(kernel, tree).compilationsOf(path, objectsOf(path), 1);

class UnitChooser {
  private readonly made: Compilations;
  private readonly architectures: readonly string[];

  constructor(
    private readonly kernel: Kernel,
    tree: LaidTree,
  ) {
    this.made = new Compilations(kernel, tree);
    this.architectures = [
      ...FIRST_ARCHITECTURES.filter((name) => kernel.architectures.includes(name)),
      ...kernel.architectures.filter((name) => !FIRST_ARCHITECTURES.includes(name)),
    ];
  }

  /** @param most on so many architectures for each object. */
  compilationsOf(path: string, objects: readonly CompositeObject[], most: number): readonly Compilation[] {
    return objects.flatMap((object) => {
      const found: Compilation[] = [];
      for (const architecture of this.architectures) {
        if (found.length >= most) break;
        found.push(...this.on(architecture, object, path));
      }
      return found;
    });
  }

  private on(architecture: string, object: CompositeObject, path: string): readonly Compilation[] {
    const { kernel } = this;
    if (!kernel.isMadeOn(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture)) return [];
    return object.units.flatMap((unit) => {
      const compilation = unit.path === path ? this.made.of(object, unit, architecture) : null;
      if (compilation === null) return [];
      const exists = existsWhen(kernel, object, architecture);
      return isPossible(kernel, kernel.formulas.and(compilation.when, exists), architecture)
        ? [compilation]
        : [];
    });
  }
}

/** Whether a file includes one of some files, as far as can be told without the compiler's flags. */
const includesAny = (
  store: SummaryStore,
  index: SummaryIndex,
  path: string,
  files: ReadonlySet<string>,
  tree: LaidTree,
): boolean =>
  store.get(index).includes.some((include) => {
    const beside = joinPath(folderOf(path), include.path);
    if (beside !== null && files.has(beside)) return true;
    // Every folder has its own trace.h: one that is there is the one that is meant.
    if (beside !== null && tree.blobAt(beside) !== undefined) return false;
    const end = `/${include.path.replace(/^(?:\.\.?\/)+/, '')}`;
    return [...files].some((file) => file.endsWith(end));
  });

/** Whether a file's code names one of the names, or hands it to a macro. */
const concerns = (store: SummaryStore, index: SummaryIndex, names: ReadonlySet<NameId>): boolean => {
  const { calls, args } = store.get(index);
  if (store.refersToAny(index, names)) return true;
  for (const name of names) if (definesFor(store, index, name)) return true;
  const last = calls.length === 0 ? 0 : (calls[calls.length - CALL_STRIDE + 3] as number);
  for (let i = 0; i < last; i++) {
    const argument = args[i] as number;
    if (argument < 0 || argument >= CALL_ARGUMENT) continue;
    if (names.has(argument)) return true;
    const text = store.names.textOf(argument);
    if (text.startsWith('"') && names.has(store.names.idOf(text.slice(1, -1)))) return true;
  }
  return false;
};

const definesFor = (store: SummaryStore, index: SummaryIndex, name: NameId): boolean => {
  const pairs = store.definitionsOf(name);
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === index) return true;
  return false;
};
