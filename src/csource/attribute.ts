// Macros of attributes that take arguments (include/linux/compiler_attributes.h): they declare nothing.
import type { NameId, NameTable } from './name-table.js';

/** Macros that stand before a function's type or after its parameters, and take arguments (include/linux/compiler_attributes.h). */
const ATTRIBUTE_MACRO =
  /^__(?:printf|scanf|aligned|section|alloc_size|malloc|nonnull|must_hold|acquires|releases|acquire|release|cond_acquires|cond_releases|counted_by|assume_aligned|alias|no_kcsan|diagnose_as|copy|error|warning|compiletime_error|compiletime_warning|attribute|no_sanitize_\w+|bpf_kfunc\w*|realloc_size|cleanup|gcov\w*|ro_after_init\w*)(?:__)?$/;

export const isAttributeMacro = (names: NameTable, name: NameId): boolean =>
  names.isReserved(name) && ATTRIBUTE_MACRO.test(names.textOf(name));
