// The structs, unions and enums of a file, and their members (C11, 6.7.2.1 and 6.7.2.2).
import { isName, type Spelling } from './spelling.js';

/** A member of a struct or union, or a constant of an enum. */
interface Member {
  readonly name: string;
  readonly line: number;
  /** Tag of the struct or union that the member is or points to; null for any other type. */
  readonly type: string | null;
}

/** A definition of a struct, union or enum. */
export interface Aggregate {
  readonly keyword: 'struct' | 'union' | 'enum';
  /** Null without a tag. */
  readonly tag: string | null;
  readonly line: number;
  /** Members of a struct or union, including those of unnamed structs and unions inside; constants of an enum. */
  readonly members: readonly Member[];
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The index of the bracket that closes the one at `from`; `to` when there is none before `to`. */
export const closingOf = (texts: readonly string[], from: number, to: number): number => {
  const open: string[] = [];
  for (let i = from; i < to; i++) {
    const text = texts[i] ?? '';
    const closing = CLOSING[text];
    if (closing !== undefined) open.push(closing);
    else if (text === open.at(-1)) open.pop();
    if (open.length === 0) return i;
  }
  return to;
};

/** Names of attributes: `__packed`, `____cacheline_aligned`. */
const isAttribute = (text: string): boolean => text.startsWith('__');

/** Reads the aggregates of one file. */
class AggregateReader {
  readonly found: Aggregate[] = [];
  private readonly texts: readonly string[];

  constructor(private readonly spelling: Spelling) {
    this.texts = spelling.texts;
  }

  read(): readonly Aggregate[] {
    this.search(0, this.texts.length);
    return this.found;
  }

  /** Finds the definitions in `[from, to)`, outside of macros. */
  private search(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const text = this.texts[i];
      if (this.spelling.defines[i] !== 0) continue;
      if (text !== 'struct' && text !== 'union' && text !== 'enum') continue;
      const open = this.bodyAfter(i, to);
      if (open !== null) i = this.aggregate(i, open, to);
    }
  }

  /** The `{` of the definition that begins at a keyword; null when there is none. */
  private bodyAfter(keyword: number, to: number): number | null {
    let tags = 0;
    for (let i = keyword + 1; i < to; i++) {
      const text = this.texts[i] ?? '';
      if (text === '{') return i;
      if (text === '(' && isAttribute(this.texts[i - 1] ?? '')) i = closingOf(this.texts, i, to);
      else if (!isName(text) || (!isAttribute(text) && ++tags > 1)) return null;
    }
    return null;
  }

  private tagOf(keyword: number, open: number): string | null {
    for (let i = keyword + 1; i < open; i++) {
      const text = this.texts[i] ?? '';
      if (text === '(') i = closingOf(this.texts, i, open);
      else if (isName(text) && !isAttribute(text)) return text;
    }
    return null;
  }

  /** Reads one definition; returns the index of its closing brace. */
  private aggregate(keyword: number, open: number, to: number): number {
    const close = closingOf(this.texts, open, to);
    const word = this.texts[keyword] as Aggregate['keyword'];
    const tag = this.tagOf(keyword, open);
    const members = word === 'enum' ? this.constants(open + 1, close) : this.members(open + 1, close);
    this.found.push({ keyword: word, tag, line: this.spelling.lines[keyword] as number, members });
    return close;
  }

  private constants(from: number, to: number): readonly Member[] {
    return this.parts(from, to, ',').flatMap(([start, end]) => {
      const name = this.texts[start];
      return start < end && isName(name) ? [this.member(name, start, null)] : [];
    });
  }

  private members(from: number, to: number): readonly Member[] {
    return this.parts(from, to, ';').flatMap(([start, end]) => this.declaration(start, end));
  }

  /** Splits `[from, to)` at separators outside of brackets; skips macros at the start of a part. */
  private parts(from: number, to: number, separator: string): readonly (readonly [number, number])[] {
    const parts: (readonly [number, number])[] = [];
    let start = from;
    for (let i = from; i <= to; i++) {
      if (i < to && this.spelling.defines[i] !== 0) {
        if (start === i) start = i + 1;
        continue;
      }
      const text = this.texts[i] ?? '';
      if (i < to && text in CLOSING) i = closingOf(this.texts, i, to);
      else if (i === to || text === separator) {
        parts.push([start, i]);
        start = i + 1;
      }
    }
    return parts;
  }

  private declaration(from: number, to: number): readonly Member[] {
    let keyword = from;
    while (keyword < to && /^(?:const|volatile|static|typedef)$/.test(this.texts[keyword] ?? '')) keyword++;
    const word = this.texts[keyword] ?? '';
    const isTagged = word === 'struct' || word === 'union';
    const open = isTagged || word === 'enum' ? this.bodyAfter(keyword, to) : null;
    if (open !== null) {
      const close = this.aggregate(keyword, open, to);
      const inner = this.found.at(-1);
      const named = this.declarators(close + 1, to, inner?.tag ?? null);
      return named.length > 0 ? named : (inner?.members ?? []);
    }
    return this.declarators(from, to, isTagged ? this.tagOf(keyword, to) : null);
  }

  private declarators(from: number, to: number, type: string | null): readonly Member[] {
    const pieces = this.parts(from, to, ',');
    return pieces.flatMap(([start, end]) => this.declarator(start, end, type));
  }

  /** The name in a declarator: `*x[2]`, `x : 4`, `(*x)(int)`. For a macro such as `DECLARE_BITMAP(x, 4)`: every argument. */
  private declarator(from: number, to: number, type: string | null): readonly Member[] {
    let name = -1;
    for (let i = from; i < to; i++) {
      const text = this.texts[i] ?? '';
      if (text === '[' || text === ':') break;
      if (text === '(') {
        const close = closingOf(this.texts, i, to);
        if (this.texts[i + 1] === '*' || this.texts[i + 1] === '(') return this.pointer(i + 1, close);
        const callee = this.texts[i - 1] ?? '';
        if (isName(callee) && callee !== '__attribute__' && i === from + 1)
          return this.parts(i + 1, close, ',').flatMap(([start, end]) => this.declarator(start, end, null));
        i = close;
      } else if (isName(text) && (!isAttribute(text) || name < 0)) name = i;
    }
    return name < 0 ? [] : [this.member(this.texts[name] ?? '', name, type)];
  }

  private pointer(from: number, to: number): readonly Member[] {
    for (let i = from; i < to; i++) {
      const text = this.texts[i];
      if (isName(text) && !isAttribute(text)) return [this.member(text, i, null)];
    }
    return [];
  }

  private member(name: string, at: number, type: string | null): Member {
    return { name, line: this.spelling.lines[at] as number, type };
  }
}

/** The aggregates of a file; nested ones come before the ones around them. */
export const aggregatesOf = (spelling: Spelling): readonly Aggregate[] =>
  new AggregateReader(spelling).read();
