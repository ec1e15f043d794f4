// What the text of an asm statement calls (gcc manual, "Extended Asm"; the manuals of the machines for the names of the
// instructions): the assembler makes references of it that no C code spells.

/** Instructions that call or jump to their last operand, on the architectures of the kernel. */
const CALLING = 'callq?|jmpq?|blx?|b|brasl|jg|jal|j|jsr|bsr|tail|la';

/** A calling instruction at the beginning of a statement, what stands before its last operand, and that operand. */
const CALL = new RegExp(
  `(?:^|[;\\n:{}]|\\\\[nt])\\s*(?:${CALLING})(?:\\s|\\\\t)+(?:[%$\\w]+\\s*,\\s*)?([A-Za-z_]\\w*|$)(?=(.?))`,
  'g',
);

export interface CalledText {
  /** Symbols that are called. */
  readonly names: readonly string[];
  /** What the text has of a symbol that goes on behind it; null when none does. */
  readonly open: string | null;
}

const NOTHING: CalledText = { names: [], open: null };

/** What a string literal of an asm statement calls. */
export const calledIn = (literal: string): CalledText => {
  const text = literal.slice(1, -1);
  if (!/[a-z]/.test(text)) return NOTHING;
  const names: string[] = [];
  let open: string | null = null;
  for (const match of text.matchAll(CALL)) {
    const [whole, name = '', after = ''] = match;
    if (match.index + whole.length === text.length && after === '') open = name;
    // `bl %0` and the like have no name; a word before a bracket or a comma is a register.
    else if (name !== '' && !/[(,\]]/.test(after)) names.push(name);
  }
  return { names, open };
};

/** How a symbol's name goes on in the next literal, and whether a constant operand (`%c[size]`) follows. */
export const continuedIn = (literal: string): { readonly word: string; readonly constant: boolean } => {
  const text = literal.slice(1, -1);
  const word = /^\w*/.exec(text)?.[0] ?? '';
  return { word, constant: /^%[cP]/.test(text.slice(word.length)) };
};
