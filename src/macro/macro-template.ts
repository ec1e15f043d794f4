// Calls of one macro that differ in their words alone come to names that differ in these words alone: one of them is taken
// apart with blanks for its words, and the others are filled in. TRACE_EVENT makes forty names, by a hundred calls.
import type { NameId } from '../csource/name-table.js';
import { isWord, LIST } from '../summary/word.js';
import type { ArgumentUse } from './argument-use.js';
import type { Argument } from './macro-argument.js';
import { Outcome } from './outcome.js';

/** No word of C that somebody would write. */
const BLANK = /kvs_blank_\d+_(\d+)_svk/;

/** The shape of a call: its arguments without their words. */
export interface CallShape {
  /** The same for calls that differ in words alone. */
  readonly key: string;
  readonly words: readonly string[];
}

/** Of how many arguments something can come. */
const counted = (args: readonly Argument[], { words, present }: ArgumentUse): number =>
  Math.min(args.length, Math.max(words, present));

/** Null for a call without a word of which something can come. */
export const shapeOf = (callee: NameId, args: readonly Argument[], use: ArgumentUse): CallShape | null => {
  const words: string[] = [];
  const count = counted(args, use);
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

/** The arguments with a blank for each word, which no other template has. */
export const blanked = (args: readonly Argument[], use: ArgumentUse, serial: number): readonly Argument[] => {
  const count = counted(args, use);
  let blanks = 0;
  const blank = (part: string): string => (isWord(part) ? `kvs_blank_${serial}_${blanks++}_svk` : part);
  return args.map((arg, at) => (arg === null || at >= count ? arg : arg.split(LIST).map(blank).join(LIST)));
};

/** A text with blanks: what stands between them, and the number of the word for each. */
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

/** What calls of one shape come to. */
export class MacroTemplate {
  private readonly named: readonly (string | Pattern)[];
  private readonly exported: readonly (string | Pattern)[];
  private readonly asked: readonly Pattern[];

  /**
   * @param outcome of the call with blanks.
   * @param asked the words that could have stood for others on the way.
   */
  constructor(outcome: Outcome, asked: Iterable<string>) {
    this.named = textsOf(outcome.named);
    this.exported = textsOf(outcome.exported);
    this.asked = Array.from(asked, patternOf).filter((pattern) => pattern !== null);
  }

  /**
   * What the call with these words comes to; null when one of them stands for another word.
   * @param isPlain whether a word stands for itself.
   */
  fill(words: readonly string[], isPlain: (word: string) => boolean): Outcome | null {
    for (const pattern of this.asked) if (!isPlain(filled(pattern, words))) return null;
    const put = (text: string | Pattern): string => (typeof text === 'string' ? text : filled(text, words));
    const named = this.named.map(put);
    return this.exported.length === 0
      ? new Outcome(named)
      : new Outcome([...named, new Outcome(this.exported.map(put), true)]);
  }
}
