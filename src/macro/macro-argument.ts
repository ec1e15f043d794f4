// The arguments of macro calls as words, and what calls make of them: what both expansions share, the quick one over all
// configurations and the exact one within a unit (C11, 6.10.3; cpp manual, "Variadic Macros").
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  ItemFlag,
  OTHER_ARGUMENT,
  PARAMETER_COUNT_SHIFT,
  PASTE_ARGUMENT,
  REF_STRIDE,
  REST_ARGUMENT,
  type Summary,
} from '../csource/summary.js';
import { callRange, flagsOf, refRange } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { isWord, LIST } from '../summary/word.js';
import { callArguments } from '../unit/unit-region.js';

/** What an argument is, when it is one word: its text. */
export type Argument = string | null;

/** Value of a macro that makes a text of its parameter (`__stringify_1`), as summaries spell it. */
export const STRINGIFYING = '# ?';

/** In a list, in place of an argument that is no word. */
const UNKNOWN = '?';

/** What `TP_ARGS(a, b)` passes on, as one argument. */
const listOf = (args: readonly Argument[]): Argument =>
  args.length === 1 ? (args[0] ?? null) : args.map((arg) => arg ?? UNKNOWN).join(LIST);

/** Adds the arguments of the next macro that one argument comes to when it is expanded (C11, 6.10.3.4). */
const pushParts = (args: Argument[], arg: Argument): void => {
  if (arg === null || !arg.includes(LIST) || arg.startsWith('"')) args.push(arg);
  else for (const part of arg.split(LIST)) args.push(part === UNKNOWN ? null : part);
};

/** What a variadic parameter stands for: `, ##__VA_ARGS__` of nothing takes its comma away (cpp manual, "Variadic Macros"). */
const restOf = (bound: readonly Argument[], parameter: number): readonly Argument[] => {
  const rest = bound.slice(parameter);
  return rest.length === 1 && rest[0] === '' ? [] : rest;
};

/** Whether a call's one argument is a parameter of a macro that nothing calls here: it may stand for any number of them. */
const isUncounted = (args: Int32Array, bound: readonly Argument[]): boolean => {
  const [only = 0] = args;
  return args.length === 1 && only < 0 && only > OTHER_ARGUMENT && -1 - only >= bound.length;
};

/**
 * The arguments of the call at `row`, in the body of a macro that was called with `bound`.
 * @param wordOf what one argument is; `position`: of how many it stands behind.
 * @param handedOn what an argument is that a variadic parameter hands on.
 */
export const argumentsOfCall = (
  summary: Summary,
  row: number,
  bound: readonly Argument[],
  wordOf: (argument: number, position: number) => Argument,
  handedOn: (rest: Argument) => Argument,
): readonly Argument[] => {
  const args: Argument[] = [];
  const given = callArguments(summary.calls, summary.args, row);
  if (isUncounted(given, bound)) return args;
  for (const argument of given)
    if (argument <= REST_ARGUMENT) {
      for (const rest of restOf(bound, REST_ARGUMENT - argument)) pushParts(args, handedOn(rest));
    } else {
      const value = wordOf(argument, args.length);
      // A parameter that stands for a list is several arguments of the next macro (C11, 6.10.3.4).
      if (argument < 0 && argument > OTHER_ARGUMENT) pushParts(args, value);
      else args.push(value);
    }
  return args;
};

/** A word between quotes. */
export const textOf = (word: Argument): Argument => (word === null ? null : `"${word}"`);

/** Results of calls that one call may ask for: macros that call each other twice ask for as many as there are ways. */
const MOST_RESULTS = 1 << 12;

/** The macros whose results are being found: none expands again in its own expansion (C11, 6.10.3.4). */
export class OpenResults {
  private readonly open = new Set<NameId>();
  private asked = 0;

  /** Whether the macro may be expanded; `end` follows then. */
  begin(callee: NameId): boolean {
    if (this.open.has(callee) || ++this.asked > MOST_RESULTS) return false;
    this.open.add(callee);
    return true;
  }

  end(callee: NameId): void {
    this.open.delete(callee);
  }

  /** Whether results were left out because there were too many. */
  get isSpent(): boolean {
    return this.asked > MOST_RESULTS;
  }

  /** Another call is asked for. */
  reset(): void {
    this.asked = 0;
  }
}

/** The one call that a macro's body is, other calls being its arguments; null when it is none or several. */
export const outermostCall = (summary: Summary, item: number): number | null => {
  const [from, to] = callRange(summary, item);
  if (from === to) return null;
  let nested = 0;
  for (let row = from; row < to; row += CALL_STRIDE)
    for (const argument of callArguments(summary.calls, summary.args, row))
      if (argument >= CALL_ARGUMENT && argument < PASTE_ARGUMENT) nested++;
  return nested === (to - from) / CALL_STRIDE - 1 ? to - CALL_STRIDE : null;
};

/** What `#define PARAMS(args...) args` comes to; undefined for a macro that is more than one of its parameters. */
export const passedOn = (summary: Summary, item: number, args: readonly Argument[]): Argument | undefined => {
  const [from, to] = refRange(summary, item);
  const flags = flagsOf(summary, item);
  const count = flags >> PARAMETER_COUNT_SHIFT;
  const parameter = -1 - (summary.refs[from] as number);
  if (to - from !== REF_STRIDE || count === 0 || parameter < 0) return undefined;
  const isRest = (flags & ItemFlag.Variadic) !== 0 && parameter === count - 1;
  return isRest ? listOf(args.slice(parameter)) : (args[parameter] ?? null);
};

/** The name that the paste at `row` makes of bound arguments; null when one of its pieces is no word. */
export const pastedText = (
  store: SummaryStore,
  summary: Summary,
  row: number,
  bound: readonly Argument[],
): string | null => {
  const start = row === 0 ? 0 : (summary.pastes[row - 1] as number);
  let text = '';
  for (let i = start; i < (summary.pastes[row + 2] as number); i++) {
    const piece = summary.pieces[i] as number;
    const part =
      piece >= 0 ? store.names.textOf(piece) : piece === OTHER_ARGUMENT ? null : (bound[-1 - piece] ?? null);
    if (part === null) return null;
    text += part;
  }
  return isWord(text) ? text : null;
};
