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
): readonly { readonly name: string; readonly changed: boolean }[] => {
  const own = new Set(paths.flatMap((path) => /^arch\/([^/]+)\//.exec(path)?.[1] ?? []));
  const isFew = now.architectures.length <= COMPARED.length;
  return [...new Set([...COMPARED, ...now.architectures])]
    .filter((name) => before.architectures.includes(name) && now.architectures.includes(name))
    .filter((name) => isFew || COMPARED.includes(name) || own.has(name))
    .map((name) => ({ name, changed: own.has(name) }));
};

/** The symbols in some Kconfig files that are not what they were, whatever the line. */
export const changedSymbols = (before: Kernel, now: Kernel, paths: Iterable<string>): ReadonlySet<string> => {
  const changed = new Set<string>();
  const files = [...paths];
  const names = new Set([before, now].flatMap((kernel) => files.flatMap((path) => kernel.symbolsIn(path))));
  for (const { name: architecture } of comparedArchitectures(before, now, files)) {
    const [was, is] = [before, now].map((kernel) => kernel.configurationOf(architecture));
    for (const name of names) if (rulesOf(was?.symbol(name)) !== rulesOf(is?.symbol(name))) changed.add(name);
  }
  return changed;
};

/** What an entry says, without its place. */
const rulesOf = (symbol: unknown): string =>
  JSON.stringify(symbol, (key, value) => (key === 'line' || key === 'path' ? undefined : value)) ?? '';

/**
 * The changed symbols, and all whose values they decide or leave open now: what their rules name more or less often than
 * before, what these depend on and what these select.
 */
export const concernedSymbols = (
  before: Kernel,
  now: Kernel,
  changed: ReadonlySet<string>,
  architectures: readonly { readonly name: string; readonly changed: boolean }[],
): ReadonlySet<string> => {
  const found = new Set(changed);
  for (const { name: architecture } of architectures.filter((one, at) => one.changed || at === 0)) {
    const [was, is] = [before, now].map((kernel) => kernel.configurationOf(architecture));
    const counts = new Map<string, number>();
    for (const [configuration, sign] of [
      [was, -1],
      [is, 1],
    ] as const)
      for (const name of changed)
        for (const one of namesIn(configuration?.symbol(name)))
          counts.set(one, (counts.get(one) ?? 0) + sign);
    const different = new Set([...counts].filter(([, count]) => count !== 0).map(([name]) => name));
    for (const name of different) {
      const symbol = is?.symbol(name) ?? was?.symbol(name);
      for (const one of namesIn(symbol && { definitions: symbol.definitions, selects: symbol.selects }))
        different.add(one);
    }
    for (const name of different) found.add(name);
  }
  return found;
};

/** The symbols that rules name, each as often as they do. */
const namesIn = (rules: unknown): readonly string[] =>
  [...(JSON.stringify(rules) ?? '').matchAll(/"(?:name|by)":"(\w+)"|(?<=[[,])"([A-Z0-9]\w*)"(?=[,\]])/g)].map(
    ([, named, listed]) => named ?? listed ?? '',
  );

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
