// What one file says, whatever the configuration is: a pure function of its bytes (docs/design.md, idea 2).
// Facts are rows of numbers in typed arrays: a kernel has some twenty million of them.

import type { DeferredNumbers } from './deferred-number.js';
import type { NameId } from './name-table.js';

/** What a region's condition is. Regions form a tree; region 0 is the whole file. */
export const RegionKind = {
  /** Row: [If, parent, expression] after `#if`. */
  If: 0,
  /** Row: [Else, parent, expression] where the `#if` does not hold. */
  Else: 1,
  /** Row: [Then, parent, expression] code that runs only if a C condition holds. */
  Then: 2,
  /** Row: [Otherwise, parent, expression] code that runs only if it does not. */
  Otherwise: 3,
  /** Row: [Argument, parent, name, index] an argument of what may be a macro. */
  Argument: 4,
  /** Row: [Both, one, other] code in a preprocessor region and in a C region at once. */
  Both: 5,
  /** Row: [Plain, parent, name, index] an argument that is one name or its address: nothing happens where it is evaluated. */
  Plain: 6,
} as const;
/** Columns of `regions`. The subject is an expression, a region or a name, and only arguments have an index: see `RegionKind`. */
export const RegionColumn = { Kind: 0, Parent: 1, Subject: 2, Index: 3 } as const;
export const REGION_STRIDE = 4;

export const EventKind = {
  /** Row: [Define, item, region, line] */
  Define: 0,
  /** Row: [Undefine, name, region, line] */
  Undefine: 1,
  /** Row: [Include, index into `includes`, region, line] */
  Include: 2,
  /** Row: [Enter, 0, region, line]: the condition of a preprocessor region is asked here. */
  Enter: 3,
} as const;
/** Columns of `events`; `EventKind` says what the subject is. */
export const EventColumn = { Kind: 0, Subject: 1, Region: 2, Line: 3 } as const;
export const EVENT_STRIDE = 4;

export const ItemKind = {
  Macro: 0,
  Function: 1,
  Variable: 2,
  /** A macro invoked where a declaration would stand. */
  Invocation: 3,
  /** A prototype: the file says that the function exists somewhere. */
  Prototype: 4,
} as const;
export const ItemFlag = {
  /** `static`, or `inline` without being emitted for others. */
  Static: 1,
  /** Of a macro: it stands for `static inline` and the like. */
  Inline: 2,
  /** A macro with parameters. */
  FunctionLike: 4,
  Variadic: 8,
  /** `extern inline` and the like: never a definition that others link to. */
  Extern: 16,
  /** A prototype whose calls the compiler refuses: no code that is built has one. */
  Never: 32,
  /** `inline` alone: with gnu_inline, code of the unit that others link to (include/linux/compiler_types.h). */
  Emitted: 64,
} as const;
/** The flags of a macro hold the number of its parameters from this bit on. */
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
/** Columns of `pastes`; the pieces of a pasted name end at `PiecesEnd` in `pieces`. */
export const PasteColumn = { Region: 0, Line: 1, PiecesEnd: 2 } as const;
export const PASTE_STRIDE = 3;

/**
 * An argument (or a piece of a pasted name) as one number: a name's id; `-1 - n` for parameter n of the macro around it;
 * `TEXT_ARGUMENT - n` for the text of parameter n (`#x`); `REST_ARGUMENT - n` for all that the variadic parameter n stands
 * for; `EMPTY_ARGUMENT` for nothing; `OTHER_ARGUMENT` for anything else; `CALL_ARGUMENT + n` for the result of call n; `PASTE_ARGUMENT + n` for pasted name n.
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

export interface Include {
  /** As written between the quotes or brackets; a macro's name when it is computed. */
  readonly path: string;
  readonly form: 'quote' | 'angle' | 'macro';
}

export interface Summary {
  readonly regions: Int32Array;
  /** Texts of the conditions, tokens separated by one space. */
  readonly expressions: readonly string[];
  readonly events: Int32Array;
  readonly includes: readonly Include[];
  readonly items: Int32Array;
  /** Macros that stand for one number, in order; `events` leaves out where they are defined. */
  readonly numbers: Int32Array;
  /** Such macros that `numbers` lacks, as their names are in no table so far. */
  readonly aside?: DeferredNumbers;
  readonly refs: Int32Array;
  readonly calls: Int32Array;
  readonly args: Int32Array;
  readonly pastes: Int32Array;
  readonly pieces: Int32Array;
  /** Rows of [item, expression]: what a macro without references, or a function that only returns, comes to. */
  readonly values: Int32Array;
  /** Macro of the include guard around the whole file (cpp manual, "Once-Only Headers"); -1 when there is none. */
  readonly guard: NameId;
  /** The region inside the guard; 0 when there is none (or `#pragma once`). */
  readonly guardRegion: number;
}

export const itemCount = (summary: Summary): number => summary.items.length / ITEM_STRIDE;
