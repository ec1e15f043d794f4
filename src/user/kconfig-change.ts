// What a patch to Kconfig files changes: the symbols whose entries differ, and the objects that hang on them.
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';

/** Architectures that are compared: entries that only others have are rare. */
const COMPARED = ['x86', 'arm64', 'powerpc', 's390', 'riscv'];

/** The architectures on which two kernels are compared: the usual ones, and those whose own files changed. */
export const comparedArchitectures = (
  before: Kernel,
  now: Kernel,
  paths: readonly string[],
): readonly string[] => {
  const own = new Set(paths.flatMap((path) => /^arch\/([^/]+)\//.exec(path)?.[1] ?? []));
  return now.architectures.filter(
    (name) =>
      before.architectures.includes(name) &&
      (COMPARED.includes(name) || own.has(name) || now.architectures.length <= COMPARED.length),
  );
};

/** The symbols in some Kconfig files that are not what they were, whatever the line. */
export const changedSymbols = (before: Kernel, now: Kernel, paths: Iterable<string>): ReadonlySet<string> => {
  const changed = new Set<string>();
  const files = [...paths];
  const names = new Set([before, now].flatMap((kernel) => files.flatMap((path) => kernel.symbolsIn(path))));
  for (const architecture of comparedArchitectures(before, now, files)) {
    const [was, is] = [before, now].map((kernel) => kernel.configurationOf(architecture));
    for (const name of names) if (rulesOf(was?.symbol(name)) !== rulesOf(is?.symbol(name))) changed.add(name);
  }
  return changed;
};

/** What an entry says, without its place. */
const rulesOf = (symbol: unknown): string =>
  JSON.stringify(symbol, (key, value) => (key === 'line' || key === 'path' ? undefined : value)) ?? '';

/** The objects whose Makefile conditions name one of the symbols. */
export const objectsUnder = (kernel: Kernel, symbols: ReadonlySet<string>): readonly CompositeObject[] => {
  if (symbols.size === 0) return [];
  const answers = new Map<Formula, boolean>();
  const names = (formula: Formula): boolean => {
    let answer = answers.get(formula);
    if (answer === undefined) {
      answer = kernel.formulas.support(formula).some((name) => symbols.has(name.replace(/=m$/, '')));
      answers.set(formula, answer);
    }
    return answer;
  };
  return kernel.objects.filter(
    ({ moduleWhen, builtInWhen, units }) =>
      names(moduleWhen) || names(builtInWhen) || units.some(({ when }) => names(when)),
  );
};
