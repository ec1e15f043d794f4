// Which uses of a symbol a build would refuse: modpost's "undefined!", namespaces and licenses (scripts/mod/modpost.c,
// check_exports), and the linker's undefined reference in vmlinux.
import type { Context } from '../base/context.js';
import { existsWhen, isPossible } from '../edge/scope.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import { conditionText } from '../unit/condition-text.js';
import { type Refusal, refusalOf } from './grant.js';
import type { SymbolExport, SymbolUse } from './symbol-reading.js';
import { joined } from './user.js';
import type { SymbolUsage } from './user-search.js';

/** Why a use finds nothing to use. */
export type BreakageCause =
  /** Nothing of the tree defines the symbol. */
  | { readonly kind: 'undefined' }
  /** It is defined, not exported. */
  | { readonly kind: 'unexported' }
  /** It is exported, not for this module. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly export: SymbolExport }
  /** It is exported in some configurations only. */
  | { readonly kind: 'elsewhere'; readonly export: SymbolExport };

/** A use that fails, on one architecture. */
export interface Breakage {
  readonly use: SymbolUse;
  readonly cause: BreakageCause;
  /** Where it fails. */
  readonly when: Formula;
  /** `when` in words, given that the user exists and that it did not fail before; null: always. */
  readonly condition: string | null;
}

/** The uses that fail. @param concerns which of the uses are asked about. */
export const breakagesIn = async (
  usage: SymbolUsage,
  concerns: (use: SymbolUse) => boolean,
  context: Context,
): Promise<readonly Breakage[]> => {
  const found: Breakage[] = [];
  for (const use of joined(usage.uses, usage.kernel.formulas)) {
    if (!concerns(use)) continue;
    const breakage = await breakageOf(use, usage, context);
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
  const known = kernel.configurationOf(architecture).known(when, exists);
  const { formulas } = kernel;
  const condition = conditionText(formulas, when, formulas.and(given, formulas.and(exists, known)));
  return condition === undefined ? null : { use, cause, when, condition };
};

const breakageOf = async (use: SymbolUse, usage: SymbolUsage, context: Context): Promise<Breakage | null> => {
  const { kernel } = usage;
  const { formulas } = kernel;
  const { object, architecture, symbol } = use;
  const here = <T extends { readonly symbol: string; readonly architecture: string }>(facts: readonly T[]) =>
    facts.filter((fact) => fact.symbol === symbol && fact.architecture === architecture);
  const exists = (fact: SymbolExport | SymbolUsage['definitions'][number]): Formula =>
    formulas.and(existsWhen(kernel, fact.object, architecture), fact.when);
  const isOwn = (fact: { readonly object: { readonly path: string } }): boolean =>
    fact.object.path === object.path;

  const exports = here(usage.exports);
  const definitions = here(usage.definitions);
  let own: Formula = FALSE;
  let defined: Formula = FALSE;
  for (const fact of [...definitions, ...exports]) {
    if (isOwn(fact)) own = formulas.or(own, fact.when);
    defined = formulas.or(defined, exists(fact));
  }
  let granted: Formula = own;
  let refused: BreakageCause | null = null;
  for (const one of exports) {
    if (isOwn(one)) continue;
    const refusal = isRestricted(one) ? refusalOf(one, await usage.grantOf(use, context)) : null;
    if (refusal === null) granted = formulas.or(granted, exists(one));
    else refused = { kind: 'refused', refusal, export: one };
  }
  const asModule = formulas.and(use.when, kernel.narrow(object.moduleWhen, architecture));
  const builtIn = formulas.and(use.when, kernel.narrow(object.builtInWhen, architecture));
  const failing =
    use.kind === 'dynamic'
      ? formulas.without(
          formulas.or(asModule, builtIn),
          formulas.or(own, exportedAtAll(exports, exists, usage)),
        )
      : formulas.or(
          formulas.without(asModule, granted),
          formulas.without(builtIn, formulas.or(own, defined)),
        );
  const cause: BreakageCause =
    refused ??
    (exports[0] !== undefined
      ? { kind: 'elsewhere', export: exports[0] }
      : { kind: definitions.length > 0 ? 'unexported' : 'undefined' });
  return brokenWhen(use, cause, failing, kernel);
};

const isRestricted = ({ gpl, namespace }: SymbolExport): boolean => gpl || namespace !== null;

/** `symbol_get` asks for no namespace (kernel/module/main.c, __symbol_get). */
const exportedAtAll = (
  exports: readonly SymbolExport[],
  exists: (one: SymbolExport) => Formula,
  { kernel }: SymbolUsage,
): Formula => exports.reduce<Formula>((any, one) => kernel.formulas.or(any, exists(one)), FALSE);
