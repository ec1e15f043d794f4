// What a macro call can come to, in any configuration: every definition of every macro is tried. A quick answer before
// any unit is read.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
  OTHER_ARGUMENT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { callRange, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { PRIMITIVES, type Primitive } from '../unit/primitive.js';
import { type ArgumentUse, ArgumentUses } from './argument-use.js';
import {
  type Argument,
  argumentsOfCall,
  OpenResults,
  passedOn,
  pastedText,
  textOf,
} from './macro-argument.js';
import { MacroBodies } from './macro-body.js';
import { blanked, MacroTemplate, shapeOf } from './macro-template.js';
import { AliasTable, type ObjectLikeAliases } from './object-like-alias.js';
import { NOTHING, Outcome, OutcomeDraft } from './outcome.js';
import { OwnMacros } from './own-macro.js';

/** Between words, none of which goes over the end of a line. */
const BETWEEN = '\n';
/** Macros expand into each other this deep at most. */
const DEEPEST_EXPANSION = 24;

const NO_ARGUMENTS: readonly Argument[] = [];
/** Outcomes kept that hang on the file that is asked for, and those of all files: some megabytes each. */
const MOST_OUTCOMES = 1 << 14;
const MOST_SHARED = 1 << 15;
/** Of a call that is being taken apart. */
const OPEN = new Outcome([]);

export class MayExpand {
  /** What calls came to, whatever file they stand in: macros are called with the same words again and again. */
  private readonly shared = new Map<string, Outcome>();
  /** What calls of a shape come to: 0 for one that was seen once, null where words are not all. */
  private readonly templates = new Map<string, MacroTemplate | null | 0>();
  private templatesMade = 0;
  /** What calls come to where the file that is asked for has a say. */
  private readonly outcomes = new Map<string, Outcome>();
  private readonly ownMacros: OwnMacros;
  /** By the definitions that files share, and by those of all files. */
  private readonly uses: ArgumentUses;
  private readonly anyUses: ArgumentUses;
  private readonly primitives: ReadonlyMap<NameId, Primitive>;
  private readonly aliases: AliasTable;
  private readonly bodies: MacroBodies;
  private readonly results = new OpenResults();
  /** The file whose call is asked for: it sees its own macros, and those of files that are there to be included. */
  private asking: SummaryIndex = -1;
  /** The macros that mean something of their own there. */
  private own: ReadonlySet<NameId> = new Set();
  /** How many files there were when all this was found out. */
  private filesSeen = 0;
  /** Whether what is being found hangs on that file, or on the call that is asked for. */
  private isLocal = false;

  /** @param isShared whether some file includes this one. */
  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {
    this.ownMacros = new OwnMacros(store, expanded, isShared);
    this.uses = new ArgumentUses(store, expanded, isShared);
    this.anyUses = new ArgumentUses(store, expanded, () => true);
    this.aliases = new AliasTable(store, isShared);
    this.bodies = new MacroBodies(store, expanded, isShared);
    this.primitives = new Map(
      [...PRIMITIVES].map(([name, primitive]) => [store.names.idOf(name), primitive]),
    );
  }

  /** What the call at `row` comes to with the arguments that stand there. */
  outcome(index: SummaryIndex, row: number): Outcome {
    const summary = this.store.get(index);
    if (!this.expanded.has(summary.calls[row] as number)) return NOTHING;
    this.ask(index);
    return this.callAt(summary, row, NO_ARGUMENTS, 0);
  }

  /** Whether a call of a macro can make a name; a primitive that exports only takes one. */
  mayMake(callee: NameId): boolean {
    return this.expanded.has(callee) && this.primitives.get(callee)?.kind !== 'export';
  }

  /** Files came that take the place of others: what macros are, and words stand for, in them was not looked up yet. */
  filesChanged(): void {
    this.evict();
    this.uses.evict();
    this.anyUses.evict();
    this.ownMacros.evict();
    this.bodies.evict();
    this.asking = -1;
    this.filesSeen = this.store.summaries.length;
  }

  /** Lets go of what calls made. */
  evict(): void {
    this.outcomes.clear();
    this.shared.clear();
    this.templates.clear();
    this.aliases.evict();
  }

  private ask(index: SummaryIndex): void {
    if (this.filesSeen !== this.store.summaries.length) this.filesChanged();
    if (this.asking !== index) {
      this.own = this.ownMacros.of(index);
      this.bodies.ask(index);
    }
    if (this.asking !== index || this.outcomes.size > MOST_OUTCOMES) this.outcomes.clear();
    if (this.shared.size > MOST_SHARED) this.shared.clear();
    if (this.templates.size > MOST_OUTCOMES) this.templates.clear();
    this.asking = index;
    this.isLocal = false;
    this.results.reset();
  }

  /** Null when nothing comes of any call of a macro. */
  private useOf(callee: NameId): ArgumentUse | null {
    if (!this.expanded.has(callee)) return null;
    return this.own.has(callee) ? this.anyUses.of(callee) : this.uses.of(callee);
  }

  private callAt(summary: Summary, row: number, bound: readonly Argument[], depth: number): Outcome {
    const use = this.useOf(summary.calls[row] as number);
    if (use === null) return NOTHING;
    const args = this.argumentsThatCount(summary, row, bound, use);
    // Without a word to paste no name comes of it.
    return args.some((arg) => arg !== null)
      ? this.call(summary.calls[row] as number, args, use, depth)
      : NOTHING;
  }

  private call(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Outcome {
    const primitive = this.primitives.get(callee);
    if (primitive !== undefined) return this.subject(primitive, args);
    if (depth > DEEPEST_EXPANSION) {
      this.isLocal = true;
      return NOTHING;
    }
    return use.calls ? this.known(callee, args, use, depth) : this.expansion(callee, args, use, depth);
  }

  /** What a call comes to that is the same as one before, or is one of those after it. */
  private known(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Outcome {
    const key = keyOf(callee, args, use);
    const isOwn = this.own.has(callee);
    const known = (isOwn ? undefined : this.shared.get(key)) ?? this.knownHere(key, depth);
    if (known === OPEN) this.isLocal = true;
    if (known !== undefined) return known;
    const outcomes = isOwn ? this.outcomes : this.shared;
    const wasLocal = this.isLocal;
    this.isLocal = isOwn;
    if (depth > 0) outcomes.set(key, OPEN);
    const outcome =
      (depth === 0 && !isOwn ? this.byTemplate(callee, args, use) : null) ??
      this.expansion(callee, args, use, depth);
    const isShared = !this.isLocal && !this.results.isSpent;
    if (isShared) this.shared.set(key, outcome);
    else if (depth > 0) {
      outcomes.delete(key);
      this.outcomes.set(key, outcome);
    }
    this.isLocal ||= wasLocal;
    return outcome;
  }

  /** What a call comes to by that of others of its shape; null when it has to be taken apart itself. */
  private byTemplate(callee: NameId, args: readonly Argument[], use: ArgumentUse): Outcome | null {
    const shape = shapeOf(callee, args, use);
    if (shape === null) return null;
    let template = this.templates.get(shape.key);
    // Most shapes are seen once.
    if (template === undefined) this.templates.set(shape.key, 0);
    if (template === 0) {
      template = this.templateOf(callee, args, use);
      this.templates.set(shape.key, template);
    }
    return template ? template.fill(shape.words, (word) => this.aliases.isPlain(word)) : null;
  }

  /** Null when a call of the shape hangs on more than its words. */
  private templateOf(callee: NameId, args: readonly Argument[], use: ArgumentUse): MacroTemplate | null {
    const blanks = blanked(args, use, this.templatesMade++);
    const [outcome, asked] = this.aliases.askedBy(() => this.expansion(callee, blanks, use, 0));
    const isLocal = this.isLocal || this.results.isSpent;
    // The call itself is still to be taken apart.
    this.isLocal = false;
    this.results.reset();
    return isLocal ? null : new MacroTemplate(outcome, asked);
  }

  private knownHere(key: string, depth: number): Outcome | undefined {
    const known = depth === 0 || this.outcomes.size === 0 ? undefined : this.outcomes.get(key);
    if (known !== undefined) this.isLocal = true;
    return known;
  }

  private subject({ kind }: Primitive, args: readonly Argument[]): Outcome {
    const word = args[0]?.replace(/^"(.*)"$/, '$1');
    if (!word) return NOTHING;
    return new Outcome([word, this.alias(word)], kind === 'export');
  }

  private expansion(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Outcome {
    const draft = new OutcomeDraft();
    const pairs = this.bodies.makersOf(callee, this.own.has(callee));
    for (let i = 0; i < pairs.length; i += 2)
      this.body(this.store.get(pairs[i] as number), pairs[i + 1] as number, args, depth, draft);
    // Each argument can be another word where `#define a b` holds, and itself where it does not.
    const aliased = this.aliased(args, use.words);
    if (aliased !== args) draft.add(this.call(callee, aliased, use, depth + 1));
    return draft.outcome;
  }

  private aliased(args: readonly Argument[], count: number): readonly Argument[] {
    let aliased: Argument[] | null = null;
    for (let i = 0; i < args.length && i < count; i++) {
      const arg = args[i] ?? null;
      const alias = arg === null ? null : this.alias(arg);
      if (alias === arg) continue;
      aliased ??= [...args];
      aliased[i] = alias;
    }
    return aliased ?? args;
  }

  private body(
    summary: Summary,
    item: number,
    args: readonly Argument[],
    depth: number,
    draft: OutcomeDraft,
  ): void {
    const [pasteFrom, pasteTo] = pasteRange(summary, item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const text = pastedText(this.store, summary, row, args);
      if (text !== null) draft.add(text);
    }
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) draft.add(this.callAt(summary, row, args, depth + 1));
    const [ref, end] = refRange(summary, item);
    const target = summary.refs[ref] as number;
    // `#define f g`: the call is one of g.
    if (from !== to || end - ref !== REF_STRIDE || target < 0) return;
    const use = this.useOf(target);
    if (use !== null) draft.add(this.call(target, args, use, depth + 1));
  }

  /** The arguments of a call of which names can come: what the others are is not found out. */
  private argumentsThatCount(
    summary: Summary,
    row: number,
    bound: readonly Argument[],
    { words, present, makesOwn }: ArgumentUse,
  ): readonly Argument[] {
    const wordOf = (argument: number, position: number): Argument => {
      if (position < words || position < present) return this.argument(summary, argument, bound);
      if (argument < 0 && argument > OTHER_ARGUMENT) return bound[-1 - argument] ?? null;
      return makesOwn ? this.argument(summary, argument, bound) : null;
    };
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => rest);
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
    if (handed === null) return null;
    const aliases = this.aliases.of(handed);
    return aliases.isMacro ? this.aliasAmong(aliases, handed) : handed;
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
    for (const maker of this.bodies.wordMakersOf(callee)) {
      if (!maker.isShared) {
        this.isLocal = true;
        if (maker.index !== this.asking) continue;
      }
      const { summary, item, paste, isText, outermost } = maker;
      if (paste !== null) return pastedText(this.store, summary, paste, args);
      if (isText) return textOf(args[0] ?? null);
      if (outermost !== null) return this.resultOf(summary, outermost, args);
      return passedOn(summary, item, args) ?? null;
    }
    return null;
  }

  /** The word that a word stands for where the call stands. */
  private alias(word: string): string {
    return this.aliasAmong(this.aliases.of(word), word);
  }

  private aliasAmong({ own, shared }: ObjectLikeAliases, word: string): string {
    if (own !== null) this.isLocal = true;
    return own?.get(this.asking) ?? shared ?? word;
  }
}

/** Tells the calls of a macro apart by the words of which names can come. */
const keyOf = (callee: NameId, args: readonly Argument[], { words, present }: ArgumentUse): string => {
  let key = `${callee} ${args.length}`;
  for (let i = 0; i < args.length && (i < words || i < present); i++) {
    const arg = args[i] ?? null;
    if (arg === null) key += BETWEEN;
    // A list of some arguments is known by those that are there.
    else if (i < words || arg === '' || arg.includes(',')) key += `${BETWEEN}=${arg}`;
    else key += `${BETWEEN}+`;
  }
  return key;
};
