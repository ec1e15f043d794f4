// The arguments of macro calls as words. Both expansions share this code: the over-approximate one of all configurations
// (may-expand.ts) and the exact one of a unit (expand.ts). See C11, 6.10.3, and the cpp manual, "Variadic Macros".
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
  ItemFlag,
  OTHER_ARGUMENT,
  PARAMETER_COUNT_SHIFT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  REST_ARGUMENT,
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { callRange, flagsOf, pieceRange, refRange } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { isWord, LIST } from '../summary/word.js';
import { callArguments } from '../unit/unit-region.js';

/** The text of an argument that is one word, a list of words, or a string; null for any other argument. */
export type Argument = string | null;

/** The body of a macro that makes a string of its parameter (`__stringify_1`), as summaries spell it. */
export const STRINGIFYING = '# ?';

/** Stands in a list for an argument that is not a word. */
const UNKNOWN = '?';

/** The arguments that `TP_ARGS(a, b)` passes on, as one argument. */
const listOf = (args: readonly Argument[]): Argument =>
  args.length === 1 ? (args[0] ?? null) : args.map((arg) => arg ?? UNKNOWN).join(LIST);

/** Adds an argument; one that expands to a list is several arguments of the next macro (C11, 6.10.3.4). */
const pushParts = (args: Argument[], arg: Argument): void => {
  if (arg === null || !arg.includes(LIST) || arg.startsWith('"')) args.push(arg);
  else for (const part of arg.split(LIST)) args.push(part === UNKNOWN ? null : part);
};

/** The arguments bound to a variadic parameter; an empty rest is none (cpp manual, "Variadic Macros"). */
const restOf = (bound: readonly Argument[], parameter: number): readonly Argument[] => {
  const rest = bound.slice(parameter);
  return rest.length === 1 && rest[0] === '' ? [] : rest;
};

/** Whether a call's only argument is an unbound parameter: it may stand for any number of arguments. */
const isUncounted = (args: Int32Array, bound: readonly Argument[]): boolean => {
  const [only = 0] = args;
  return args.length === 1 && only < 0 && only > OTHER_ARGUMENT && -1 - only >= bound.length;
};

/**
 * The arguments of the call at `row`, in the body of a macro that was called with `bound`.
 * @param wordOf the text of one argument; `position` is the number of arguments before it.
 * @param passedRest the text of an argument that a variadic parameter passes on.
 */
export const argumentsOfCall = (
  summary: Summary,
  row: number,
  bound: readonly Argument[],
  wordOf: (argument: number, position: number) => Argument,
  passedRest: (rest: Argument) => Argument,
): readonly Argument[] => {
  const args: Argument[] = [];
  const given = callArguments(summary.calls, summary.args, row);
  if (isUncounted(given, bound)) return args;
  for (const argument of given)
    if (argument <= REST_ARGUMENT) {
      for (const rest of restOf(bound, REST_ARGUMENT - argument)) pushParts(args, passedRest(rest));
    } else {
      const value = wordOf(argument, args.length);
      if (argument < 0 && argument > OTHER_ARGUMENT) pushParts(args, value);
      else args.push(value);
    }
  return args;
};

/** A word as a string literal (`#x`). */
export const textOf = (word: Argument): Argument => (word === null ? null : `"${word}"`);

/** The steps of decoding an argument that differ between the two expansions. */
export interface ArgumentExpander {
  /** The one word to which the call at `row` expands; null for anything else. */
  callResult(summary: Summary, row: number, bound: readonly Argument[]): Argument;
  /** An argument after its own expansion (argument pre-expansion, C11, 6.10.3.1). */
  preExpanded(argument: Argument): Argument;
}

/** The text of an argument as summaries number it (see `OTHER_ARGUMENT`). */
export const argumentText = (
  store: SummaryStore,
  summary: Summary,
  argument: number,
  bound: readonly Argument[],
  expander: ArgumentExpander,
): Argument => {
  if (argument >= PASTE_ARGUMENT)
    return pastedText(store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
  if (argument >= CALL_ARGUMENT)
    return expander.callResult(summary, (argument - CALL_ARGUMENT) * CALL_STRIDE, bound);
  if (argument >= 0) return store.names.textOf(argument);
  if (argument === OTHER_ARGUMENT) return null;
  if (argument === EMPTY_ARGUMENT) return '';
  if (argument <= TEXT_ARGUMENT) return textOf(bound[TEXT_ARGUMENT - argument] ?? null);
  return expander.preExpanded(bound[-1 - argument] ?? null);
};

/** Limit of nested results per call: macros that call each other twice need exponentially many. */
const MOST_RESULTS = 1 << 12;

/**
 * The macros whose results are being computed: no macro expands again within its own expansion (C11, 6.10.3.4).
 * Owned by one expander, which resets it for every call in a file.
 */
export class OpenResults {
  private readonly open = new Set<NameId>();
  private started = 0;

  /** Whether the macro may be expanded; if so, call `end` afterwards. */
  begin(callee: NameId): boolean {
    if (this.open.has(callee) || ++this.started > MOST_RESULTS) return false;
    this.open.add(callee);
    return true;
  }

  end(callee: NameId): void {
    this.open.delete(callee);
  }

  /** Whether results are incomplete because there were too many. */
  get isSpent(): boolean {
    return this.started > MOST_RESULTS;
  }

  reset(): void {
    this.started = 0;
  }
}

/** The row of the one call that a macro's body consists of, apart from calls in its arguments; null without one. */
export const outermostCall = (summary: Summary, item: number): number | null => {
  const [from, to] = callRange(summary, item);
  if (from === to) return null;
  let nested = 0;
  for (let row = from; row < to; row += CALL_STRIDE)
    for (const argument of callArguments(summary.calls, summary.args, row))
      if (argument >= CALL_ARGUMENT && argument < PASTE_ARGUMENT) nested++;
  return nested === (to - from) / CALL_STRIDE - 1 ? to - CALL_STRIDE : null;
};

/** The expansion of `#define PARAMS(args...) args`; undefined for a macro whose body is more than one parameter. */
export const passedOn = (summary: Summary, item: number, args: readonly Argument[]): Argument | undefined => {
  const [from, to] = refRange(summary, item);
  const flags = flagsOf(summary, item);
  const count = flags >> PARAMETER_COUNT_SHIFT;
  const parameter = -1 - (summary.refs[from] as number);
  if (to - from !== REF_STRIDE || count === 0 || parameter < 0) return undefined;
  const isRest = (flags & ItemFlag.Variadic) !== 0 && parameter === count - 1;
  return isRest ? listOf(args.slice(parameter)) : (args[parameter] ?? null);
};

/** The name that token pasting makes at `row` (C11, 6.10.3.3); null when a piece is not a word. */
export const pastedText = (
  store: SummaryStore,
  summary: Summary,
  row: number,
  bound: readonly Argument[],
): string | null => {
  const [from, to] = pieceRange(summary, row);
  let text = '';
  for (let i = from; i < to; i++) {
    const piece = summary.pieces[i] as number;
    const part =
      piece >= 0 ? store.names.textOf(piece) : piece === OTHER_ARGUMENT ? null : (bound[-1 - piece] ?? null);
    if (part === null) return null;
    text += part;
  }
  return isWord(text) ? text : null;
};
