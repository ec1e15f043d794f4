// Takes a macro call apart with its arguments: the names that pasting makes, and the primitives that it comes to.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
  ItemFlag,
  ItemKind,
  OTHER_ARGUMENT,
  PARAMETER_COUNT_SHIFT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  REST_ARGUMENT,
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';
import { callRange, flagsOf, kindOf, pasteRange, refRange } from './item-rows.js';
import { pastedText, STRINGIFYING, textOf } from './loose-expansion.js';
import { PRIMITIVES, type Primitive } from './primitive.js';
import type { SummaryStore } from './summary-store.js';
import { callArguments, type Definition, type UnitRegions } from './unit-region.js';

/** What an argument is, when it is one word: its text. */
export type Argument = string | null;

export interface ExpansionVisitor {
  /** A name that pasting made. */
  readonly pasted: (name: NameId, when: Formula) => void;
  readonly primitive: (primitive: Primitive, args: readonly Argument[], when: Formula) => void;
}

/** Between the arguments of a list, and in place of one that is no word. */
const LIST = ',';
const UNKNOWN = '?';
/** Macros expand into each other this deep at most: the deepest of the kernel stay under 30. */
const DEEPEST_EXPANSION = 48;

export class MacroExpansion {
  private readonly formulas: Formulas;
  private readonly open: Definition[] = [];

  constructor(
    private readonly store: SummaryStore,
    private readonly regions: UnitRegions,
    private readonly expanded: ReadonlySet<NameId>,
    formulas: Formulas,
  ) {
    this.formulas = formulas;
  }

  /** While a visitor is called: the macros whose bodies are being expanded, outermost first. */
  get through(): readonly Definition[] {
    return [...this.open];
  }

  /** Visits the calls of an item that stands outside macros; `only`: the rows of those that matter. */
  callsOf(
    definition: Definition,
    when: Formula,
    visit: (row: number) => ExpansionVisitor,
    only?: ReadonlySet<number>,
  ): void {
    this.calls(definition, [], when, visit, 0, only);
  }

