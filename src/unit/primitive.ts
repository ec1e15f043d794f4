// The macros and functions where analysis ends: they export a symbol, or look one up by its name at run time
// (include/linux/export.h, include/linux/module.h; Documentation/core-api/symbol-namespaces.rst).

export type Primitive =
  /** Exports its first argument; `namespace` is the argument that holds the namespace or the list of modules, -1 for none. */
  | { readonly kind: 'export'; readonly namespace: number; readonly gpl: boolean; readonly modules: boolean }
  /** Looks up the symbol that its first argument names: `text` when the argument is a string. */
  | { readonly kind: 'get' | 'put'; readonly text: boolean }
  /** Links to its first argument, whatever the name means to the preprocessor. */
  | { readonly kind: 'link' };

const exporting = (gpl: boolean, namespace = -1, modules = false): Primitive => ({
  kind: 'export',
  namespace,
  gpl,
  modules,
});

export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ['EXPORT_SYMBOL', exporting(false)],
  // Takes the license as its second argument; include/linux/pm.h calls it by itself.
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
/** Names of the primitives that look a symbol up. */
export const LOOKING_UP: readonly string[] = [...PRIMITIVES]
  .filter(([, { kind }]) => kind !== 'export')
  .map(([name]) => name);

/**
 * Whether a call of this name takes or gives back the very symbol that it spells: a primitive, or what
 * include/linux/module.h makes of one.
 */
export const isLookupByName = (name: string): boolean =>
  name === 'symbol_request' || LOOKING_UP.includes(name);
