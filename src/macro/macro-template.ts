// Templates of expansions. Calls of one macro that differ only in their words make names that differ only in these words. So
// one call is expanded with placeholders for its words, and the template is filled in for the others. One TRACE_EVENT
// makes forty names by a hundred nested calls.
import type { NameId } from '../csource/name-table.js';
import { isWord, LIST } from '../summary/word.js';
import type { ArgumentUse } from './argument-use.js';
import { Expansion } from './expansion.js';
import type { Argument } from './macro-argument.js';

/** A placeholder: an identifier that no source file contains. */
const BLANK = /kvs_blank_\d+_(\d+)_svk/;

/** The shape of a call: its arguments without their words. */
export interface CallShape {
  /** Equal for calls that differ only in their words. */
  readonly key: string;
  readonly words: readonly string[];
}

/** The number of arguments, from the first, that the macro uses. */
const usedCount = (args: readonly Argument[], { words, present }: ArgumentUse): number =>
  Math.min(args.length, Math.max(words, present));

/** Null for a call without a word that the macro uses. */
export const shapeOf = (callee: NameId, args: readonly Argument[], use: ArgumentUse): CallShape | null => {
  const words: string[] = [];
  const count = usedCount(args, use);
  let key = `${callee} ${args.length}`;
  for (let i = 0; i < count; i++) {
    const arg = args[i] ?? null;
    if (arg === null) key += '\n';
    else
      for (const part of arg.split(LIST)) {
        key += isWord(part) ? `${LIST}=` : `${LIST}${part}`;
        if (isWord(part)) words.push(part);
      }
    key += ' ';
  }
  return words.length === 0 ? null : { key, words };
};

/** The arguments with a placeholder for each word. `serial` keeps the placeholders of two templates apart. */
export const blanked = (args: readonly Argument[], use: ArgumentUse, serial: number): readonly Argument[] => {
  const count = usedCount(args, use);
  let blanks = 0;
  const blank = (part: string): string => (isWord(part) ? `kvs_blank_${serial}_${blanks++}_svk` : part);
  return args.map((arg, at) => (arg === null || at >= count ? arg : arg.split(LIST).map(blank).join(LIST)));
};

/** A text with placeholders: the texts between them, and the number of the word for each. */
interface Pattern {
  readonly between: readonly string[];
  readonly words: readonly number[];
}

const patternOf = (text: string): Pattern | null => {
  const parts = text.split(BLANK);
  if (parts.length === 1) return null;
  return {
    between: parts.filter((_, at) => at % 2 === 0),
    words: parts.filter((_, at) => at % 2 === 1).map(Number),
  };
};

const filled = ({ between, words }: Pattern, by: readonly string[]): string => {
  let text = between[0] ?? '';
  for (let i = 0; i < words.length; i++)
    text += (by[words[i] as number] as string) + (between[i + 1] as string);
  return text;
};

const textsOf = (texts: Iterable<string>): readonly (string | Pattern)[] =>
  Array.from(texts, (text) => patternOf(text) ?? text);

/** The expansion of all calls of one shape. Immutable; cached by `MayExpand`. */
export class MacroTemplate {
  private readonly named: readonly (string | Pattern)[];
  private readonly exported: readonly (string | Pattern)[];
  private readonly lookups: readonly Pattern[];

  /**
   * @param expansion of the call with placeholders.
   * @param lookups the words whose aliases the expansion looked up.
   */
  constructor(expansion: Expansion, lookups: Iterable<string>) {
    this.named = textsOf(expansion.named);
    this.exported = textsOf(expansion.exported);
    this.lookups = Array.from(lookups, patternOf).filter((pattern) => pattern !== null);
  }

  /**
   * The expansion of the call with these words; null when an object-like macro replaces one of the words looked up.
   * @param isPlain whether no object-like macro replaces a word.
   */
  fill(words: readonly string[], isPlain: (word: string) => boolean): Expansion | null {
    for (const pattern of this.lookups) if (!isPlain(filled(pattern, words))) return null;
    const put = (text: string | Pattern): string => (typeof text === 'string' ? text : filled(text, words));
    const named = this.named.map(put);
    return this.exported.length === 0
      ? new Expansion(named)
      : new Expansion([...named, new Expansion(this.exported.map(put), true)]);
  }
}
