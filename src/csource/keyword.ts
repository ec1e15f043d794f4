// Words of C that are not names of symbols (C11, 6.4.1, with GNU's spellings). They are the first names of every table,
// so that "is it a keyword" is one comparison.
import { type NameId, NameTable } from './name-table.js';

const SPELLINGS = {
  struct: ['struct'],
  union: ['union'],
  enum: ['enum'],
  typedef: ['typedef'],
  extern: ['extern'],
  static: ['static'],
  inline: ['inline', '__inline', '__inline__', '__always_inline', '__gnu_inline'],
  /** Words that can begin or continue a type. */
  type: [
    'void',
    'char',
    'short',
    'int',
    'long',
    'float',
    'double',
    'signed',
    '__signed__',
    'unsigned',
    '_Bool',
    'bool',
    '__int128',
    'const',
    '__const',
    '__const__',
    'volatile',
    '__volatile__',
    '__volatile',
    'register',
    'auto',
    '__auto_type',
    'restrict',
    '__restrict',
    '__restrict__',
    '_Atomic',
    '_Noreturn',
    '_Thread_local',
    '__thread',
  ],
  /** Their operand is not evaluated. */
  unevaluated: [
    'sizeof',
    'typeof',
    '__typeof__',
    '__typeof',
    'typeof_unqual',
    '__alignof__',
    '_Alignof',
    'alignof',
    'offsetof',
    '__builtin_offsetof',
    '__builtin_types_compatible_p',
  ],
  attribute: ['__attribute__', '__attribute', '_Alignas', '__declspec'],
  /** With the kernel's macros for it (include/linux/compiler_types.h). */
  asm: ['asm', '__asm__', '__asm', 'asm_inline', 'asm_volatile_goto', 'asm_goto_output'],
  if: ['if'],
  else: ['else'],
  for: ['for'],
  while: ['while'],
  do: ['do'],
  switch: ['switch'],
  case: ['case'],
  default: ['default'],
  goto: ['goto'],
  jump: ['return', 'break', 'continue'],
  other: ['_Generic', '_Static_assert', 'static_assert', '__extension__', '__label__'],
} as const;

export type Keyword = keyof typeof SPELLINGS;

const KINDS: Keyword[] = [];
const ALL: string[] = [];
for (const [kind, words] of Object.entries(SPELLINGS))
  for (const word of words) {
    KINDS.push(kind as Keyword);
    ALL.push(word);
  }

/** Names below this number are keywords. */
export const KEYWORD_COUNT = ALL.length;

/** The keywords themselves. */
export const INLINE: NameId = ALL.indexOf('inline');
export const ASM: NameId = ALL.indexOf('asm');
export const GENERIC: NameId = ALL.indexOf('_Generic');

/** What kind of keyword a name is; undefined for any other name. */
export const keywordOf = (name: NameId): Keyword | undefined => KINDS[name];

/** Type qualifiers and storage classes (C11, 6.7.1 and 6.7.3). */
const QUALIFIERS: ReadonlySet<NameId> = new Set(
  [
    'const',
    '__const',
    '__const__',
    'volatile',
    '__volatile__',
    '__volatile',
    'register',
    '_Atomic',
    '__thread',
  ].map((word) => ALL.indexOf(word)),
);

/** Whether a keyword that can begin a type says nothing of which it is. */
export const isQualifier = (name: NameId): boolean => QUALIFIERS.has(name);

/** An empty table that knows the keywords. */
export const newNameTable = (): NameTable => {
  const names = new NameTable();
  for (const word of ALL) names.idOf(word);
  return names;
};
