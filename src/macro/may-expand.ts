// Over-approximate macro expansion: the names that a call can make by any visible definition of every macro, in any
// configuration. It needs no preprocessed unit. expand.ts gives the exact expansion within a unit.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, OTHER_ARGUMENT, PASTE_STRIDE, REF_STRIDE, type Summary } from '../csource/summary.js';
import { callRange, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { PRIMITIVES, type Primitive } from '../unit/primitive.js';
import { type ArgumentUse, ArgumentUses } from './argument-use.js';
import { Expansion, ExpansionDraft, NO_EXPANSION } from './expansion.js';
import {
  type Argument,
  type ArgumentExpander,
  argumentsOfCall,
  argumentText,
  OpenResults,
  passedOn,
  pastedText,
  textOf,
} from './macro-argument.js';
import { MacroBodies } from './macro-body.js';
import { blanked, MacroTemplate, shapeOf } from './macro-template.js';
import { AliasTable, type ObjectLikeAliases } from './object-like-alias.js';
import { OwnMacros } from './own-macro.js';

/** Separates words in keys; no word contains it. */
const BETWEEN = '\n';
/** Depth limit of nested expansion. */
const DEEPEST_EXPANSION = 24;

const NO_ARGUMENTS: readonly Argument[] = [];
/** Limits of the caches below, in entries: some megabytes each. */
const MOST_CACHED = 1 << 14;
const MOST_SHARED = 1 << 15;
/** The cached expansion of a call that is being expanded: a recursive call adds nothing. */
const OPEN = new Expansion([]);

/**
 * Expands macro calls and caches the results. A result is shared by all files unless it depends on the current file: on a
 * macro or an alias that the file keeps to itself. Calls that differ only in their words share a template.
 * Owned by `MacroKnowledge`; its caches are evicted when files change or when they reach their limits.
 */
export class MayExpand implements ArgumentExpander {
  /** Expansions that hold in every file, by `keyOf`. */
  private readonly shared = new Map<string, Expansion>();
  /** Templates by shape: 0 after the first call of a shape, null if the expansion depends on more than the words. */
  private readonly templates = new Map<string, MacroTemplate | null | 0>();
  private templatesMade = 0;
  /** Expansions that depend on the current file, by `keyOf`. */
  private readonly ofFile = new Map<string, Expansion>();
  private readonly ownMacros: OwnMacros;
  /** By the definitions in shared files, and by those in all files. */
  private readonly uses: ArgumentUses;
  private readonly anyUses: ArgumentUses;
  private readonly primitives: ReadonlyMap<NameId, Primitive>;
  private readonly aliases: AliasTable;
  private readonly bodies: MacroBodies;
  private readonly results = new OpenResults();
  /** The file whose call is being expanded: it sees its own macros and those of shared files. */
  private file: SummaryIndex = -1;
  /** The macros whose expansion differs in the current file (own-macro.ts). */
  private own: ReadonlySet<NameId> = new Set();
  /** Number of files when the caches were filled. */
  private filesSeen = 0;
  /** Whether the expansion in progress depends on the current file or on the calls around it. */
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

  /** The names that the call at `row` of a file can make. */
  expand(index: SummaryIndex, row: number): Expansion {
    const summary = this.store.get(index);
    if (!this.expanded.has(summary.calls[row] as number)) return NO_EXPANSION;
    this.selectFile(index);
    return this.callAt(summary, row, NO_ARGUMENTS, 0);
  }

  /** Whether a call of this macro can make a name; EXPORT_SYMBOL and its variants only use one. */
  mayMake(callee: NameId): boolean {
    return this.expanded.has(callee) && this.primitives.get(callee)?.kind !== 'export';
  }

  /** Call when files were added or replaced: evicts everything that depends on definitions. */
  filesChanged(): void {
    this.evict();
    this.uses.evict();
    this.anyUses.evict();
    this.ownMacros.evict();
    this.bodies.evict();
    this.file = -1;
    this.filesSeen = this.store.summaries.length;
  }

  /** Evicts the expansions of calls. */
  evict(): void {
    this.ofFile.clear();
    this.shared.clear();
    this.templates.clear();
    this.aliases.evict();
  }

  private selectFile(index: SummaryIndex): void {
    if (this.filesSeen !== this.store.summaries.length) this.filesChanged();
    if (this.file !== index) {
      this.own = this.ownMacros.of(index);
      this.bodies.selectFile(index);
    }
    if (this.file !== index || this.ofFile.size > MOST_CACHED) this.ofFile.clear();
    if (this.shared.size > MOST_SHARED) this.shared.clear();
    if (this.templates.size > MOST_CACHED) this.templates.clear();
    this.file = index;
    this.isLocal = false;
    this.results.reset();
  }

  /** Null when no call of the macro can make a name. */
  private useOf(callee: NameId): ArgumentUse | null {
    if (!this.expanded.has(callee)) return null;
    return this.own.has(callee) ? this.anyUses.of(callee) : this.uses.of(callee);
  }

  private callAt(summary: Summary, row: number, bound: readonly Argument[], depth: number): Expansion {
    const use = this.useOf(summary.calls[row] as number);
    if (use === null) return NO_EXPANSION;
    const args = this.usedArguments(summary, row, bound, use);
    // Without a word there is nothing to paste.
    return args.some((arg) => arg !== null)
      ? this.call(summary.calls[row] as number, args, use, depth)
      : NO_EXPANSION;
  }

  private call(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Expansion {
    const primitive = this.primitives.get(callee);
    if (primitive !== undefined) return this.subject(primitive, args);
    if (depth > DEEPEST_EXPANSION) {
      this.isLocal = true;
      return NO_EXPANSION;
    }
    return use.calls ? this.cached(callee, args, use, depth) : this.expandCall(callee, args, use, depth);
  }

  /** The expansion of a call, from the caches if possible. */
  private cached(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Expansion {
    const key = keyOf(callee, args, use);
    const isOwn = this.own.has(callee);
    const known = (isOwn ? undefined : this.shared.get(key)) ?? this.knownHere(key, depth);
    if (known === OPEN) this.isLocal = true;
    if (known !== undefined) return known;
    const outcomes = isOwn ? this.ofFile : this.shared;
    const wasLocal = this.isLocal;
    this.isLocal = isOwn;
    if (depth > 0) outcomes.set(key, OPEN);
    const expansion =
      (depth === 0 && !isOwn ? this.byTemplate(callee, args, use) : null) ??
      this.expandCall(callee, args, use, depth);
    const isShared = !this.isLocal && !this.results.isSpent;
    if (isShared) this.shared.set(key, expansion);
    else if (depth > 0) {
      outcomes.delete(key);
      this.ofFile.set(key, expansion);
    }
    this.isLocal ||= wasLocal;
    return expansion;
  }

  /** The expansion of a call by the template of its shape; null when the call has to be expanded itself. */
  private byTemplate(callee: NameId, args: readonly Argument[], use: ArgumentUse): Expansion | null {
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

  /** Null when the expansion depends on more than the words. */
  private templateOf(callee: NameId, args: readonly Argument[], use: ArgumentUse): MacroTemplate | null {
    const blanks = blanked(args, use, this.templatesMade++);
    const [expansion, lookups] = this.aliases.recordLookups(() => this.expandCall(callee, blanks, use, 0));
    const isLocal = this.isLocal || this.results.isSpent;
    // The call itself has not been expanded yet.
    this.isLocal = false;
    this.results.reset();
    return isLocal ? null : new MacroTemplate(expansion, lookups);
  }

  private knownHere(key: string, depth: number): Expansion | undefined {
    const known = depth === 0 || this.ofFile.size === 0 ? undefined : this.ofFile.get(key);
    if (known !== undefined) this.isLocal = true;
    return known;
  }

  private subject({ kind }: Primitive, args: readonly Argument[]): Expansion {
    const word = args[0]?.replace(/^"(.*)"$/, '$1');
    if (!word) return NO_EXPANSION;
    return new Expansion([word, this.alias(word)], kind === 'export');
  }

  private expandCall(callee: NameId, args: readonly Argument[], use: ArgumentUse, depth: number): Expansion {
    const draft = new ExpansionDraft();
    const pairs = this.bodies.generatingMacrosOf(callee, this.own.has(callee));
    for (let i = 0; i < pairs.length; i += 2)
      this.body(this.store.get(pairs[i] as number), pairs[i + 1] as number, args, depth, draft);
    // With `#define a b` under some condition, an argument can be either word.
    const aliased = this.aliased(args, use.words);
    if (aliased !== args) draft.add(this.call(callee, aliased, use, depth + 1));
    return draft.expansion;
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
    draft: ExpansionDraft,
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
    // `#define f g`: the call is a call of g.
    if (from !== to || end - ref !== REF_STRIDE || target < 0) return;
    const use = this.useOf(target);
    if (use !== null) draft.add(this.call(target, args, use, depth + 1));
  }

  /** The arguments of a call; those that can be part of no name are not expanded. */
  private usedArguments(
    summary: Summary,
    row: number,
    bound: readonly Argument[],
    { words, present, makesOwn }: ArgumentUse,
  ): readonly Argument[] {
    const wordOf = (argument: number, position: number): Argument => {
      if (position < words || position < present)
        return argumentText(this.store, summary, argument, bound, this);
      if (argument < 0 && argument > OTHER_ARGUMENT) return bound[-1 - argument] ?? null;
      return makesOwn ? argumentText(this.store, summary, argument, bound, this) : null;
    };
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => rest);
  }

  private argumentsOf(summary: Summary, row: number, bound: readonly Argument[]): readonly Argument[] {
    const wordOf = (argument: number): Argument => argumentText(this.store, summary, argument, bound, this);
    return argumentsOfCall(summary, row, bound, wordOf, (rest) => rest);
  }

  preExpanded(argument: Argument): Argument {
    if (argument === null) return null;
    const aliases = this.aliases.of(argument);
    return aliases.isMacro ? this.aliasAmong(aliases, argument) : argument;
  }

  /** By the first definition that gives a word. */
  callResult(summary: Summary, row: number, bound: readonly Argument[]): Argument {
    const args = this.argumentsOf(summary, row, bound);
    const callee = summary.calls[row] as number;
    if (!this.results.begin(callee)) return null;
    const result = this.resultOfBody(callee, args);
    this.results.end(callee);
    return result;
  }

  private resultOfBody(callee: NameId, args: readonly Argument[]): Argument {
    for (const macro of this.bodies.wordMacrosOf(callee)) {
      if (!macro.isShared) {
        this.isLocal = true;
        if (macro.index !== this.file) continue;
      }
      const { summary, item, paste, isText, outermost } = macro;
      if (paste !== null) return pastedText(this.store, summary, paste, args);
      if (isText) return textOf(args[0] ?? null);
      if (outermost !== null) return this.callResult(summary, outermost, args);
      return passedOn(summary, item, args) ?? null;
    }
    return null;
  }

  /** The word that `#define` makes of a word in the current file. */
  private alias(word: string): string {
    return this.aliasAmong(this.aliases.of(word), word);
  }

  private aliasAmong({ own, shared }: ObjectLikeAliases, word: string): string {
    if (own !== null) this.isLocal = true;
    return own?.get(this.file) ?? shared ?? word;
  }
}

/** Equal for calls of a macro whose used arguments are equal. */
const keyOf = (callee: NameId, args: readonly Argument[], { words, present }: ArgumentUse): string => {
  let key = `${callee} ${args.length}`;
  for (let i = 0; i < args.length && (i < words || i < present); i++) {
    const arg = args[i] ?? null;
    if (arg === null) key += BETWEEN;
    // The number of arguments depends on a list too.
    else if (i < words || arg === '' || arg.includes(',')) key += `${BETWEEN}=${arg}`;
    else key += `${BETWEEN}+`;
  }
  return key;
};
