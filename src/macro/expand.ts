// Exact macro expansion within one translation unit: the names that token pasting makes, and the calls of primitives, each
// with its condition (C11, 6.10.3).
import type { NameId } from '../csource/name-table.js';
import {
  CALL_STRIDE,
  CallColumn,
  ItemFlag,
  ItemKind,
  PARAMETER_COUNT_SHIFT,
  PASTE_STRIDE,
  REF_STRIDE,
  type Summary,
} from '../csource/summary.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';
import { callRange, flagsOf, kindOf, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { isWord } from '../summary/word.js';
import { PRIMITIVES, type Primitive } from '../unit/primitive.js';
import type { Definition, UnitRegions } from '../unit/unit-region.js';
import {
  type Argument,
  type ArgumentExpander,
  argumentsOfCall,
  argumentText,
  OpenResults,
  outermostCall,
  passedOn,
  pastedText,
  STRINGIFYING,
  textOf,
} from './macro-argument.js';

/** Receives the results of an expansion. */
export interface ExpansionVisitor {
  /** Token pasting made this name. */
  readonly pasted: (name: NameId, when: Formula) => void;
  /** The expansion calls a primitive (unit/primitive.ts). */
  readonly primitive: (primitive: Primitive, args: readonly Argument[], when: Formula) => void;
}

/** How to visit the calls of one body. */
interface BodyVisit {
  readonly visit: (row: number) => ExpansionVisitor;
  readonly only?: ReadonlySet<number>;
  readonly depth: number;
}

/** Depth limit of nested expansion; the deepest macros of the kernel stay under 30. */
const DEEPEST_EXPANSION = 48;

/**
 * Expands the macro calls of one unit by the definitions that the unit sees, each under its condition. Only macros in
 * `expanded` are followed. Owned by one search of one unit (`Reach`, `exportsOf`); not reentrant.
 */
export class MacroExpander implements ArgumentExpander {
  private readonly open: Definition[] = [];
  private readonly results = new OpenResults();

  constructor(
    private readonly store: SummaryStore,
    private readonly regions: UnitRegions,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly formulas: Formulas,
  ) {}

  /** The macros that are being expanded, outermost first; for use within a visitor. */
  get through(): readonly Definition[] {
    return [...this.open];
  }

  /**
   * Expands the calls of an item that is not a macro.
   * @param visit gives the visitor of the call at a row.
   * @param only the rows to expand; all if absent.
   */
  callsOf(
    definition: Definition,
    when: Formula,
    visit: (row: number) => ExpansionVisitor,
    only?: ReadonlySet<number>,
  ): void {
    this.results.reset();
    this.calls(definition, [], when, { visit, depth: 0, ...(only === undefined ? {} : { only }) });
  }

  /** Expands the calls in an item's body; `bound` are the arguments to which its parameters are bound. */
  private calls(
    { summary: index, file, item }: Definition,
    bound: readonly Argument[],
    when: Formula,
    { visit, only, depth }: BodyVisit,
  ): void {
    const summary = this.store.get(index);
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      if (only?.has(row) === false) continue;
      const callee = summary.calls[row] as number;
      if (!this.expanded.has(callee)) continue;
      const here = this.formulas.and(
        when,
        this.regions.when(file, summary.calls[row + CallColumn.Region] as number),
      );
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
      this.body(definition, args, here, visitor, depth);
      this.open.pop();
    }
  }

  private body(
    definition: Definition,
    args: readonly Argument[],
    when: Formula,
    visitor: ExpansionVisitor,
    depth: number,
  ): void {
    const summary = this.store.get(definition.summary);
    const [pasteFrom, pasteTo] = pasteRange(summary, definition.item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const text = pastedText(this.store, summary, row, args);
      // A name that no file spells is neither defined nor a target.
      const name = text === null ? undefined : this.store.names.find(text);
      if (name === undefined) continue;
      const here = this.formulas.and(when, this.regions.when(definition.file, summary.pastes[row] as number));
      if (here !== FALSE) visitor.pasted(name, here);
    }
    this.calls(definition, args, when, { visit: () => visitor, depth: depth + 1 });
    // `#define f g`: the call is a call of g.
    if ((flagsOf(summary, definition.item) & ItemFlag.FunctionLike) === 0) {
      const [ref, end] = refRange(summary, definition.item);
      const target = summary.refs[ref] as number;
      if (end - ref === REF_STRIDE && target >= 0 && this.expanded.has(target))
        this.call(target, args, when, visitor, depth + 1);
    }
  }

  private argumentsOf(summary: Summary, row: number, bound: readonly Argument[]): readonly Argument[] {
    const wordOf = (argument: number): Argument => argumentText(this.store, summary, argument, bound, this);
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => this.preExpanded(rest));
  }

  callResult(summary: Summary, row: number, bound: readonly Argument[]): Argument {
    return this.resultOf(summary.calls[row] as number, this.argumentsOf(summary, row, bound));
  }

  /** An alias replaces the argument unless a function of that name may be meant under some condition. */
  preExpanded(argument: Argument): Argument {
    if (argument === null || !isWord(argument)) return argument;
    const name = this.store.names.find(argument);
    if (name === undefined) return argument;
    const [first, ...more] = this.regions.aliases(name);
    const isCertain = more.length === 0 || this.store.isOnlyMacro(name);
    return first !== undefined && isCertain ? this.store.names.textOf(first.name) : argument;
  }

  /** The words to which an argument of a primitive expands, each with its condition. */
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

  /** The one word to which a macro call expands (`STATIC_CALL_KEY(x)`); null for anything else. */
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
