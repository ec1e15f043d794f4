// Recognises macros by their names: attributes (include/linux/compiler_attributes.h), synonyms of `inline`, constants.
import type { NameId, NameTable } from './name-table.js';

const UPPER_A = 65;
const UPPER_Z = 90;
const LOWER = 32;
const LOWER_E = 101;
const LOWER_N = 110;

/** Attributes with arguments, before a function's type or after its parameters (include/linux/compiler_attributes.h). */
const ATTRIBUTE_MACRO =
  /^__(?:printf|scanf|aligned|section|alloc_size|malloc|nonnull|must_hold|acquires|releases|acquire|release|cond_acquires|cond_releases|counted_by|assume_aligned|alias|no_kcsan|diagnose_as|copy|error|warning|compiletime_error|compiletime_warning|attribute|no_sanitize_\w+|bpf_kfunc\w*|realloc_size|cleanup|gcov\w*|ro_after_init\w*)(?:__)?$/;

/** Whether a name is that of an attribute with arguments, which declares nothing. */
export const isAttributeMacro = (names: NameTable, name: NameId): boolean =>
  names.isReserved(name) && ATTRIBUTE_MACRO.test(names.textOf(name));

const isLetter = (byte: number | undefined, letter: number): boolean =>
  byte !== undefined && (byte | LOWER) === letter;

/** Whether a macro's name says that it contains `inline` (`__FORTIFY_INLINE`). */
export const isInlineMacro = (names: NameTable, name: NameId): boolean => {
  // Few names end in "ne": a cheap test avoids making the text of the others.
  if (!isLetter(names.byteOf(name, -1), LOWER_E) || !isLetter(names.byteOf(name, -2), LOWER_N)) return false;
  const text = names.textOf(name);
  return /(?:^|_)(?:inline|INLINE)$/.test(text) && !/no_?inline/i.test(text);
};

/** Whether a name matches `[A-Z][A-Z0-9_]*`. */
export const isConstantName = (names: NameTable, name: NameId): boolean => {
  const first = names.byteOf(name, 0);
  return first !== undefined && first >= UPPER_A && first <= UPPER_Z && names.isUpperCase(name);
};
