// What a patch to Kconfig files changes: the symbols whose entries differ, and the objects that hang on them.
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';

/** Architectures that are compared: entries that only others have are rare. */
const COMPARED = ['x86', 'arm64', 'powerpc', 's390', 'riscv'];

/** The symbols in some Kconfig files that are not what they were, whatever the line. */
export const changedSymbols = (before: Kernel, now: Kernel, paths: Iterable<string>): ReadonlySet<string> => {
  const changed = new Set<string>();
  const files = [...paths];
  const names = new Set([before, now].flatMap((kernel) => files.flatMap((path) => kernel.symbolsIn(path))));
  const architectures = now.architectures.filter(
    (name) => COMPARED.includes(name) || now.architectures.length <= COMPARED.length,
  );
  for (const architecture of architectures) {
    if (!before.architectures.includes(architecture)) continue;
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
