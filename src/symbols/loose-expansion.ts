// What a macro call can come to, in any configuration: every definition of every macro is tried. A quick answer before
// any unit is read.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
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
import { PRIMITIVES } from './primitive.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';

/** Macros expand into each other this deep at most. */
const DEEPEST_EXPANSION = 24;

/** Names that a call can make. */
export interface Outcome {
  /** By pasting, or by handing them to `symbol_get` and its kin. */
  readonly named: ReadonlySet<string>;
  readonly exported: ReadonlySet<string>;
}

/** A call and the names that it makes. */
export interface NamingCall {
  readonly row: number;
  readonly names: readonly NameId[];
}

/** A call, and the names that it makes as texts: whether a file spells them out is not said. */
export interface MakingCall {
  readonly row: number;
  readonly named: ReadonlySet<string>;
}

const NO_CALLS: readonly NamingCall[] = [];
/** Outcomes kept while one file is asked for, and names kept that nobody spells: some megabytes each. */
const MOST_OUTCOMES = 1 << 14;
const MOST_MISSING = 1 << 17;
const NO_WORDS: ReadonlySet<string> = new Set();
const NOTHING: Outcome = { named: NO_WORDS, exported: NO_WORDS };

interface Draft {
  readonly named: Set<string>;
  readonly exported: Set<string>;
}

export class LooseExpansion {
  /** What the calls below the one that is asked for came to: macros call each other with the same words again and again. */
  private readonly outcomes = new Map<string, Outcome>();
  private readonly naming = new Map<SummaryIndex, readonly NamingCall[]>();
  /** Of files whose naming calls nobody asked for yet. */
  private readonly making = new Map<SummaryIndex, readonly MakingCall[]>();
  /** Names that calls make and no file spells out; null when they are too many to be kept. */
  private missing: Set<string> | null = new Set();
  private readonly aliases = new Map<string, Aliases>();
  private readonly results = new OpenResults();
  /** The file whose call is asked for: it sees its own macros, and those of files that are there to be included. */
  private asking: SummaryIndex = -1;

  /** @param isShared whether some file includes this one. */
  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  /** What the call at `row` comes to with the arguments that stand there. */
  outcome(index: SummaryIndex, row: number): Outcome {
    const summary = this.store.get(index);
    const callee = summary.calls[row] as number;
    if (!this.expanded.has(callee)) return NOTHING;
    if (this.asking !== index || this.outcomes.size > MOST_OUTCOMES) this.outcomes.clear();
    this.asking = index;
    this.results.reset();
    return this.call(callee, this.argumentsOf(summary, row, []), 0);
  }

  /**
   * The calls of a file that make names, or hand them to `symbol_get` and its kin: names that lead further, or that no file
   * read so far defines. What no file spells out can neither be defined nor asked for.
   */
  namingCalls(index: SummaryIndex): readonly NamingCall[] {
    let found = this.naming.get(index);
    if (found === undefined) {
      found = this.findNamingCalls(index);
      this.naming.set(index, found);
    }
    return found;
  }

  /** Files came that take the place of others: what words stand for in them was not looked up yet. */
  filesCame(): void {
    this.aliases.clear();
  }

  /** Lets go of what the calls of files made: some of it is spelt out only now. */
  forget(): void {
    this.naming.clear();
    this.making.clear();
    this.outcomes.clear();
    this.aliases.clear();
    this.missing = new Set();
  }

  /** The calls of a file that make names, by row. */
  makingCalls(index: SummaryIndex): readonly MakingCall[] {
    let found = this.making.get(index);
    if (found === undefined) {
      found = this.findMakingCalls(index);
      this.making.set(index, found);
    }
    return found;
  }

  private findMakingCalls(index: SummaryIndex): readonly MakingCall[] {
    const { calls } = this.store.get(index);
    const found: MakingCall[] = [];
    for (let row = 0; row < calls.length; row += CALL_STRIDE) {
      if (!this.expanded.has(calls[row] as number)) continue;
      const { named } = this.outcome(index, row);
      if (named.size > 0) found.push({ row, named });
    }
    return found;
  }

  private findNamingCalls(index: SummaryIndex): readonly NamingCall[] {
    const found: NamingCall[] = [];
    for (const { row, named } of this.makingCalls(index)) {
      const names: NameId[] = [];
      for (const text of named) {
        const id = this.store.names.find(text);
        if (id === undefined) this.miss(text);
        else if (this.store.hasBody(id) || this.store.definitionsOf(id).length === 0) names.push(id);
      }
      if (names.length > 0) found.push({ row, names });
    }
    this.making.delete(index);
    return found.length === 0 ? NO_CALLS : found;
  }

  private miss(text: string): void {
    this.missing?.add(text);
    if (this.missing !== null && this.missing.size > MOST_MISSING) this.missing = null;
  }

  /** Whether a name that a file spells only now may be one that some call makes. */
  mayMake(text: string): boolean {
    return this.missing === null || this.missing.has(text);
  }

  private call(callee: NameId, args: readonly Argument[], depth: number): Outcome {
    const primitive = PRIMITIVES.get(this.store.names.textOf(callee));
    if (primitive !== undefined) {
      const word = args[0]?.replace(/^"(.*)"$/, '$1');
      const subject = new Set(word ? [word, this.alias(word)] : []);
      return primitive.kind === 'export'
        ? { named: NO_WORDS, exported: subject }
        : { named: subject, exported: NO_WORDS };
    }
    // Without a word to paste no name comes of it.
    if (depth > DEEPEST_EXPANSION || !args.some((arg) => arg !== null)) return NOTHING;
    if (depth === 0) return this.expansion(callee, args, depth);
    const key = `${callee} ${args.join(',')}`;
    const known = this.outcomes.get(key);
    if (known !== undefined) return known;
    this.outcomes.set(key, NOTHING);
    const outcome = this.expansion(callee, args, depth);
    this.outcomes.set(key, outcome);
    return outcome;
  }

