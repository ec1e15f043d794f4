// Which units have to be read for some symbols, out of the files that spell them.

import type { NameId } from '../../csource/name-table.js';
import { CALL_ARGUMENT, CALL_STRIDE } from '../../csource/summary.js';
import type { LaidTree } from '../../git/tree.js';
import { type Compilation, Compilations } from '../compilation.js';
import { existsWhen, isPossible } from '../scope.js';
import type { SummaryIndex, SummaryStore } from '../summary-store.js';
import { type Mentions, summaryOf } from './mention.js';
import type { WholeKernel } from './whole-kernel.js';

/** Units times architectures that are read at most, some ten milliseconds each; beyond that each unit on one architecture. */
const MOST_COMPILATIONS = 1500;
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
    return index !== undefined && concerns(store, index, names, mentions.included);
  });
  const made = new Compilations(kernel, tree);
  const ordered = [
    ...FIRST_ARCHITECTURES.filter((name) => kernel.architectures.includes(name)),
    ...kernel.architectures.filter((name) => !FIRST_ARCHITECTURES.includes(name)),
  ];
  const compilationsOf = (path: string, most: number): readonly Compilation[] => {
    const found: Compilation[] = [];
    for (const object of objectsOf(path))
      for (let i = 0, count = 0; i < ordered.length && count < most; i++) {
        const architecture = ordered[i] as string;
        const exists = kernel.formulas.or(object.moduleWhen, object.builtInWhen);
        if (!kernel.isMadeOn(exists, architecture)) continue;
        for (const unit of object.units) {
          if (unit.path !== path) continue;
          const compilation = made.of(object, unit, architecture);
          if (compilation === null || !canExist(compilation)) continue;
          found.push(compilation);
          count++;
        }
      }
    return found;
  };
  const canExist = ({ object, architecture, when }: Compilation): boolean =>
    isPossible(kernel, kernel.formulas.and(when, existsWhen(kernel, object, architecture)), architecture);
  const isMuch = paths.length * Math.min(ordered.length, 8) > MOST_COMPILATIONS;
  const most = isMuch ? 1 : ordered.length;
  return {
    compilations: paths.flatMap((path) => compilationsOf(path, most)),
    complete: most === ordered.length,
  };
};

/** Whether a file's code names one of the names, hands it to a macro, or includes a file whose code does. */
const concerns = (
  store: SummaryStore,
  index: SummaryIndex,
  names: ReadonlySet<NameId>,
  included: ReadonlySet<string>,
): boolean => {
  const { includes, calls, args } = store.get(index);
  if (store.refersToAny(index, names)) return true;
  for (const name of names) if (definesFor(store, index, name)) return true;
  if (includes.some(({ path }) => [...included].some((end) => path === end || path.endsWith(`/${end}`))))
    return true;
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
