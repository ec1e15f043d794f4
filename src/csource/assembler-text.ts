// Symbols that the text of an asm statement calls: no C code refers to them (gcc manual, "Extended Asm"; the manuals of
// the architectures for the names of instructions).

/** Instructions that call or jump to their last operand, on the architectures of the kernel. */
const CALLING = 'callq?|jmpq?|blx?|b|brasl|jg|jal|j|jsr|bsr|tail|la';

/** A calling instruction at the beginning of a statement, with its last operand and the byte after it. */
const CALL = new RegExp(
  `(?:^|[;\\n:{}]|\\\\[nt])\\s*(?:${CALLING})(?:\\s|\\\\t)+(?:[%$\\w]+\\s*,\\s*)?([A-Za-z_]\\w*|$)(?=(.?))`,
  'g',
);

/** The calls in one string literal. */
export interface CalledText {
  readonly names: readonly string[];
  /** The beginning of a symbol's name at the end of the text, which the next token continues; null when there is none. */
  readonly open: string | null;
}

const NOTHING: CalledText = { names: [], open: null };

/** The symbols that a string literal of an asm statement calls; the literal includes its quotes. */
export const calledIn = (literal: string): CalledText => {
  const text = literal.slice(1, -1);
  if (!/[a-z]/.test(text)) return NOTHING;
  const names: string[] = [];
  let open: string | null = null;
  for (const match of text.matchAll(CALL)) {
    const [whole, name = '', after = ''] = match;
    if (match.index + whole.length === text.length && after === '') open = name;
    // A word before a bracket or a comma is a register; `bl %0` has no name.
    else if (name !== '' && !/[(,\]]/.test(after)) names.push(name);
  }
  return { names, open };
};

/** The continuation of a symbol's name in the next literal, and whether a constant operand (`%c[size]`) follows it. */
export const continuedIn = (literal: string): { readonly word: string; readonly constant: boolean } => {
  const text = literal.slice(1, -1);
  const word = /^\w*/.exec(text)?.[0] ?? '';
  return { word, constant: /^%[cP]/.test(text.slice(word.length)) };
};
