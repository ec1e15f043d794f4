// Finds the struct of a member access from the declarations in the same file: `kvm->rc` accesses struct kvm if `kvm` is
// declared as `struct kvm *` (C11, 6.5.2.3). Never guesses: without a declaration the struct is unknown.
import type { Aggregate } from './aggregate.js';
import { isName, type Spelling } from './spelling.js';

/** An access to a member: `x->m`, `x.m`, `offsetof(struct x, m)`. */
export interface Access {
  /** Number of the member's token. */
  readonly at: number;
  readonly member: string;
  /** The source text from the last name of the expression on: `kvm->users_count`. */
  readonly text: string;
  /** Tag of the struct; null when it is unknown. */
  readonly struct: string | null;
}

/** Returns the tag of the struct that a member is or points to, by the member's name; null when ambiguous or unknown. */
export type MemberTypes = (member: string) => string | null;

/** The types of the members of some aggregates; a name with two types is ambiguous. */
export const memberTypesOf = (aggregates: Iterable<Aggregate>): MemberTypes => {
  const types = new Map<string, string | null>();
  for (const { members } of aggregates)
    for (const { name, type } of members) {
      const known = types.get(name);
      types.set(name, known === undefined || known === type ? type : null);
    }
  return (member) => types.get(member) ?? null;
};

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** The index of the bracket that opens the one at `from`; -1 when there is none. */
const openingOf = (texts: readonly string[], from: number): number => {
  const open: string[] = [];
  for (let i = from; i >= 0; i--) {
    const text = texts[i] ?? '';
    const opening = OPENING[text];
    if (opening !== undefined) open.push(opening);
    else if (text === open.at(-1)) open.pop();
    if (open.length === 0) return i;
  }
  return -1;
};

/** Tokens that can follow the name in a declarator. */
const ENDS_DECLARATOR: ReadonlySet<string> = new Set([',', ')', ';', '=', '[']);

/** How many tokens to search backwards for a declaration: the longest functions of the kernel have ten thousand tokens. */
const FARTHEST_DECLARATION = 20_000;

/** Resolves the accesses of one file. */
class AccessReader {
  private readonly texts: readonly string[];
  private declared: Map<string, string | null> | null = null;

  constructor(
    private readonly spelling: Spelling,
    private readonly memberTypes: MemberTypes,
  ) {
    this.texts = spelling.texts;
  }

  /** The tag in a declaration `struct TAG *name` of the name at `at`; null for any other text before the name. */
  private declaration(at: number): string | null {
    let i = at - 1;
    while (this.texts[i] === '*' || /^(?:const|__\w+)$/.test(this.texts[i] ?? '')) i--;
    const keyword = this.texts[i - 1];
    if (keyword !== 'struct' && keyword !== 'union') return null;
    return isName(this.texts[i]) ? (this.texts[i] ?? null) : null;
  }

  /** The type of a variable or function that is declared outside of functions; null when ambiguous or unknown. */
  private outside(name: string): string | null {
    if (this.declared === null) {
      this.declared = new Map();
      for (let i = 0; i < this.texts.length; i++) {
        if (this.spelling.depths[i] !== 0 || this.spelling.defines[i] !== 0) continue;
        const text = this.texts[i];
        const next = this.texts[i + 1] ?? '';
        if (!isName(text) || !(next === '(' || next === ';' || next === '=' || next === '[')) continue;
        const type = this.declaration(i);
        if (type === null) continue;
        const known = this.declared.get(text);
        this.declared.set(text, known === undefined || known === type ? type : null);
      }
    }
    return this.declared.get(name) ?? null;
  }

  /** The type in the nearest declaration before a token, in the same function if possible. */
  private variable(name: string, at: number): string | null {
    const define = this.spelling.defines[at];
    for (let i = at - 1; i >= 0 && at - i < FARTHEST_DECLARATION; i--) {
      const text = this.texts[i];
      if (define !== 0 && this.spelling.defines[i] !== define) return null;
      if (define === 0 && this.spelling.defines[i] !== 0) continue;
      // The end of the declaration before this function.
      if (this.spelling.depths[i] === 0 && (text === '}' || text === ';')) break;
      if (text !== name || !ENDS_DECLARATOR.has(this.texts[i + 1] ?? '')) continue;
      const type = this.declaration(i);
      if (type !== null) return type;
      // A local declaration of another type (`foo_t *x`) hides the one outside.
      if (this.texts[i - 1] === '*' && isName(this.texts[i - 2]) && !this.isExpression(i - 2)) return null;
    }
    return this.outside(name);
  }

  /** Whether the name at `at` is an operand rather than a type. */
  private isExpression(at: number): boolean {
    if (this.spelling.depths[at] === 0) return false;
    return /^(?:[=(,+\-*/&|<>!?:[]|->|return|&&|\|\||==|!=|\.)$/.test(this.texts[at - 1] ?? '');
  }

  /** The tag of the struct that the expression ending at `end` is or points to, and its last name. */
  private typeBefore(end: number): { readonly type: string | null; readonly last: string } {
    let i = end;
    let suffix = '';
    while (this.texts[i] === ']') {
      i = openingOf(this.texts, i) - 1;
      suffix = '[]';
    }
    if (this.texts[i] === ')') {
      const open = openingOf(this.texts, i);
      const callee = this.texts[open - 1];
      if (isName(callee)) return { type: this.outside(callee), last: `${callee}()${suffix}` };
      // `(x)->m` and `(&x)->m`
      if (i - open <= 3 && isName(this.texts[i - 1])) return this.typeBefore(i - 1);
      return { type: null, last: '()' };
    }
    const name = this.texts[i];
    if (!isName(name)) return { type: null, last: '' };
    const before = this.texts[i - 1];
    if (before === '->' || before === '.') return { type: this.memberTypes(name), last: `${name}${suffix}` };
    return { type: this.variable(name, i), last: `${name}${suffix}` };
  }

  access(at: number): Access | null {
    const member = this.texts[at] ?? '';
    const operator = this.texts[at - 1];
    if (operator === '->' || operator === '.') {
      const { type, last } = this.typeBefore(at - 2);
      return { at, member, text: `${last}${operator}${member}`, struct: type };
    }
    // offsetof(struct x, member), container_of(p, struct x, member)
    const tag = this.texts[at - 2];
    if (operator === ',' && isName(tag) && this.texts[at - 3] === 'struct')
      return { at, member, text: `struct ${tag}, ${member}`, struct: tag };
    return null;
  }
}

/** The accesses to members of these names, in order. */
export const accessesTo = (
  spelling: Spelling,
  members: ReadonlySet<string>,
  memberTypes: MemberTypes,
): readonly Access[] => {
  const reader = new AccessReader(spelling, memberTypes);
  const found: Access[] = [];
  spelling.texts.forEach((text, at) => {
    if (!members.has(text)) return;
    const access = reader.access(at);
    if (access !== null) found.push(access);
  });
  return found;
};
