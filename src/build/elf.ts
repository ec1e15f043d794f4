// A reader of ELF files: sections and symbols, 32 and 64 bit, both byte orders (System V ABI, gABI chapters 4 "Object
// Files" and 5; elf(5)). Every offset comes from the file, so none is trusted.
import { UserError } from '../base/error.js';
import { type ByteRange, REBUILD_HINT } from './byte-range.js';

/** A section header. */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** For a table of symbols, the number of the section with their names. */
  readonly link: number;
}

/** An entry of the symbol table. */
export interface ElfSymbol {
  readonly name: string;
  /** `STT_*`: what it stands for. */
  readonly type: number;
  /** Number of the section that it is defined in; 0 when the file does not define it. */
  readonly section: number;
  readonly value: number;
}

/** `e_type` of an object file that a linker still has to place: a `.o` or `.ko`. */
const ET_REL = 1;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHT_SYMTAB_SHNDX = 18;
/** Numbers of sections that do not fit 16 bits stand elsewhere; values from here on have meanings of their own. */
const SHN_LORESERVE = 0xff00;
const SHN_XINDEX = 0xffff;

/** The kernel's own limit is 512 (KSYM_NAME_LEN); names that share one endless string would fill the memory. */
const MAX_NAME_BYTES = 4096;
/** An allyesconfig vmlinux.o has about a million symbols; a packed file of 1 MB can hold a table of 40 million. */
const MAX_SYMBOLS = 4 * 1024 * 1024;

/** Sizes and places of fields, which differ between the two classes. */
const LAYOUT = {
  32: { header: 52, section: 40, symbol: 16, sectionTable: 0x20, sizes: 0x2e },
  64: { header: 64, section: 64, symbol: 24, sectionTable: 0x28, sizes: 0x3a },
} as const;

interface Layout {
  readonly bits: 32 | 64;
  readonly little: boolean;
}

/** Reads numbers of one class and byte order. */
class Fields {
  private readonly view: DataView;

  constructor(
    private readonly file: string,
    bytes: Uint8Array,
    private readonly layout: Layout,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): number {
    return this.view.getUint8(at);
  }

  half(at: number): number {
    return this.view.getUint16(at, this.layout.little);
  }

  word(at: number): number {
    return this.view.getUint32(at, this.layout.little);
  }

  /** An address, offset or size. */
  wide(at: number): number {
    if (this.layout.bits === 32) return this.word(at);
    const value = this.view.getBigUint64(at, this.layout.little);
    // Kernel addresses are beyond this, but a relocatable object has none.
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(this.file, 'a number is beyond any file');
    return Number(value);
  }
}

const damaged = (name: string, what: string): UserError =>
  new UserError('input', `${name}: not a whole ELF object, ${what}`, { hint: REBUILD_HINT });

/** The string that begins at an offset of a table of strings. */
export const stringAt = (name: string, table: Uint8Array, offset: number): string => {
  if (offset >= table.length && offset !== 0) throw damaged(name, 'a name lies outside its table');
  const rest = table.subarray(offset, offset + MAX_NAME_BYTES);
  const end = rest.indexOf(0);
  if (end < 0 && rest.length === MAX_NAME_BYTES)
    throw damaged(name, `a name is longer than ${MAX_NAME_BYTES} bytes`);
  return Buffer.from(rest.buffer, rest.byteOffset, end < 0 ? rest.length : end).toString('latin1');
};

/** A relocatable ELF file. It reads sections and symbols on demand. */
export class ElfObject {
  private constructor(
    private readonly range: ByteRange,
    private readonly layout: Layout,
    /** `EM_*`: the machine that the code is for. */
    readonly machine: number,
    readonly sections: readonly ElfSection[],
  ) {}

  /** @throws UserError `input` when it is not a relocatable ELF object, or not whole. */
  static async read(range: ByteRange): Promise<ElfObject> {
    const { name } = range;
    if (range.length < LAYOUT[32].header) throw damaged(name, 'it is too short');
    const ident = await range.read(0, 16, 'its header');
    if (ident[0] !== 0x7f || ident[1] !== 0x45 || ident[2] !== 0x4c || ident[3] !== 0x46)
      throw damaged(name, 'it does not begin as one');
    const bits = ident[4] === 1 ? 32 : ident[4] === 2 ? 64 : null;
    const little = ident[5] === 1;
    if (bits === null || (!little && ident[5] !== 2))
      throw damaged(name, 'its class or byte order is unknown');
    const { header: size, sectionTable, sizes } = LAYOUT[bits];
    const layout: Layout = { bits, little };
    const header = new Fields(name, await range.read(0, size, 'its header'), layout);
    if (header.half(16) !== ET_REL) throw damaged(name, 'it is a program or library, not a module');
    const table = {
      offset: header.wide(sectionTable),
      entry: header.half(sizes),
      count: header.half(sizes + 2),
      names: header.half(sizes + 4),
    };
    return new ElfObject(range, layout, header.half(18), await readSections(range, layout, table));
  }

