// Macros that stand beside a declaration and declare nothing: attributes (include/linux/compiler_attributes.h), words for
// `inline`, specifiers. They are told by their names.
import type { NameId, NameTable } from './name-table.js';

const UPPER_A = 65;
const UPPER_Z = 90;
const LOWER = 32;
const LOWER_E = 101;
const LOWER_N = 110;

/** Macros that stand before a function's type or after its parameters, and take arguments (include/linux/compiler_attributes.h). */
const ATTRIBUTE_MACRO =
  /^__(?:printf|scanf|aligned|section|alloc_size|malloc|nonnull|must_hold|acquires|releases|acquire|release|cond_acquires|cond_releases|counted_by|assume_aligned|alias|no_kcsan|diagnose_as|copy|error|warning|compiletime_error|compiletime_warning|attribute|no_sanitize_\w+|bpf_kfunc\w*|realloc_size|cleanup|gcov\w*|ro_after_init\w*)(?:__)?$/;

export const isAttributeMacro = (names: NameTable, name: NameId): boolean =>
  names.isReserved(name) && ATTRIBUTE_MACRO.test(names.textOf(name));

const isLetter = (byte: number | undefined, letter: number): boolean =>
  byte !== undefined && (byte | LOWER) === letter;

/** A macro for `inline` and more (`__FORTIFY_INLINE`): it says so by its name. */
export const saysInline = (names: NameTable, name: NameId): boolean => {
  // Few names end so, and the texts of the others need not be made.
  if (!isLetter(names.byteOf(name, -1), LOWER_E) || !isLetter(names.byteOf(name, -2), LOWER_N)) return false;
  const text = names.textOf(name);
  return /(?:^|_)(?:inline|INLINE)$/.test(text) && !/no_?inline/i.test(text);
};

/** `[A-Z][A-Z0-9_]*` */
export const isConstantName = (names: NameTable, name: NameId): boolean => {
  const first = names.byteOf(name, 0);
  return first !== undefined && first >= UPPER_A && first <= UPPER_Z && names.isUpperCase(name);
};
