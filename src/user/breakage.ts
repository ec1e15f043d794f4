// Which uses of a symbol a build would refuse: modpost's "undefined!", namespaces and licenses (scripts/mod/modpost.c,
// check_exports), and the linker's undefined reference in vmlinux.
import type { Context } from '../base/context.js';
import type { SourcePlace } from '../base/edge.js';
import { existsWhen, isPossible } from '../edge/scope.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import { conditionText } from '../unit/condition-text.js';
import { type Refusal, refusalOf } from './grant.js';
import type { SymbolExport, SymbolUse, UnitFact } from './symbol-reading.js';
import { joined } from './user.js';
import type { SymbolUsage } from './user-search.js';

/** Why a use finds nothing to use. */
export type BreakageCause =
  /** Nothing of the tree defines the symbol. */
  | { readonly kind: 'undefined'; readonly unbuilt: SourcePlace | null }
  /** It is defined, not exported. */
  | { readonly kind: 'unexported' }
  /** It is exported, not for this module. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly export: SymbolExport }
  /** It is looked up by name, which finds only exports for GPL modules (kernel/module/main.c, __symbol_get). */
  | { readonly kind: 'not-gpl'; readonly export: SymbolExport }
  /** It is exported, or for built-in code defined, in some configurations only. */
  | { readonly kind: 'elsewhere'; readonly export: UnitFact; readonly isExport: boolean };

/** A use that fails, on one architecture. */
export interface Breakage {
  readonly use: SymbolUse;
  readonly cause: BreakageCause;
  /** Where it fails. */
  readonly when: Formula;
  /** `when` in words, given that the user exists and that it did not fail before; null: always. */
  readonly condition: string | null;
}

/** What is asked about the uses of some symbols. */
export interface BreakageQuestion {
  /** Which of the uses are asked about. */
  readonly concerns: (use: SymbolUse) => boolean;
  /** Symbols of which a definition went: an export of one counts only where the exporting object still defines it. */
  readonly lost: ReadonlySet<string>;
  /** Whether a lookup by name finds only exports for GPL modules. */
  readonly gplLookups: boolean;
}

/** The uses that fail. */
export const breakagesIn = async (
  usage: SymbolUsage,
  question: BreakageQuestion,
  context: Context,
): Promise<readonly Breakage[]> => {
  const found: Breakage[] = [];
  // EXPORT_SYMBOL refers to the symbol: an export that is left behind does not link.
  const exporting = usage.exports
    .filter(({ symbol }) => question.lost.has(symbol))
    .map((one): SymbolUse => ({ ...one, kind: 'link', through: [] }));
  for (const use of joined([...usage.uses, ...exporting], usage.kernel.formulas)) {
    if (!question.concerns(use)) continue;
    const breakage = await breakageOf(use, usage, question, context);
    if (breakage !== null) found.push(breakage);
  }
  return found;
};

/** What a breakage adds to those of the state before; null when it adds nothing that a configuration can have. */
export const newPart = (
  breakage: Breakage,
  before: readonly Breakage[],
  { kernel }: SymbolUsage,
): Breakage | null => {
  const { use } = breakage;
  const same = before.find(
    ({ use: other }) =>
      other.symbol === use.symbol &&
      other.kind === use.kind &&
      other.object.path === use.object.path &&
      other.architecture === use.architecture,
  );
  if (same === undefined) return breakage;
  const { formulas } = kernel;
  if (!isPossible(kernel, formulas.without(breakage.when, same.when), use.architecture)) return null;
  return brokenWhen(use, breakage.cause, breakage.when, kernel, formulas.not(same.when));
};

/** A longer condition is given only as far as it goes beyond that of the module. */
const LONGEST_CONDITION = 60;

/** Null where no configuration can have it. `given`: what its condition need not say. */
const brokenWhen = (
  use: SymbolUse,
  cause: BreakageCause,
  when: Formula,
  kernel: SymbolUsage['kernel'],
  given: Formula = TRUE,
): Breakage | null => {
  const { object, architecture } = use;
  if (when === FALSE || !isPossible(kernel, when, architecture)) return null;
  const exists = existsWhen(kernel, object, architecture);
  const { formulas } = kernel;
  // Symbols that decide whether the provider is there are named, even where others imply their values.
  const known = cause.kind === 'elsewhere' ? TRUE : kernel.configurationOf(architecture).known(when, exists);
  const rest = formulas.and(given, known);
  const full = conditionText(formulas, when, formulas.and(rest, exists));
  const isModule = kernel.narrow(object.moduleWhen, architecture);
  // Many symbols can select a library: what makes it a module is then longer than what matters.
  const condition =
    full !== undefined && full !== null && full.length > LONGEST_CONDITION && formulas.entails(when, isModule)
      ? conditionText(formulas, when, formulas.and(rest, isModule))
      : full;
  return condition === undefined ? null : { use, cause, when, condition };
};

