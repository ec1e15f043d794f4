// What a macro call can come to, in any configuration: every definition of every macro is tried. A quick answer before
// any unit is read.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  ItemFlag,
  ItemKind,
  OTHER_ARGUMENT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { callRange, flagsOf, kindOf, pasteRange, refRange } from './item-rows.js';
import { PRIMITIVES } from './primitive.js';
import type { SummaryStore } from './summary-store.js';
import { callArguments } from './unit-region.js';

/** Macros expand into each other this deep at most. */
const DEEPEST_EXPANSION = 24;

type Argument = string | null;

/** Names that a call can make. */
export interface Outcome {
  /** By pasting, or by handing them to `symbol_get` and its kin. */
  readonly named: ReadonlySet<string>;
  readonly exported: ReadonlySet<string>;
}

/** Value of a macro that makes a text of its parameter (`__stringify_1`), as summaries spell it. */
export const STRINGIFYING = '# ?';

/** A word between quotes. */
export const textOf = (word: Argument): Argument => (word === null ? null : `"${word}"`);

const NO_NAMES: readonly NameId[] = [];
const NOTHING: Outcome = { named: new Set(), exported: new Set() };

interface Draft {
  readonly named: Set<string>;
  readonly exported: Set<string>;
}

export class LooseExpansion {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly ids = new WeakMap<Outcome, readonly NameId[]>();

  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
  ) {}

  /** What the call at `row` comes to with the arguments that stand there. */
  outcome(summary: Summary, row: number): Outcome {
    const callee = summary.calls[row] as number;
    return this.expanded.has(callee) ? this.call(callee, this.argumentsOf(summary, row, []), 0) : NOTHING;
  }

  /** The names that the call at `row` makes, or hands to `symbol_get` and its kin. */
  namedBy(summary: Summary, row: number): readonly NameId[] {
    if (!this.expanded.has(summary.calls[row] as number)) return NO_NAMES;
    const outcome = this.outcome(summary, row);
    let ids = this.ids.get(outcome);
    if (ids === undefined) {
      ids = Array.from(outcome.named, (text) => this.store.names.idOf(text));
      this.ids.set(outcome, ids);
    }
    return ids;
  }

  private call(callee: NameId, args: readonly Argument[], depth: number): Outcome {
    const primitive = PRIMITIVES.get(this.store.names.textOf(callee));
    if (primitive !== undefined) {
      const word = args[0]?.replace(/^"(.*)"$/, '$1');
      const subject = new Set(word ? [word, this.alias(word)] : []);
      return primitive.kind === 'export'
        ? { named: NOTHING.named, exported: subject }
        : { named: subject, exported: NOTHING.exported };
    }
    // Without a word to paste no name comes of it.
    if (depth > DEEPEST_EXPANSION || !args.some((arg) => arg !== null)) return NOTHING;
    const key = `${callee} ${args.join(',')}`;
    const known = this.outcomes.get(key);
    if (known !== undefined) return known;
    this.outcomes.set(key, NOTHING);
    let outcome = this.definitions(callee, args, depth);
    // Each argument can be another word where `#define a b` holds, and itself where it does not.
    const aliased = args.map((arg) => (arg === null ? null : this.alias(arg)));
    if (aliased.some((arg, i) => arg !== args[i]))
      outcome = union(outcome, this.call(callee, aliased, depth + 1));
    this.outcomes.set(key, outcome);
    return outcome;
  }

  private definitions(callee: NameId, args: readonly Argument[], depth: number): Outcome {
    const draft: Draft = { named: new Set(), exported: new Set() };
    const pairs = this.store.definitionsOf(callee);
    for (let i = 0; i < pairs.length; i += 2) {
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(summary, item) === ItemKind.Macro) this.body(summary, item, args, depth, draft);
    }
    return draft;
  }

  private body(summary: Summary, item: number, args: readonly Argument[], depth: number, draft: Draft): void {
    const [pasteFrom, pasteTo] = pasteRange(summary, item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const text = pastedText(this.store, summary, row, args);
      if (text !== null) draft.named.add(text);
    }
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      const callee = summary.calls[row] as number;
      if (this.expanded.has(callee))
        merge(draft, this.call(callee, this.argumentsOf(summary, row, args), depth + 1));
    }
    const [ref, end] = refRange(summary, item);
    const target = summary.refs[ref] as number;
    // `#define f g`: the call is one of g.
    if (from === to && end - ref === REF_STRIDE && target >= 0 && this.expanded.has(target))
      merge(draft, this.call(target, args, depth + 1));
  }

  private argumentsOf(summary: Summary, row: number, bound: readonly Argument[]): readonly Argument[] {
    return Array.from(callArguments(summary.calls, summary.args, row), (argument): Argument => {
      if (argument >= PASTE_ARGUMENT)
        return pastedText(this.store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
      if (argument >= CALL_ARGUMENT)
        return this.resultOf(summary, (argument - CALL_ARGUMENT) * CALL_STRIDE, bound, 0);
      if (argument >= 0) {
        const word = this.store.names.textOf(argument);
        return this.store.isOnlyMacro(argument) ? this.alias(word) : word;
      }
      if (argument === OTHER_ARGUMENT) return null;
      return argument <= TEXT_ARGUMENT
        ? textOf(bound[TEXT_ARGUMENT - argument] ?? null)
        : (bound[-1 - argument] ?? null);
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
      if (this.store.valueText(pairs[i] as number, item) === STRINGIFYING) return textOf(args[0] ?? null);
      const [from, to] = callRange(inner, item);
      if (to - from === CALL_STRIDE) return this.resultOf(inner, from, args, depth + 1);
    }
    return null;
  }

  /** `#define a b`: the word that a word stands for. */
  private alias(word: string): string {
    const pairs = this.store.definitionsOf(this.store.names.idOf(word));
    for (let i = 0; i < pairs.length; i += 2) {
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      const isWord =
        kindOf(summary, item) === ItemKind.Macro && (flagsOf(summary, item) & ItemFlag.FunctionLike) === 0;
      const text = isWord ? this.store.valueText(pairs[i] as number, item) : undefined;
      if (text !== undefined && /^[A-Za-z_]\w*$/.test(text)) return text;
    }
    return word;
  }
}

const union = (a: Outcome, b: Outcome): Outcome => ({
  named: new Set([...a.named, ...b.named]),
  exported: new Set([...a.exported, ...b.exported]),
});

const merge = (draft: Draft, { named, exported }: Outcome): void => {
  for (const name of named) draft.named.add(name);
  for (const name of exported) draft.exported.add(name);
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
  return /^[A-Za-z_]\w*$/.test(text) ? text : null;
};
