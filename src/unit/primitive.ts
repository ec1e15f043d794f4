// The macros and functions that the analysis does not expand: they export a symbol, or look one up by name at run time
// (include/linux/export.h, include/linux/module.h; Documentation/core-api/symbol-namespaces.rst).

/** The effect of a primitive. */
export type Primitive =
  /** Exports its first argument. `namespace` is the index of the argument with the namespace or the modules, -1 for none. */
  | { readonly kind: 'export'; readonly namespace: number; readonly gpl: boolean; readonly modules: boolean }
  /** Looks up the symbol that its first argument names; `text` if the argument is a string. */
  | { readonly kind: 'get' | 'put'; readonly text: boolean }
  /** Links to the symbol with the name of its first argument, without macro expansion. */
  | { readonly kind: 'link' };

const exporting = (gpl: boolean, namespace = -1, modules = false): Primitive => ({
  kind: 'export',
  namespace,
  gpl,
  modules,
});

export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ['EXPORT_SYMBOL', exporting(false)],
  // The second argument is the license; include/linux/pm.h calls it directly.
  ['__EXPORT_SYMBOL', exporting(true, 2)],
  ['EXPORT_SYMBOL_GPL', exporting(true)],
  ['EXPORT_SYMBOL_NS', exporting(false, 1)],
  ['EXPORT_SYMBOL_NS_GPL', exporting(true, 1)],
  ['EXPORT_SYMBOL_FOR_MODULES', exporting(true, 1, true)],
  ['EXPORT_SYMBOL_GPL_FOR_MODULES', exporting(true, 1, true)],
  ['__RENAME', { kind: 'link' }],
  // Text of an asm statement (src/csource/assembler-scanner.ts).
  ['asm', { kind: 'link' }],
  ['symbol_get', { kind: 'get', text: false }],
  ['__symbol_get', { kind: 'get', text: true }],
  ['__symbol_get_gpl', { kind: 'get', text: true }],
  ['symbol_put', { kind: 'put', text: false }],
  ['__symbol_put', { kind: 'put', text: true }],
]);

/** Names of the primitives that export. */
export const EXPORTING: readonly string[] = [...PRIMITIVES]
  .filter(([, { kind }]) => kind === 'export')
  .map(([name]) => name);
/** Names of all other primitives. */
export const LOOKING_UP: readonly string[] = [...PRIMITIVES]
  .filter(([, { kind }]) => kind !== 'export')
  .map(([name]) => name);

/** Whether a call of this name gets or puts the symbol that it names: a primitive or a macro of include/linux/module.h. */
export const isLookupByName = (name: string): boolean =>
  name === 'symbol_request' || LOOKING_UP.includes(name);