const breakageOf = async (
  use: SymbolUse,
  usage: SymbolUsage,
  { lost, gplLookups }: BreakageQuestion,
  context: Context,
): Promise<Breakage | null> => {
  const { kernel } = usage;
  const { formulas } = kernel;
  const { object, architecture, symbol } = use;
  const here = <T extends { readonly symbol: string; readonly architecture: string }>(facts: readonly T[]) =>
    facts.filter((fact) => fact.symbol === symbol && fact.architecture === architecture);
  const definitions = here(usage.definitions);
  const exists = (fact: UnitFact): Formula =>
    formulas.and(existsWhen(kernel, fact.object, architecture), fact.when);
  /** Where built-in code finds a definition in the image. */
  const inImage = (facts: readonly UnitFact[]): Formula =>
    facts.reduce<Formula>((any, fact) => {
      const builtIn = kernel.narrow(fact.object.builtInWhen, architecture);
      return formulas.or(any, formulas.and(builtIn, fact.when));
    }, FALSE);
  const isOwn = (fact: UnitFact): boolean => fact.object.path === object.path;
  const ownIn = (facts: readonly UnitFact[], { object: { path } }: UnitFact): Formula =>
    facts.reduce<Formula>(
      (any, fact) => (fact.object.path === path ? formulas.or(any, fact.when) : any),
      FALSE,
    );
  const exports = here(usage.exports).flatMap((one): readonly SymbolExport[] => {
    if (!lost.has(symbol)) return [one];
    const defined = formulas.or(ownIn(definitions, one), inImage(definitions));
    const when = formulas.and(one.when, defined);
    return when === FALSE ? [] : [{ ...one, when }];
  });
  const own = [...definitions, ...exports].reduce<Formula>(
    (any, fact) => (isOwn(fact) ? formulas.or(any, fact.when) : any),
    FALSE,
  );
  const image = inImage([...definitions, ...exports]);
  if (use.kind === 'dynamic') {
    const offered = await withoutRefusing(exports, use, usage, context);
    return brokenLookup(use, { exports, own, definitions }, { gplLookups, ...offered }, usage);
  }
  let granted: Formula = own;
  let refused: BreakageCause | null = null;
  for (const one of exports) {
    if (isOwn(one)) continue;
    const refusal = await refusalFor(one, use, usage, context);
    if (refusal === null) granted = formulas.or(granted, exists(one));
    else refused = { kind: 'refused', refusal, export: one };
  }
  const asModule = formulas.and(use.when, kernel.narrow(object.moduleWhen, architecture));
  const builtIn = formulas.and(use.when, kernel.narrow(object.builtInWhen, architecture));
  const failing = formulas.or(
    formulas.without(asModule, granted),
    formulas.without(builtIn, formulas.or(own, image)),
  );
  const servesModule = definitions.filter((one) => asModule === FALSE || isOwn(one));
  const [provider] = [...exports, ...servesModule];
  const cause: BreakageCause =
    refused ??
    (provider !== undefined
      ? { kind: 'elsewhere', export: provider, isExport: exports.length > 0 }
      : definitions.length > 0
        ? { kind: 'unexported' }
        : { kind: 'undefined', unbuilt: usage.unbuilt(symbol) });
  return brokenWhen(use, cause, failing, kernel);
};

/** What a tree has of one symbol on one architecture. */
interface Providers {
  readonly exports: readonly SymbolExport[];
  readonly definitions: readonly UnitFact[];
  /** The condition under which the module of the use has the symbol itself. */
  readonly own: Formula;
}

/** What a lookup by name may find. */
interface LookupTerms {
  readonly gplLookups: boolean;
  readonly allowed: readonly SymbolExport[];
  /** The cause where a list of modules leaves the user out; null when none does. */
  readonly refused: BreakageCause | null;
}

/** A lookup by name needs no import of a namespace, but a list of modules holds for it too. */
const withoutRefusing = async (
  exports: readonly SymbolExport[],
  use: SymbolUse,
  usage: SymbolUsage,
  context: Context,
): Promise<Pick<LookupTerms, 'allowed' | 'refused'>> => {
  const allowed: SymbolExport[] = [];
  let refused: BreakageCause | null = null;
  for (const one of exports) {
    const refusal = await refusalFor(one, use, usage, context);
    if (refusal?.kind === 'modules') refused = { kind: 'refused', refusal, export: one };
    else allowed.push(one);
  }
  return { allowed, refused };
};

/** A lookup that never finds anything; one that only some configurations serve is what its author wants. */
const brokenLookup = (
  use: SymbolUse,
  { exports, own, definitions }: Providers,
  { gplLookups, allowed, refused }: LookupTerms,
  usage: SymbolUsage,
): Breakage | null => {
  const { kernel } = usage;
  const isAlone = exports.every(({ object }) => object.path === use.object.path);
  const [first] = exports;
  const found = allowed.filter(({ gpl }) => gpl || !gplLookups);
  const served = found.some((one) => isPossible(kernel, one.when, use.architecture));
  if (served || (isAlone && own !== FALSE && !gplLookups)) return null;
  const cause: BreakageCause =
    refused ??
    (first !== undefined
      ? { kind: 'not-gpl', export: first }
      : definitions.length > 0
        ? { kind: 'unexported' }
        : { kind: 'undefined', unbuilt: usage.unbuilt(use.symbol) });
  const exists = existsWhen(kernel, use.object, use.architecture);
  return brokenWhen(use, cause, kernel.formulas.and(use.when, exists), kernel);
};

/** Few modules state their license or imports in a header, so a module's own files come first. */
const refusalFor = async (
  one: SymbolExport,
  use: SymbolUse,
  usage: SymbolUsage,
  context: Context,
): Promise<Refusal | null> => {
  if (!isRestricted(one)) return null;
  const refusal = refusalOf(one, await usage.grantOf(use, false, context));
  return refusal === null ? null : refusalOf(one, await usage.grantOf(use, true, context));
};

const isRestricted = ({ gpl, namespace }: SymbolExport): boolean => gpl || namespace !== null;
