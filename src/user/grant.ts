// What a module may use: exports for GPL modules by its MODULE_LICENSE, namespaces by its MODULE_IMPORT_NS, lists of
// modules by its name (Documentation/core-api/symbol-namespaces.rst; include/linux/license.h; scripts/mod/modpost.c).
import { CALL_ARGUMENT, CALL_STRIDE, ItemKind, itemCount } from '../csource/summary.js';
import type { UnitExport } from '../macro/export.js';
import { callRange, kindOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { callArguments } from '../unit/unit-region.js';

/** What a module says of itself. */
export interface ModuleGrant {
  readonly name: string;
  /** Texts of MODULE_LICENSE; none when it says nothing, which the build refuses by itself. */
  readonly licenses: readonly string[];
  /** Namespaces that it imports. */
  readonly imports: ReadonlySet<string>;
}

/** How a symbol is exported. */
export type ExportTerms = Pick<UnitExport, 'namespace' | 'gpl' | 'modules'>;

/** Why a module may not use an export: the namespace or list that stands in its way, or its license; null when it may. */
export type Refusal =
  | { readonly kind: 'modules'; readonly modules: string }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'license'; readonly license: string };

/** license_is_gpl_compatible() in include/linux/license.h. */
const GPL_COMPATIBLE: ReadonlySet<string> = new Set([
  'GPL',
  'GPL v2',
  'GPL and additional rights',
  'Dual BSD/GPL',
  'Dual MIT/GPL',
  'Dual MPL/GPL',
]);
const MODULE_LIST = 'module:';

/** `-` and `_` are one in names of modules (scripts/Makefile.lib, name-fix-token). */
const folded = (name: string): string => name.replaceAll('-', '_');

/** Whether a list such as `kvm-intel,kvm-*` names a module. */
export const listNames = (list: string, module: string): boolean =>
  list.split(',').some((entry) => {
    const name = folded(entry);
    return name.endsWith('*')
      ? folded(module).startsWith(name.slice(0, -1))
      : name !== '' && name === folded(module);
  });

/** Whether a module may use an export. */
export const refusalOf = (terms: ExportTerms, { name, licenses, imports }: ModuleGrant): Refusal | null => {
  const { namespace, gpl } = terms;
  if (namespace !== null && (terms.modules || namespace.startsWith(MODULE_LIST))) {
    const modules = namespace.startsWith(MODULE_LIST) ? namespace.slice(MODULE_LIST.length) : namespace;
    if (!listNames(modules, name)) return { kind: 'modules', modules };
  } else if (namespace !== null && !imports.has(namespace)) return { kind: 'namespace', namespace };
  const [license] = licenses;
  if (gpl && license !== undefined && !licenses.some((one) => GPL_COMPATIBLE.has(one)))
    return { kind: 'license', license };
  return null;
};

/** What the files of a module say of it. */
export const grantIn = (name: string, files: Iterable<SummaryIndex>, store: SummaryStore): ModuleGrant => {
  const licenses: string[] = [];
  const imports = new Set<string>();
  for (const index of files) {
    for (const [macro, argument] of invocationsOf(store, index)) {
      if (macro === 'MODULE_LICENSE') licenses.push(unquoted(argument));
      else if (macro === 'MODULE_IMPORT_NS') imports.add(unquoted(argument));
    }
  }
  return { name, licenses, imports };
};

/** Macros invoked at file level, each with its first argument. */
function* invocationsOf(
  store: SummaryStore,
  index: SummaryIndex,
): Iterable<readonly [macro: string, argument: string]> {
  const summary = store.get(index);
  for (let item = 0; item < itemCount(summary); item++) {
    if (kindOf(summary, item) !== ItemKind.Invocation) continue;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      const argument = callArguments(summary.calls, summary.args, row)[0] ?? -1;
      const callee = summary.calls[row] as number;
      if (argument >= 0 && argument < CALL_ARGUMENT)
        yield [store.names.textOf(callee), store.names.textOf(argument)];
    }
  }
}

/** Without its quotes, those of a shell around them too. */
export const unquoted = (text: string): string => text.replace(/^(['"\\])+|(['"\\])+$/g, '');