  /** The first section of that name. */
  section(name: string): ElfSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  async content(section: ElfSection): Promise<Uint8Array> {
    if (section.type === SHT_NOBITS) return new Uint8Array();
    return this.range.read(section.offset, section.size, `section ${section.name || 'without a name'}`);
  }

  /**
   * The symbols of the file, without the empty first one.
   * @throws UserError `input` when it was stripped of them.
   */
  async symbols(): Promise<readonly ElfSymbol[]> {
    const { name } = this.range;
    const index = this.sections.findIndex(({ type }) => type === SHT_SYMTAB);
    const table = this.sections[index];
    if (table === undefined)
      throw new UserError('input', `${name}: has no symbols, it was stripped of them`, {
        hint: REBUILD_HINT,
      });
    const names = this.sections[table.link];
    if (names === undefined) throw damaged(name, 'its symbols have no names');
    const { bits } = this.layout;
    const stride = LAYOUT[bits].symbol;
    const count = Math.floor(table.size / stride);
    if (count > MAX_SYMBOLS) throw damaged(name, `it has more than ${MAX_SYMBOLS} symbols`);
    const fields = new Fields(name, await this.content(table), this.layout);
    const strings = await this.content(names);
    const far = await this.farSections(index, count);
    const symbols: ElfSymbol[] = [];
    for (let i = 1; i < count; i++) {
      const at = i * stride;
      const [info, section, value] = bits === 64 ? [at + 4, at + 6, at + 8] : [at + 12, at + 14, at + 4];
      const near = fields.half(section);
      symbols.push({
        name: stringAt(name, strings, fields.word(at)),
        type: fields.byte(info) & 0xf,
        section: near === SHN_XINDEX && far !== null ? far.word(i * 4) : near,
        // The value of an absolute symbol does not matter.
        value: near >= SHN_LORESERVE ? 0 : fields.wide(value),
      });
    }
    return symbols;
  }

  /** Where an object of more than 65,279 sections keeps their numbers. */
  private async farSections(symbolTable: number, count: number): Promise<Fields | null> {
    const table = this.sections.find(({ type, link }) => type === SHT_SYMTAB_SHNDX && link === symbolTable);
    if (table === undefined) return null;
    if (table.size < count * 4) throw damaged(this.range.name, 'its table of section numbers is too short');
    return new Fields(this.range.name, await this.content(table), this.layout);
  }
}

const readSections = async (
  range: ByteRange,
  layout: Layout,
  table: { readonly offset: number; readonly entry: number; readonly count: number; readonly names: number },
): Promise<readonly ElfSection[]> => {
  const { name } = range;
  const { bits } = layout;
  const stride = LAYOUT[bits].section;
  if (table.offset === 0) throw damaged(name, 'it has no sections');
  if (table.entry !== stride) throw damaged(name, 'its sections have an unknown form');
  const fieldsOf = async (count: number): Promise<Fields> =>
    new Fields(name, await range.read(table.offset, count * stride, 'its table of sections'), layout);
  const at = bits === 64 ? { offset: 24, size: 32, link: 40 } : { offset: 16, size: 20, link: 24 };
  const first = await fieldsOf(1);
  // What does not fit the header's 16 bits stands in the first section (gABI, "e_shnum", "e_shstrndx").
  const count = table.count === 0 ? first.wide(at.size) : table.count;
  const namesIndex = table.names === SHN_XINDEX ? first.word(at.link) : table.names;
  const fields = await fieldsOf(count);
  const raw = Array.from({ length: count }, (_, i) => ({
    nameAt: fields.word(i * stride),
    type: fields.word(i * stride + 4),
    offset: fields.wide(i * stride + at.offset),
    size: fields.wide(i * stride + at.size),
    link: fields.word(i * stride + at.link),
  }));
  const names = raw[namesIndex];
  if (names === undefined) throw damaged(name, 'its sections have no names');
  const strings = await range.read(names.offset, names.size, "the table of its sections' names");
  return raw.map(({ nameAt, ...section }) => ({ name: stringAt(name, strings, nameAt), ...section }));
};
