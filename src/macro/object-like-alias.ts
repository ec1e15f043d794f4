// `#define a b`: the words that words stand for, in the files that keep it to themselves and in all others.
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind } from '../csource/summary.js';
import { flagsOf, kindOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { isWord } from '../summary/word.js';

export interface ObjectLikeAliases {
  readonly own: ReadonlyMap<SummaryIndex, string> | null;
  readonly shared: string | null;
  /** Whether the word is a macro wherever it is defined. */
  readonly isMacro: boolean;
}

const NO_ALIASES: ObjectLikeAliases = { own: null, shared: null, isMacro: false };
const MACRO_WITHOUT_ALIASES: ObjectLikeAliases = { own: null, shared: null, isMacro: true };

export class AliasTable {
  private readonly known = new Map<NameId, ObjectLikeAliases>();
  /** Asked for last: a word is handed from macro to macro. */
  private word = '';
  private found = NO_ALIASES;
  /** Takes every word that is asked for. */
  private asked: Set<string> | null = null;

  constructor(
    private readonly store: SummaryStore,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  evict(): void {
    this.known.clear();
    this.word = '';
    this.found = NO_ALIASES;
  }

  /** What something comes to, and the words that are asked for on the way. */
  askedBy<T>(run: () => T): readonly [result: T, asked: ReadonlySet<string>] {
    const asked = new Set<string>();
    this.asked = asked;
    const result = run();
    this.asked = null;
    return [result, asked];
  }

  /** Whether a word stands for itself in all files. */
  isPlain(word: string): boolean {
    const { own, shared } = this.of(word);
    return own === null && shared === null;
  }

  of(word: string): ObjectLikeAliases {
    this.asked?.add(word);
    if (word !== this.word) {
      // Most words that calls make are spelt by no file, and stand for themselves.
      const name = this.store.names.find(word);
      this.found = name === undefined ? NO_ALIASES : this.ofName(name);
      this.word = word;
    }
    return this.found;
  }

  private ofName(name: NameId): ObjectLikeAliases {
    let aliases = this.known.get(name);
    if (aliases === undefined) {
      aliases = this.find(name);
      this.known.set(name, aliases);
    }
    return aliases;
  }

  private find(name: NameId): ObjectLikeAliases {
    const pairs = this.store.definitionsOf(name);
    let own: Map<SummaryIndex, string> | null = null;
    let shared: string | null = null;
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      const text = this.textOf(index, pairs[i + 1] as number);
      if (text === null) continue;
      if (this.isShared(index)) shared ??= text;
      else {
        own ??= new Map();
        own.set(index, text);
      }
    }
    const isMacro = this.store.isOnlyMacro(name);
    if (own !== null || shared !== null) return { own, shared, isMacro };
    return isMacro ? MACRO_WITHOUT_ALIASES : NO_ALIASES;
  }

  /** The one word that a macro stands for. */
  private textOf(index: SummaryIndex, item: number): string | null {
    const summary = this.store.get(index);
    if (kindOf(summary, item) !== ItemKind.Macro || (flagsOf(summary, item) & ItemFlag.FunctionLike) !== 0)
      return null;
    const text = this.store.valueText(index, item);
    return text !== undefined && isWord(text) ? text : null;
  }
}
