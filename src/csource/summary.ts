// The facts of one file in all configurations: a pure function of its bytes (docs/design.md, idea 2).
// Facts are rows of numbers in typed arrays: a kernel has about twenty million of them.

import type { DeferredNumbers } from './deferred-number.js';
import type { NameId } from './name-table.js';

/** Kinds of regions: code with a condition. Regions form a tree; region 0 is the whole file. */
export const RegionKind = {
  /** Row: [If, parent, expression]: code after `#if`. */
  If: 0,
  /** Row: [Else, parent, expression]: code for which the `#if` must not hold. */
  Else: 1,
  /** Row: [Then, parent, expression]: code that runs only if a C condition holds. */
  Then: 2,
  /** Row: [Otherwise, parent, expression]: code that runs only if a C condition does not hold. */
  Otherwise: 3,
  /** Row: [Argument, parent, name, index]: an argument of a possible macro. */
  Argument: 4,
  /** Row: [Both, one, other]: code in a preprocessor region and in a C region. */
  Both: 5,
  /** Row: [Plain, parent, name, index]: an argument that is a name or its address; evaluating it has no effect. */
  Plain: 6,
} as const;
/** Columns of `regions`. The subject is an expression, a region or a name, and only arguments have an index: see `RegionKind`. */
export const RegionColumn = { Kind: 0, Parent: 1, Subject: 2, Index: 3 } as const;
export const REGION_STRIDE = 4;

/** Kinds of directives that the preprocessor executes in order. */
export const EventKind = {
  /** Row: [Define, item, region, line] */
  Define: 0,
  /** Row: [Undefine, name, region, line] */
  Undefine: 1,
  /** Row: [Include, index into `includes`, region, line] */
  Include: 2,
  /** Row: [Enter, 0, region, line]: the preprocessor evaluates the condition of a region here. */
  Enter: 3,
} as const;
/** Columns of `events`; `EventKind` says what the subject is. */
export const EventColumn = { Kind: 0, Subject: 1, Region: 2, Line: 3 } as const;
export const EVENT_STRIDE = 4;

/** Kinds of items: what a file defines, declares or invokes outside of functions. */
export const ItemKind = {
  Macro: 0,
  Function: 1,
  Variable: 2,
  /** A macro invoked in place of a declaration. */
  Invocation: 3,
  /** A prototype of a function. */
  Prototype: 4,
} as const;
/** Flags of items, as bits. */
export const ItemFlag = {
  /** `static`. */
  Static: 1,
  /** `inline`; of a macro: it expands to `static inline` or similar. */
  Inline: 2,
  /** A macro with parameters. */
  FunctionLike: 4,
  Variadic: 8,
  /** `extern`: with `inline` never a definition that others link to. */
  Extern: 16,
  /** A prototype with an error attribute: the compiler rejects every call that it does not remove. */
  Never: 32,
  /** `inline` alone: with gnu_inline the unit emits a definition that others link to (include/linux/compiler_types.h). */
  Emitted: 64,
} as const;
/** The flags of a macro contain the number of its parameters from this bit on. */
export const PARAMETER_COUNT_SHIFT = 8;

/** Columns of `items`. The rows of an item in `refs`, `calls` and `pastes` begin where those of the item before end. */
export const ItemColumn = {
  Kind: 0,
  Flags: 1,
  Name: 2,
  Region: 3,
  Line: 4,
  RefsEnd: 5,
  CallsEnd: 6,
  PastesEnd: 7,
} as const;
export const ITEM_STRIDE = 8;
/** Columns of `refs`. The name is `-1 - n` for parameter n of the macro around it. */
export const RefColumn = { Name: 0, Region: 1, Line: 2 } as const;
export const REF_STRIDE = 3;
/**
 * Columns of `calls`; the arguments of a call end at `ArgsEnd` in `args` and begin where those of the call before end.
 * A function with a word before its type that may be a macro for `inline` "calls" the keyword `inline` with that word.
 */
export const CallColumn = { Callee: 0, Region: 1, Line: 2, ArgsEnd: 3 } as const;
export const CALL_STRIDE = 4;
/** Columns of `pastes`; the pieces of the pasted name end at `PiecesEnd` in `pieces`. */
export const PasteColumn = { Region: 0, Line: 1, PiecesEnd: 2 } as const;
export const PASTE_STRIDE = 3;

/**
 * An argument (or a piece of a pasted name) as one number:
 * - a name's id;
 * - `-1 - n`: parameter n of the macro around it;
 * - `TEXT_ARGUMENT - n`: parameter n as a string (`#x`);
 * - `REST_ARGUMENT - n`: all arguments of the variadic parameter n;
 * - `EMPTY_ARGUMENT`: no tokens;
 * - `CALL_ARGUMENT + n`: the result of call n;
 * - `PASTE_ARGUMENT + n`: pasted name n;
 * - `OTHER_ARGUMENT`: anything else.
 */
export const OTHER_ARGUMENT = -1_000_000;
export const TEXT_ARGUMENT = OTHER_ARGUMENT - 1;
export const EMPTY_ARGUMENT = OTHER_ARGUMENT - 500;
export const REST_ARGUMENT = OTHER_ARGUMENT - 1000;
export const CALL_ARGUMENT = 1 << 28;
export const PASTE_ARGUMENT = 1 << 29;

/**
 * Columns of `numbers`. The expression is that of the value, -1 for a value longer than any that a condition uses.
 * Item numbers of these macros begin at `NUMBER_ITEM`. Nine in ten definitions of a kernel are such macros: registers.
 */
export const NumberColumn = { Name: 0, Region: 1, Line: 2, Expression: 3 } as const;
export const NUMBER_STRIDE = 4;
export const NUMBER_ITEM = 1 << 26;

/** Columns of `values`; rows are sorted by item. */
export const ValueColumn = { Item: 0, Expression: 1 } as const;
export const VALUE_STRIDE = 2;

/** The operand of an `#include`. */
export interface Include {
  /** The text between the quotes or brackets; for a computed include the name of the macro. */
  readonly path: string;
  readonly form: 'quote' | 'angle' | 'macro';
}

/**
 * The facts of one file. Immutable; name ids are those of the table of the `Summariser`, so a summary is valid only with
 * its table. Rows are in the order of the file unless stated otherwise.
 */
export interface Summary {
  readonly regions: Int32Array;
  /** Texts of the conditions, tokens separated by one space. */
  readonly expressions: readonly string[];
  readonly events: Int32Array;
  readonly includes: readonly Include[];
  readonly items: Int32Array;
  /** Macros that expand to one number; `events` does not contain their definitions. */
  readonly numbers: Int32Array;
  /** Such macros that `numbers` lacks because their names are not in the table. */
  readonly deferred?: DeferredNumbers;
  readonly refs: Int32Array;
  readonly calls: Int32Array;
  readonly args: Int32Array;
  readonly pastes: Int32Array;
  readonly pieces: Int32Array;
  /** The values of macros without references and of functions that only return an expression. */
  readonly values: Int32Array;
  /** The macro of the include guard around the whole file (cpp manual, "Once-Only Headers"); -1 when there is none. */
  readonly guard: NameId;
  /** The region inside the guard; 0 when there is none (or `#pragma once`). */
  readonly guardRegion: number;
}

export const itemCount = (summary: Summary): number => summary.items.length / ITEM_STRIDE;
