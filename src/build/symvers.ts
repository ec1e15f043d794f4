// Module.symvers: the exports, as modpost wrote them at the end of a build
// (Documentation/kbuild/modules.rst, "Symbols From the Kernel (vmlinux + modules)").
import { UserError } from '../base/error.js';

/** A line of Module.symvers. */
export interface SymbolVersion {
  /** `vmlinux`, or the module's path as in modules.order, without `.ko`. */
  readonly provider: string;
  /** `EXPORT_SYMBOL` or `EXPORT_SYMBOL_GPL`. */
  readonly type: string;
  readonly namespace: string | null;
}

/** The exports of a build by symbol. */
export type Symvers = ReadonlyMap<string, SymbolVersion>;

const notOne = (name: string, line: number): UserError =>
  new UserError('input', `${name}:${line}: not a line of Module.symvers`, {
    hint: 'It has a checksum, a symbol, a module, an export type and a namespace, with tabs between them.',
  });

/**
 * Kernel 5.4 to 5.6 wrote the namespace before the module; before 5.4 there was none.
 * @throws UserError `input` when a line is of another form.
 */
export const parseSymvers = (name: string, text: string): Symvers => {
  const found = new Map<string, SymbolVersion>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const [checksum = '', symbol = '', ...rest] = line.split('\t');
    if (!/^0x[0-9a-f]{1,16}$/i.test(checksum) || symbol === '') throw notOne(name, index + 1);
    const [module, type, namespace] = /^EXPORT_/.test(rest[1] ?? '')
      ? [rest[0], rest[1], rest[2]]
      : [rest[1], rest[2], rest[0]];
    if (module === undefined || module === '' || type === undefined || !/^EXPORT_[A-Z_]+\r?$/.test(type))
      throw notOne(name, index + 1);
    found.set(symbol, {
      provider: module.replace(/\.ko$/, ''),
      type: type.trimEnd(),
      namespace: namespace?.trim() || null,
    });
  }
  return found;
};
