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

/** Units times architectures that are read at most, some ten milliseconds each; beyond that fewer architectures are. */
const MOST_COMPILATIONS = 1500;
/**
 * The architectures that stand for all in code which is not of one: with PCI and without, little-endian and big, with
 * `ioremap` and without.
 */
const USUAL_ARCHITECTURES = ['x86', 'arm64', 'powerpc', 's390', 'riscv', 'um'];

/** Where a search looks; without a limit in the whole tree. */
export interface SearchLimit {
  /** The only files whose uses count; exports and definitions count wherever they are. */
  readonly users?: ReadonlySet<string>;
  /** The only other files that are looked at. */
  readonly among?: ReadonlySet<string>;
  /** Whether units are read on every architecture; without it the usual ones stand for all. */
  readonly allArchitectures?: boolean;
}

export interface UnitChoice {
  readonly compilations: readonly Compilation[];
  /** False when units are there on fewer architectures than wanted. */
  readonly complete: boolean;
}

/**
 * The units of any object whose code can have to do with the mentioned symbols.
 */
export const unitsOf = (
  { kernel, objectsOf }: WholeKernel,
  mentions: Mentions,
  tree: LaidTree,
  store: SummaryStore,
  { users, allArchitectures = false }: SearchLimit,
): UnitChoice => {
  const names = new Set([...mentions.names].map((name) => store.names.idOf(name)));
  const paths = mentions.files.filter((path) => {
    const index = objectsOf(path).length === 0 ? undefined : summaryOf(path, tree, store);
    if (index === undefined) return false;
    if (users?.has(path)) return true;
    if (includesAny(store, index, path, mentions.included, tree)) return true;
    return users === undefined ? concerns(store, index, names) : offers(store, index, names);
  });
  const all = allArchitectures
    ? kernel.architectures
    : architecturesFor([...mentions.files, ...tree.touched]);
  const wanted = all.filter((name) => kernel.architectures.includes(name));
  const isMuch = wanted.length > 1 && paths.length * wanted.length > MOST_COMPILATIONS;
  // Users and providers are read on the same architectures: one that misses the other would seem to lack it.
  const most = isMuch ? Math.max(1, Math.floor(MOST_COMPILATIONS / paths.length)) : wanted.length;
  const chooser = new UnitChooser(kernel, tree, wanted.slice(0, most));
  // Units of one architecture share much of their reading.
  const byArchitecture = (a: Compilation, b: Compilation): number =>
    byCodeUnit(a.architecture, b.architecture);
  const found = paths.flatMap((path) =>
    isMuch ? chooser.onWanted(path, objectsOf(path)) : chooser.everywhere(path, objectsOf(path)),
  );
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
): readonly Compilation[] => {
  const chooser = new UnitChooser(kernel, tree, USUAL_ARCHITECTURES);
  return objectsOf(path).flatMap((object) => chooser.first(path, object));
};

/** The usual architectures, and those whose own files are among some paths. */
const architecturesFor = (paths: readonly string[]): readonly string[] => [
  ...USUAL_ARCHITECTURES,
  ...new Set(paths.flatMap((path) => /^arch\/([^/]+)\//.exec(path)?.[1] ?? [])),
];

class UnitChooser {
  private readonly made: Compilations;
  readonly architectures: readonly string[];
  private readonly others: readonly string[];

  /** @param wanted the architectures that are examined, the most important one first. */
  constructor(
    private readonly kernel: Kernel,
    tree: LaidTree,
    wanted: readonly string[],
  ) {
    this.made = new Compilations(kernel, tree);
    const all = kernel.architectures;
    this.architectures = [...new Set(wanted)].filter((name) => all.includes(name));
    this.others = all.filter((name) => !this.architectures.includes(name));
  }

  onWanted(path: string, objects: readonly CompositeObject[]): readonly Compilation[] {
    return objects.flatMap((object) =>
      this.architectures.flatMap((architecture) => this.on(architecture, object, path)),
    );
  }

  /** On the wanted architectures; an object that none of them has, on its first one. */
  everywhere(path: string, objects: readonly CompositeObject[]): readonly Compilation[] {
    return objects.flatMap((object) => {
      const found = this.onWanted(path, [object]);
      return found.length > 0 ? found : this.first(path, object);
    });
  }

  /** On the first architecture that has the object. */
  first(path: string, object: CompositeObject): readonly Compilation[] {
    for (const architecture of [...this.architectures, ...this.others]) {
      const found = this.on(architecture, object, path);
      if (found.length > 0) return found;
    }
    return [];
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

/** Whether a file's code refers to one of the names, or may define or export it. */
const concerns = (store: SummaryStore, index: SummaryIndex, names: ReadonlySet<NameId>): boolean => {
  return store.refersToAny(index, names) || offers(store, index, names);
};

/** Whether a file defines one of the names, or passes it to a macro, which may define or export it. */
const offers = (store: SummaryStore, index: SummaryIndex, names: ReadonlySet<NameId>): boolean => {
  const { calls, args } = store.get(index);
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
