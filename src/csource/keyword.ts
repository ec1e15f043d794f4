// Keywords of C (C11, 6.4.1, and GNU's spellings). They are the first names of every table, so that the test for a
// keyword is one comparison.
import { wordList } from '../base/word-list.js';
import { type NameId, NameTable } from './name-table.js';

/** Groups of keywords with the same meaning for the scanners. */
export const Keyword = {
  /** No keyword. */
  None: 0,
  Struct: 1,
  Union: 2,
  Enum: 3,
  Typedef: 4,
  Extern: 5,
  Static: 6,
  Inline: 7,
  /** Begins or continues a type. */
  Type: 8,
  /** Its operand is not evaluated. */
  Unevaluated: 9,
  Attribute: 10,
  /** Including the kernel's macros for it (include/linux/compiler_types.h). */
  Asm: 11,
  If: 12,
  Else: 13,
  For: 14,
  While: 15,
  Do: 16,
  Switch: 17,
  Case: 18,
  Default: 19,
  Goto: 20,
  Jump: 21,
  Other: 22,
} as const;

const SPELLINGS: readonly (readonly [number, readonly string[]])[] = [
  [Keyword.Struct, ['struct']],
  [Keyword.Union, ['union']],
  [Keyword.Enum, ['enum']],
  [Keyword.Typedef, ['typedef']],
  [Keyword.Extern, ['extern']],
  [Keyword.Static, ['static']],
  [Keyword.Inline, ['inline', '__inline', '__inline__', '__always_inline', '__gnu_inline']],
  [
    Keyword.Type,
    wordList(`
      void char short int long float double signed __signed__ unsigned _Bool bool __int128 const __const
      __const__ volatile __volatile__ __volatile register auto __auto_type restrict __restrict
      __restrict__ _Atomic _Noreturn _Thread_local __thread
    `),
  ],
  [
    Keyword.Unevaluated,
    wordList(`
      sizeof typeof __typeof__ __typeof typeof_unqual __alignof__ _Alignof alignof offsetof
      __builtin_offsetof __builtin_types_compatible_p
    `),
  ],
  [Keyword.Attribute, ['__attribute__', '__attribute', '_Alignas', '__declspec']],
  [Keyword.Asm, ['asm', '__asm__', '__asm', 'asm_inline', 'asm_volatile_goto', 'asm_goto_output']],
  [Keyword.If, ['if']],
  [Keyword.Else, ['else']],
  [Keyword.For, ['for']],
  [Keyword.While, ['while']],
  [Keyword.Do, ['do']],
  [Keyword.Switch, ['switch']],
  [Keyword.Case, ['case']],
  [Keyword.Default, ['default']],
  [Keyword.Goto, ['goto']],
  [Keyword.Jump, ['return', 'break', 'continue']],
  [Keyword.Other, ['_Generic', '_Static_assert', 'static_assert', '__extension__', '__label__']],
];

const ALL: readonly string[] = SPELLINGS.flatMap(([, words]) => words);
const KINDS = Uint8Array.from(SPELLINGS.flatMap(([kind, words]) => words.map(() => kind)));

/** Names below this number are keywords: the length of `ALL`. */
export const KEYWORD_COUNT = 78;

/** Numbers of single keywords. */
export const INLINE: NameId = ALL.indexOf('inline');
export const ASM: NameId = ALL.indexOf('asm');
export const CONST: NameId = ALL.indexOf('const');
export const SIZEOF: NameId = ALL.indexOf('sizeof');
export const GENERIC: NameId = ALL.indexOf('_Generic');

/** The group of a keyword, as a value of `Keyword`. */
export const keywordOf = (name: NameId): number =>
  name < KEYWORD_COUNT ? (KINDS[name] as number) : Keyword.None;

/** Type qualifiers and storage classes (C11, 6.7.1 and 6.7.3). */
const QUALIFIERS: ReadonlySet<NameId> = new Set(
  wordList('const __const __const__ volatile __volatile__ __volatile register _Atomic __thread').map((word) =>
    ALL.indexOf(word),
  ),
);

/** Whether a keyword qualifies a type without naming one. */
export const isQualifier = (name: NameId): boolean => QUALIFIERS.has(name);

/** A table that contains the keywords and no other names. */
export const newNameTable = (): NameTable => {
  const names = new NameTable();
  for (const word of ALL) names.idOf(word);
  return names;
};
