// Object-like macros whose body is one word (`#define a b`): aliases. See cpp manual, "Object-like Macros".
import type { NameId } from '../csource/name-table.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { aliasOf } from '../summary/word.js';

/** The aliases of one word. */
export interface ObjectLikeAliases {
  /** By file that defines one and that no other file includes. */
  readonly own: ReadonlyMap<SummaryIndex, string> | null;
  /** The first one in a file that others include. */
  readonly shared: string | null;
  /** Whether every definition of the word is a macro. */
  readonly isMacro: boolean;
}

const NO_ALIASES: ObjectLikeAliases = { own: null, shared: null, isMacro: false };
const MACRO_WITHOUT_ALIASES: ObjectLikeAliases = { own: null, shared: null, isMacro: true };

/** Finds and caches aliases by word. Owned by `MayExpand`. */
export class AliasTable {
  private readonly known = new Map<NameId, ObjectLikeAliases>();
  /** The last word looked up: macros pass the same word on, so it is mostly the next one too. */
  private word = '';
  private found = NO_ALIASES;
  /** Records every word looked up, while not null. */
  private lookups: Set<string> | null = null;

  constructor(
    private readonly store: SummaryStore,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  evict(): void {
    this.known.clear();
    this.word = '';
    this.found = NO_ALIASES;
  }

  /** The result of a function, and the words that it looks up. */
  recordLookups<T>(run: () => T): readonly [result: T, lookups: ReadonlySet<string>] {
    const lookups = new Set<string>();
    this.lookups = lookups;
    const result = run();
    this.lookups = null;
    return [result, lookups];
  }

  /** Whether no file has an alias of the word. */
  isPlain(word: string): boolean {
    const { own, shared } = this.of(word);
    return own === null && shared === null;
  }

  of(word: string): ObjectLikeAliases {
    this.lookups?.add(word);
    if (word !== this.word) {
      // No file spells most words that calls make, so nothing defines them.
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
      const text = aliasOf(this.store, index, pairs[i + 1] as number);
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
}