  private expansion(callee: NameId, args: readonly Argument[], depth: number): Outcome {
    const draft: Draft = { named: new Set(), exported: new Set() };
    this.definitions(callee, args, depth, draft);
    // Each argument can be another word where `#define a b` holds, and itself where it does not.
    const aliased = args.map((arg) => (arg === null ? null : this.alias(arg)));
    if (aliased.some((arg, i) => arg !== args[i])) merge(draft, this.call(callee, aliased, depth + 1));
    return draft.named.size + draft.exported.size === 0 ? NOTHING : draft;
  }

  private isVisible(index: SummaryIndex): boolean {
    return index === this.asking || this.isShared(index);
  }

  private definitions(callee: NameId, args: readonly Argument[], depth: number, draft: Draft): void {
    const pairs = this.store.definitionsOf(callee);
    for (let i = 0; i < pairs.length; i += 2) {
      if (!this.isVisible(pairs[i] as number)) continue;
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(summary, item) === ItemKind.Macro) this.body(summary, item, args, depth, draft);
    }
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
    const wordOf = (argument: number): Argument => this.argument(summary, argument, bound);
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => rest);
  }

  private argument(summary: Summary, argument: number, bound: readonly Argument[]): Argument {
    if (argument >= PASTE_ARGUMENT)
      return pastedText(this.store, summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE, bound);
    if (argument >= CALL_ARGUMENT)
      return this.resultOf(summary, (argument - CALL_ARGUMENT) * CALL_STRIDE, bound);
    if (argument >= 0) return this.store.names.textOf(argument);
    if (argument === OTHER_ARGUMENT) return null;
    if (argument === EMPTY_ARGUMENT) return '';
    if (argument <= TEXT_ARGUMENT) return textOf(bound[TEXT_ARGUMENT - argument] ?? null);
    // A word is pasted as it stands, and expanded where it is handed on (C11, 6.10.3.1).
    const handed = bound[-1 - argument] ?? null;
    const name = handed === null ? undefined : this.store.names.find(handed);
    return name !== undefined && this.store.isOnlyMacro(name) ? this.alias(handed as string) : handed;
  }

  /** The word that an argument's own call comes to, by the first definition that gives one. */
  private resultOf(summary: Summary, row: number, bound: readonly Argument[]): Argument {
    const args = this.argumentsOf(summary, row, bound);
    const callee = summary.calls[row] as number;
    if (!this.results.begin(callee)) return null;
    const result = this.resultOfBody(callee, args);
    this.results.end(callee);
    return result;
  }

  private resultOfBody(callee: NameId, args: readonly Argument[]): Argument {
    const pairs = this.store.definitionsOf(callee);
    for (let i = 0; i < pairs.length; i += 2) {
      const inner = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(inner, item) !== ItemKind.Macro || !this.isVisible(pairs[i] as number)) continue;
      const [pasteFrom, pasteTo] = pasteRange(inner, item);
      if (pasteTo - pasteFrom === PASTE_STRIDE) return pastedText(this.store, inner, pasteFrom, args);
      if (this.store.valueText(pairs[i] as number, item) === STRINGIFYING) return textOf(args[0] ?? null);
      const outermost = outermostCall(inner, item);
      if (outermost !== null) return this.resultOf(inner, outermost, args);
      const passed = passedOn(inner, item, args);
      if (passed !== undefined) return passed;
    }
    return null;
  }

  /** `#define a b`: the word that a word stands for where the call stands. */
  private alias(word: string): string {
    let aliases = this.aliases.get(word);
    if (aliases === undefined) {
      aliases = this.findAliases(word);
      this.aliases.set(word, aliases);
    }
    return aliases.own?.get(this.asking) ?? aliases.shared ?? word;
  }

  private findAliases(word: string): Aliases {
    const name = this.store.names.find(word);
    const pairs = name === undefined ? [] : this.store.definitionsOf(name);
    let own: Map<SummaryIndex, string> | null = null;
    let shared: string | null = null;
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      const summary = this.store.get(index);
      const item = pairs[i + 1] as number;
      const isWord =
        kindOf(summary, item) === ItemKind.Macro && (flagsOf(summary, item) & ItemFlag.FunctionLike) === 0;
      const text = isWord ? this.store.valueText(index, item) : undefined;
      if (text === undefined || !/^[A-Za-z_]\w*$/.test(text)) continue;
      if (this.isShared(index)) shared ??= text;
      else {
        own ??= new Map();
        own.set(index, text);
      }
    }
    return own === null && shared === null ? NO_ALIASES : { own, shared };
  }
}

/** What a word stands for in the files that keep it to themselves, and in all others. */
interface Aliases {
  readonly own: ReadonlyMap<SummaryIndex, string> | null;
  readonly shared: string | null;
}

const NO_ALIASES: Aliases = { own: null, shared: null };

const merge = (draft: Draft, { named, exported }: Outcome): void => {
  for (const name of named) draft.named.add(name);
  for (const name of exported) draft.exported.add(name);
};
