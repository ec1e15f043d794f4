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
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';
import { callRange, flagsOf, kindOf, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { isWord } from '../summary/word.js';
import { PRIMITIVES, type Primitive } from '../unit/primitive.js';
import type { Definition, UnitRegions } from '../unit/unit-region.js';
import {
  type Argument,
  argumentsOfCall,
  OpenResults,
  outermostCall,
  passedOn,
  pastedText,
  STRINGIFYING,
  textOf,
} from './macro-argument.js';

export interface ExpansionVisitor {
  /** A name that pasting made. */
  readonly pasted: (name: NameId, when: Formula) => void;
  readonly primitive: (primitive: Primitive, args: readonly Argument[], when: Formula) => void;
}

/** Macros expand into each other this deep at most: the deepest of the kernel stay under 30. */
const DEEPEST_EXPANSION = 48;

export class MacroExpander {
  private readonly formulas: Formulas;
  private readonly open: Definition[] = [];
  private readonly results = new OpenResults();

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
    this.results.reset();
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
    const wordOf = (argument: number): Argument => this.argument(summary, argument, bound);
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => this.preExpanded(rest));
  }

  private argument(summary: Summary, argument: number, bound: readonly Argument[]): Argument {
    if (argument >= PASTE_ARGUMENT)
      return pastedText(this.store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
    if (argument >= CALL_ARGUMENT) {
      const row = (argument - CALL_ARGUMENT) * CALL_STRIDE;
      return this.resultOf(summary.calls[row] as number, this.argumentsOf(summary, row, bound));
    }
    if (argument >= 0) return this.store.names.textOf(argument);
    if (argument === OTHER_ARGUMENT) return null;
    if (argument === EMPTY_ARGUMENT) return '';
    if (argument <= TEXT_ARGUMENT) return textOf(bound[TEXT_ARGUMENT - argument] ?? null);
    // An argument is expanded before it is put in, unless it is pasted there (C11, 6.10.3.1).
    return this.preExpanded(bound[-1 - argument] ?? null);
  }

  /** The word that an argument is; a function that `#define` changes under a condition stays as it is. */
  private preExpanded(argument: Argument): Argument {
    if (argument === null || !isWord(argument)) return argument;
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
    const name = argument === null || !isWord(argument) ? undefined : this.store.names.find(argument);
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
  private resultOf(callee: NameId, args: readonly Argument[]): Argument {
    if (!this.results.begin(callee)) return null;
    const result = this.resultOfBody(callee, args);
    this.results.end(callee);
    return result;
  }

  private resultOfBody(callee: NameId, args: readonly Argument[]): Argument {
    for (const definition of this.regions.definitionsOf(callee)) {
      const summary = this.store.get(definition.summary);
      if (kindOf(summary, definition.item) !== ItemKind.Macro) continue;
      const [pasteFrom, pasteTo] = pasteRange(summary, definition.item);
      const outermost = outermostCall(summary, definition.item);
      const pastes = (pasteTo - pasteFrom) / PASTE_STRIDE;
      if (pastes === 1 && outermost === null) return pastedText(this.store, summary, pasteFrom, args);
      if (pastes === 0 && outermost !== null) {
        const inner = this.argumentsOf(summary, outermost, args);
        return this.resultOf(summary.calls[outermost] as number, inner);
      }
      const count = flagsOf(summary, definition.item) >> PARAMETER_COUNT_SHIFT;
      if (count === 1 && this.store.valueText(definition.summary, definition.item) === STRINGIFYING)
        return textOf(args[0] ?? null);
      const passed = passedOn(summary, definition.item, args);
      if (passed !== undefined) return this.preExpanded(passed);
      return null;
    }
    return null;
  }
}
