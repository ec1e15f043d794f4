// The content of a .ko: the symbols that it needs and exports, and its modinfo (scripts/mod/modpost.c and
// include/linux/export-internal.h of the kernel write these sections; modinfo(8) prints the last).
import { pushTo } from '../base/group.js';
import { byCodeUnit } from '../base/order.js';
import { type ElfObject, type ElfSection, type ElfSymbol, stringAt } from './elf.js';

interface BuiltExport {
  readonly symbol: string;
  /** As Module.symvers spells it. */
  readonly type: 'EXPORT_SYMBOL' | 'EXPORT_SYMBOL_GPL';
  readonly namespace: string | null;
}

/** `key=value` lines; a key may stand there more than once (`import_ns`, `firmware`). */
export type ModuleInfo = ReadonlyMap<string, readonly string[]>;

/** The symbols and the modinfo of one .ko file. */
export interface ModuleFile {
  /** Symbols that it needs of others, sorted, each once. */
  readonly needs: readonly string[];
  readonly exports: readonly BuiltExport[];
  readonly info: ModuleInfo;
}

const EM_SPARC = 2;
const EM_PPC = 20;
const EM_PPC64 = 21;
const EM_SPARC32PLUS = 18;
const EM_SPARCV9 = 43;
/** A register that the code uses, written into the table of symbols. */
const STT_SPARC_REGISTER = 13;

/** Names that the linker or the kernel's module loader makes up: modpost ignores them too (`ignore_undef_symbol`). */
const LINKER_MADE = /^(?:_GLOBAL_OFFSET_TABLE_|\.TOC\.|__this_module)$/;
/** Register saving that gcc calls on PowerPC and that is linked into every module. */
const POWERPC_SAVERS = /^_(?:rest|save|rest32|save32)(?:gpr|gpr0|gpr1|fpr|vr)_/;

const isSparc = (machine: number): boolean => [EM_SPARC, EM_SPARC32PLUS, EM_SPARCV9].includes(machine);
const isPowerPc = (machine: number): boolean => machine === EM_PPC || machine === EM_PPC64;

/** The symbols that the object needs, without those of the linker. */
export const neededSymbols = (machine: number, symbols: readonly ElfSymbol[]): readonly string[] => {
  const found = new Set<string>();
  for (const { name, type, section } of symbols) {
    if (section !== 0 || name === '' || LINKER_MADE.test(name)) continue;
    if (isSparc(machine) && type === STT_SPARC_REGISTER) continue;
    if (isPowerPc(machine) && POWERPC_SAVERS.test(name)) continue;
    // The older ABI of 64-bit PowerPC puts a dot before the name of a function's code.
    found.add(machine === EM_PPC64 ? name.replace(/^\./, '') : name);
  }
  return [...found].sort(byCodeUnit);
};

const KSYMTAB = '__ksymtab_';
const NAMESPACE = '__kstrtabns_';
const EXPORT_SYMBOL = '__export_symbol_';

/** Strings that end with a zero byte, from an offset on. */
const stringsAt = (name: string, bytes: Uint8Array, offset: number, count: number): readonly string[] => {
  const found: string[] = [];
  for (let at = offset; found.length < count; ) {
    const text = at < bytes.length ? stringAt(name, bytes, at) : '';
    found.push(text);
    at += text.length + 1;
  }
  return found;
};

/** Exports of a linked module: an entry of `__ksymtab` or `__ksymtab_gpl`, its namespace a string of its own. */
const linkedExports = (
  name: string,
  symbols: readonly ElfSymbol[],
  sections: readonly ElfSection[],
  strings: Uint8Array,
): readonly BuiltExport[] => {
  const namespaces = new Map<string, string>();
  for (const symbol of symbols)
    if (symbol.name.startsWith(NAMESPACE) && symbol.section !== 0 && symbol.value < strings.length)
      namespaces.set(symbol.name.slice(NAMESPACE.length), stringAt(name, strings, symbol.value));
  return symbols.flatMap((entry): readonly BuiltExport[] => {
    if (!entry.name.startsWith(KSYMTAB) || entry.section === 0) return [];
    const symbol = entry.name.slice(KSYMTAB.length);
    const isGpl = sections[entry.section]?.name.replace(/^_+/, '').startsWith('ksymtab_gpl') ?? false;
    const type = isGpl ? 'EXPORT_SYMBOL_GPL' : 'EXPORT_SYMBOL';
    return [{ symbol, type, namespace: namespaces.get(symbol) || null }];
  });
};

/** Exports of an object before modpost turned them into the tables above: licence and namespace as two strings. */
const unlinkedExports = (
  name: string,
  symbols: readonly ElfSymbol[],
  bytes: Uint8Array,
): readonly BuiltExport[] =>
  symbols.flatMap((entry): readonly BuiltExport[] => {
    if (!entry.name.startsWith(EXPORT_SYMBOL) || entry.section === 0) return [];
    const [licence = '', namespace = ''] = stringsAt(name, bytes, entry.value, 2);
    const type = licence === 'GPL' ? 'EXPORT_SYMBOL_GPL' : 'EXPORT_SYMBOL';
    return [{ symbol: entry.name.slice(EXPORT_SYMBOL.length), type, namespace: namespace || null }];
  });

/** `key=value`, each ended by a zero byte. */
export const parseModuleInfo = (bytes: Uint8Array): ModuleInfo => {
  const info = new Map<string, string[]>();
  for (const line of Buffer.from(bytes).toString('utf8').split('\0')) {
    const split = line.indexOf('=');
    if (split < 1) continue;
    pushTo(info, line.slice(0, split), line.slice(split + 1));
  }
  return info;
};

/**
 * @param name what messages call the file.
 * @throws UserError `input` when the object is not whole or was stripped.
 */
export const readModuleFile = async (name: string, object: ElfObject): Promise<ModuleFile> => {
  const symbols = await object.symbols();
  const contentOf = async (section: string): Promise<Uint8Array> => {
    const found = object.section(section);
    return found === undefined ? new Uint8Array() : object.content(found);
  };
  const linked = linkedExports(name, symbols, object.sections, await contentOf('__ksymtab_strings'));
  const exports =
    linked.length > 0 ? linked : unlinkedExports(name, symbols, await contentOf('.export_symbol'));
  return {
    needs: neededSymbols(object.machine, symbols),
    exports,
    info: parseModuleInfo(await contentOf('.modinfo')),
  };
};
