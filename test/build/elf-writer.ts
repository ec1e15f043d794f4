// Writes small ELF objects of any class and byte order, as the linker would make a module: what readers are tested on.

export interface WrittenSymbol {
  readonly name: string;
  /** Name of the section that defines it; absent when it is undefined. */
  readonly section?: string;
  readonly value?: number;
  readonly type?: number;
  /** An index of its own, such as SHN_ABS. */
  readonly index?: number;
}

export interface WrittenObject {
  readonly bits?: 32 | 64;
  readonly little?: boolean;
  readonly type?: number;
  readonly machine?: number;
  readonly sections?: Readonly<Record<string, string | Uint8Array>>;
  readonly symbols?: readonly WrittenSymbol[];
  /** Writes the number of sections, and those of symbols, where they do not fit 16 bits. */
  readonly wideIndices?: boolean;
  /** Leaves the symbols out. */
  readonly stripped?: boolean;
}

class Writer {
  private readonly bytes: number[] = [];

  constructor(
    private readonly bits: 32 | 64,
    private readonly little: boolean,
  ) {}

  get length(): number {
    return this.bytes.length;
  }

  number(value: number, size: number): this {
    const own = Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);
    this.bytes.push(...(this.little ? own : own.reverse()));
    return this;
  }

  half(...values: readonly number[]): this {
    for (const value of values) this.number(value, 2);
    return this;
  }

  word(...values: readonly number[]): this {
    for (const value of values) this.number(value, 4);
    return this;
  }

  wide(...values: readonly number[]): this {
    for (const value of values) this.number(value, this.bits / 8);
    return this;
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  whole(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** A table of strings that grows. */
class Strings {
  private text = '\0';

  add(name: string): number {
    const at = this.text.length;
    this.text += `${name}\0`;
    return at;
  }

  bytes(): Uint8Array {
    return Buffer.from(this.text, 'latin1');
  }
}

interface Placed {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly link: number;
  readonly entry: number;
}

const XINDEX = 0xffff;

/** The bytes of an object: its sections first, then symbols and names, the table of sections at the end. */
export const writeElf = (object: WrittenObject): Uint8Array => {
  const { bits = 64, little = true, type = 1, machine = 62, wideIndices = false } = object;
  const writer = (): Writer => new Writer(bits, little);
  const given = Object.entries(object.sections ?? {});
  const indexOf = (name: string): number => given.findIndex(([one]) => one === name) + 1;

  const names = new Strings();
  const [symbols, far] = [writer(), writer()];
  for (const symbol of [{ name: '' }, ...(object.symbols ?? [])] as readonly WrittenSymbol[]) {
    const name = symbol.name === '' ? 0 : names.add(symbol.name);
    const section = symbol.section === undefined ? 0 : indexOf(symbol.section);
    const near = symbol.index ?? (wideIndices && section !== 0 ? XINDEX : section);
    const info = 0x10 + (symbol.type ?? 0);
    if (bits === 64)
      symbols
        .word(name)
        .number(info, 1)
        .number(0, 1)
        .half(near)
        .wide(symbol.value ?? 0, 0);
    else
      symbols
        .word(name)
        .wide(symbol.value ?? 0, 0)
        .number(info, 1)
        .number(0, 1)
        .half(near);
    far.word(near === XINDEX ? section : 0);
  }

  const table = given.length + 1;
  const placed: Placed[] = [
    { name: '', type: 0, bytes: new Uint8Array(), link: 0, entry: 0 },
    ...given.map(([name, content]) => ({
      name,
      type: 1,
      bytes: typeof content === 'string' ? Buffer.from(content, 'latin1') : content,
      link: 0,
      entry: 0,
    })),
  ];
  if (object.stripped !== true) {
    placed.push({
      name: '.symtab',
      type: 2,
      bytes: symbols.whole(),
      link: table + 1,
      entry: bits === 64 ? 24 : 16,
    });
    placed.push({ name: '.strtab', type: 3, bytes: names.bytes(), link: 0, entry: 0 });
    if (wideIndices)
      placed.push({ name: '.symtab_shndx', type: 18, bytes: far.whole(), link: table, entry: 4 });
  }
  const sectionNames = new Strings();
  const nameOffsets = [...placed.map(({ name }) => name), '.shstrtab'].map((name) =>
    name === '' ? 0 : sectionNames.add(name),
  );
  placed.push({ name: '.shstrtab', type: 3, bytes: sectionNames.bytes(), link: 0, entry: 0 });

  const headerSize = bits === 64 ? 64 : 52;
  const offsets: number[] = [];
  let end = headerSize;
  for (const { bytes } of placed) {
    offsets.push(end);
    end += bytes.length;
  }
  const out = writer()
    .raw([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, little ? 1 : 2, 1, ...new Array(9).fill(0)])
    .half(type, machine)
    .word(1)
    .wide(0, 0, end)
    .word(0)
    .half(headerSize, 0, 0, bits === 64 ? 64 : 40)
    .half(wideIndices ? 0 : placed.length, wideIndices ? XINDEX : placed.length - 1);
  for (const { bytes } of placed) out.raw(bytes);
  for (const [i, section] of placed.entries()) {
    const isFirst = wideIndices && i === 0;
    out
      .word(nameOffsets[i] ?? 0, section.type)
      .wide(0, 0, offsets[i] ?? 0, isFirst ? placed.length : section.bytes.length)
      .word(isFirst ? placed.length - 1 : section.link, 0)
      .wide(1, section.entry);
  }
  return out.whole();
};

/** What a module of a pocket kernel says: what it needs, and what it exports. */
export interface WrittenModule extends Pick<WrittenObject, 'bits' | 'little' | 'machine'> {
  readonly name: string;
  readonly needs?: readonly string[];
  /** Symbols with their namespaces. */
  readonly exports?: Readonly<Record<string, string>>;
  readonly gplExports?: Readonly<Record<string, string>>;
  readonly info?: Readonly<Record<string, string>>;
}

/** The bytes of a `.ko`. */
export const writeModule = ({
  name,
  needs = [],
  exports = {},
  gplExports = {},
  info = {},
  ...how
}: WrittenModule): Uint8Array => {
  let strings = '';
  const symbols: WrittenSymbol[] = needs.map((symbol) => ({ name: symbol }));
  const add = (section: string, entries: Readonly<Record<string, string>>): void => {
    for (const [symbol, namespace] of Object.entries(entries)) {
      symbols.push({ name: `__ksymtab_${symbol}`, section });
      symbols.push({ name: `__kstrtab_${symbol}`, section: '__ksymtab_strings', value: strings.length });
      strings += `${symbol}\0`;
      symbols.push({ name: `__kstrtabns_${symbol}`, section: '__ksymtab_strings', value: strings.length });
      strings += `${namespace}\0`;
      symbols.push({ name: symbol, section: '.text', type: 2 });
    }
  };
  add('__ksymtab', exports);
  add('__ksymtab_gpl', gplExports);
  symbols.push({ name: '__this_module', section: '.gnu.linkonce.this_module' });
  const lines = { license: 'GPL', ...info, name, vermagic: '6.99.0 SMP preempt mod_unload ' };
  return writeElf({
    ...how,
    sections: {
      '.text': 'code',
      __ksymtab: '',
      __ksymtab_gpl: '',
      __ksymtab_strings: strings,
      '.modinfo': Object.entries(lines)
        .map(([key, value]) => `${key}=${value}\0`)
        .join(''),
      '.gnu.linkonce.this_module': 'module',
    },
    symbols,
  });
};
