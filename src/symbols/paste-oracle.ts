// Whether a macro call can come to a name that is looked for, in any configuration: every definition of every macro is
// tried. A quick answer before any unit is read.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  ItemKind,
  OTHER_ARGUMENT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  type Summary,
} from '../csource/summary.js';
import { callRange, kindOf, pasteRange, refRange } from './item-rows.js';
import { PRIMITIVES } from './primitive.js';
import type { SummaryStore } from './summary-store.js';
import { callArguments } from './unit-region.js';

/** Macros expand into each other this deep at most. */
const DEEPEST_EXPANSION = 24;

type Argument = string | null;

export class PasteOracle {
  private readonly answers = new Map<string, boolean>();

  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly wanted: ReadonlySet<NameId>,
  ) {}

  /** Whether one of these calls comes to a wanted name with the arguments that stand there. */
  anyCall(summary: Summary, [from, to]: readonly [number, number]): boolean {
    for (let row = from; row < to; row += CALL_STRIDE) {
      const callee = summary.calls[row] as number;
      if (this.expanded.has(callee) && this.call(callee, this.argumentsOf(summary, row, []), 0)) return true;
    }
    return false;
  }

  private call(callee: NameId, args: readonly Argument[], depth: number): boolean {
    const primitive = PRIMITIVES.get(this.store.names.textOf(callee));
    if (primitive !== undefined)
      return primitive.kind !== 'export' && this.isWanted((args[0] ?? '').replace(/^"(.*)"$/, '$1'));
    // Without a word to paste no name comes of it.
    if (depth > DEEPEST_EXPANSION || !args.some((arg) => arg !== null)) return false;
    const key = `${callee} ${args.join(',')}`;
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    this.answers.set(key, false);
    const answer = this.anyDefinition(callee, args, depth);
    this.answers.set(key, answer);
    return answer;
  }

  private anyDefinition(callee: NameId, args: readonly Argument[], depth: number): boolean {
    const pairs = this.store.definitionsOf(callee);
    for (let i = 0; i < pairs.length; i += 2) {
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(summary, item) === ItemKind.Macro && this.body(summary, item, args, depth)) return true;
    }
    return false;
  }

  private body(summary: Summary, item: number, args: readonly Argument[], depth: number): boolean {
    const [pasteFrom, pasteTo] = pasteRange(summary, item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const text = pastedText(this.store, summary, row, args);
      if (text !== null && this.isWanted(text)) return true;
    }
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      const callee = summary.calls[row] as number;
      if (this.expanded.has(callee) && this.call(callee, this.argumentsOf(summary, row, args), depth + 1))
        return true;
    }
    const [ref, end] = refRange(summary, item);
    const target = summary.refs[ref] as number;
    return (
      from === to &&
      end - ref === REF_STRIDE &&
      target >= 0 &&
      this.expanded.has(target) &&
      this.call(target, args, depth + 1)
    );
  }

  private isWanted(text: string): boolean {
    return text !== '' && this.wanted.has(this.store.names.idOf(text));
  }

  private argumentsOf(summary: Summary, row: number, bound: readonly Argument[]): readonly Argument[] {
    return Array.from(callArguments(summary.calls, summary.args, row), (argument): Argument => {
      if (argument >= PASTE_ARGUMENT)
        return pastedText(this.store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
      if (argument >= CALL_ARGUMENT)
        return this.resultOf(summary, (argument - CALL_ARGUMENT) * CALL_STRIDE, bound, 0);
      if (argument >= 0) return this.alias(this.store.names.textOf(argument));
      return argument === OTHER_ARGUMENT ? null : (bound[-1 - argument] ?? null);
    });
  }

  /** The word that an argument's own call comes to, by the first definition that gives one. */
  private resultOf(summary: Summary, row: number, bound: readonly Argument[], depth: number): Argument {
    const args = this.argumentsOf(summary, row, bound);
    const pairs = this.store.definitionsOf(summary.calls[row] as number);
    for (let i = 0; i < pairs.length && depth < DEEPEST_EXPANSION; i += 2) {
      const inner = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(inner, item) !== ItemKind.Macro) continue;
      const [pasteFrom, pasteTo] = pasteRange(inner, item);
      if (pasteTo - pasteFrom === PASTE_STRIDE) return pastedText(this.store, inner, pasteFrom, args);
      const [from, to] = callRange(inner, item);
      if (to - from === CALL_STRIDE) return this.resultOf(inner, from, args, depth + 1);
    }
    return null;
  }

  /** `#define a b`: the word that a word stands for. */
  private alias(word: string): string {
    const pairs = this.store.definitionsOf(this.store.names.idOf(word));
    for (let i = 0; i < pairs.length; i += 2) {
      const text = this.store.valueText(pairs[i] as number, pairs[i + 1] as number);
      if (text !== undefined && /^[A-Za-z_]\w*$/.test(text)) return text;
    }
    return word;
  }
}

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
  return /^[A-Za-z_]\w*$/.test(text) ? text : null;
};