  /** The calls in an item's body, with the arguments that its own parameters are bound to. */
  private calls(
    { summary: index, file, item }: Definition,
    bound: readonly Argument[],
    when: Formula,
    visit: (row: number) => ExpansionVisitor,
    depth: number,
    only?: ReadonlySet<number>,
  ): void {
    const summary = this.store.get(index);
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      if (only?.has(row) === false) continue;
      const callee = summary.calls[row] as number;
      if (!this.expanded.has(callee)) continue;
      const here = this.formulas.and(when, this.regions.when(file, summary.calls[row + 1] as number));
      if (here !== FALSE) this.call(callee, this.argumentsOf(summary, row, bound), here, visit(row), depth);
    }
  }

  private call(
    callee: NameId,
    args: readonly Argument[],
    when: Formula,
    visitor: ExpansionVisitor,
    depth: number,
  ): void {
    const primitive = PRIMITIVES.get(this.store.names.textOf(callee));
    if (primitive !== undefined) {
      const [subject = null, ...rest] = args;
      const others = rest.map((arg) => this.preExpanded(arg));
      for (const { text, here } of this.readingsOf(subject, when))
        visitor.primitive(primitive, [text, ...others], here);
      return;
    }
    if (depth > DEEPEST_EXPANSION) return;
    for (const definition of this.regions.definitionsOf(callee)) {
      const summary = this.store.get(definition.summary);
      if (kindOf(summary, definition.item) !== ItemKind.Macro) continue;
      const here = this.formulas.and(when, definition.when);
      if (here === FALSE) continue;
      this.open.push(definition);
      this.body(summary, definition, args, here, visitor, depth);
      this.open.pop();
    }
  }

  private body(
    summary: Summary,
    definition: Definition,
    args: readonly Argument[],
    when: Formula,
    visitor: ExpansionVisitor,
    depth: number,
  ): void {
    const [pasteFrom, pasteTo] = pasteRange(summary, definition.item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const text = pastedText(this.store, summary, row, args);
      // A name that no file spells out is neither defined nor asked for.
      const name = text === null ? undefined : this.store.names.find(text);
      if (name === undefined) continue;
      const here = this.formulas.and(when, this.regions.when(definition.file, summary.pastes[row] as number));
      if (here !== FALSE) visitor.pasted(name, here);
    }
    this.calls(definition, args, when, () => visitor, depth + 1);
    // `#define f g`: the call is one of g.
    if ((flagsOf(summary, definition.item) & ItemFlag.FunctionLike) === 0) {
      const [ref, end] = refRange(summary, definition.item);
      const target = summary.refs[ref] as number;
      if (end - ref === REF_STRIDE && target >= 0 && this.expanded.has(target))
        this.call(target, args, when, visitor, depth + 1);
    }
  }

  private argumentsOf(summary: Summary, row: number, bound: readonly Argument[]): readonly Argument[] {
    const args: Argument[] = [];
    for (const argument of callArguments(summary.calls, summary.args, row))
      if (argument <= REST_ARGUMENT) {
        const rest = bound.slice(REST_ARGUMENT - argument);
        // `, ##__VA_ARGS__` of nothing takes its comma away (cpp manual, "Variadic Macros").
        if (rest.length === 1 && rest[0] === '') continue;
        for (const one of rest) args.push(...this.parts(this.preExpanded(one)));
      } else {
        const value = this.argument(summary, argument, bound);
        // A parameter that stands for a list is several arguments of the next macro (C11, 6.10.3.4).
        if (argument < 0 && argument > OTHER_ARGUMENT) args.push(...this.parts(value));
        else args.push(value);
      }
    return args;
  }

  private argument(summary: Summary, argument: number, bound: readonly Argument[]): Argument {
    if (argument >= PASTE_ARGUMENT)
      return pastedText(this.store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
    if (argument >= CALL_ARGUMENT) {
      const row = (argument - CALL_ARGUMENT) * CALL_STRIDE;
      return this.resultOf(summary.calls[row] as number, this.argumentsOf(summary, row, bound), 0);
    }
    if (argument >= 0) return this.store.names.textOf(argument);
    if (argument === OTHER_ARGUMENT) return null;
    if (argument === EMPTY_ARGUMENT) return '';
    if (argument <= TEXT_ARGUMENT) return textOf(bound[TEXT_ARGUMENT - argument] ?? null);
    // An argument is expanded before it is put in, unless it is pasted there (C11, 6.10.3.1).
    return this.preExpanded(bound[-1 - argument] ?? null);
  }

  /** The arguments that `TP_ARGS(a, b)` passes on. */
  private parts(value: Argument): readonly Argument[] {
    if (value === null || value.startsWith('"') || !value.includes(LIST)) return [value];
    return value.split(LIST).map((part) => (part === UNKNOWN ? null : part));
  }

  /** The word that an argument is; a function that `#define` changes under a condition stays as it is. */
  private preExpanded(argument: Argument): Argument {
    if (argument === null || !/^[A-Za-z_]\w*$/.test(argument)) return argument;
    const name = this.store.names.find(argument);
    if (name === undefined) return argument;
    const [first, ...more] = this.regions.aliases(name);
    const isSettled = more.length === 0 || this.store.isOnlyMacro(name);
    return first !== undefined && isSettled ? this.store.names.textOf(first.name) : argument;
  }

  /** What an argument of a primitive is, under which condition. */
  private readingsOf(
    argument: Argument,
    when: Formula,
  ): readonly { readonly text: Argument; readonly here: Formula }[] {
    const name =
      argument === null || !/^[A-Za-z_]\w*$/.test(argument) ? undefined : this.store.names.find(argument);
    if (name === undefined) return [{ text: argument, here: when }];
    return this.regions
      .aliases(name)
      .map((alias) => ({
        text: this.store.names.textOf(alias.name),
        here: this.formulas.and(when, alias.when),
      }))
      .filter(({ here }) => here !== FALSE);
  }

  /** The one word that a macro call comes to (`STATIC_CALL_KEY(x)`); null when it is none. */
  private resultOf(callee: NameId, args: readonly Argument[], depth: number): Argument {
    if (depth > DEEPEST_EXPANSION) return null;
    for (const definition of this.regions.definitionsOf(callee)) {
      const summary = this.store.get(definition.summary);
      if (kindOf(summary, definition.item) !== ItemKind.Macro) continue;
      const [pasteFrom, pasteTo] = pasteRange(summary, definition.item);
      const [callFrom, callTo] = callRange(summary, definition.item);
      if (pasteTo - pasteFrom === PASTE_STRIDE && callTo === callFrom)
        return pastedText(this.store, summary, pasteFrom, args);
      if (callTo - callFrom === CALL_STRIDE && pasteTo === pasteFrom)
        return this.resultOf(
          summary.calls[callFrom] as number,
          this.argumentsOf(summary, callFrom, args),
          depth + 1,
        );
      const flags = flagsOf(summary, definition.item);
      const count = flags >> PARAMETER_COUNT_SHIFT;
      const [refFrom, refTo] = refRange(summary, definition.item);
      if (count === 1 && this.store.valueText(definition.summary, definition.item) === STRINGIFYING)
        return textOf(args[0] ?? null);
      if (refTo - refFrom === REF_STRIDE && count > 0 && (summary.refs[refFrom] as number) < 0) {
        const parameter = -1 - (summary.refs[refFrom] as number);
        if ((flags & ItemFlag.Variadic) !== 0 && args.length === 0) return '';
        if ((flags & ItemFlag.Variadic) === 0 || parameter < count - 1 || args.length <= count)
          return this.preExpanded(args[parameter] ?? null);
        return args
          .slice(parameter)
          .map((arg) => arg ?? UNKNOWN)
          .join(LIST);
      }
      return null;
    }
    return null;
  }
}
