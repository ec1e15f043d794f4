// Parses a make expression into literal text and references (GNU make manual, "Basics of Variable References").

/** A piece of an expression. Names and arguments are unparsed expressions. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `$(name)`; the name may contain references. */
  | { readonly kind: 'variable'; readonly name: string }
  /** `$(name:a=b)` */
  | { readonly kind: 'substitution'; readonly name: string; readonly from: string; readonly to: string }
  | { readonly kind: 'function'; readonly name: string; readonly arguments: readonly string[] };

const FUNCTIONS: ReadonlySet<string> = new Set(
  'subst patsubst strip findstring filter filter-out sort word wordlist words firstword lastword dir notdir suffix basename addsuffix addprefix join wildcard realpath abspath if or and foreach call eval value origin flavor shell error warning info file let intcmp'.split(
    ' ',
  ),
);

const closingOf = (text: string, from: number): number => {
  const open = text[from];
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === open) depth++;
    else if (text[i] === close && --depth === 0) return i;
  }
  return -1;
};

const splitArguments = (text: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '(' || character === '{') depth++;
    else if (character === ')' || character === '}') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
};

const referenceOf = (inner: string): TemplatePart => {
  const call = /^([a-z-]+)\s+/.exec(inner);
  if (call !== null && FUNCTIONS.has(call[1] ?? ''))
    return { kind: 'function', name: call[1] ?? '', arguments: splitArguments(inner.slice(call[0].length)) };
  const substitution = /^([^:$]+):([^=]*)=(.*)$/.exec(inner);
  if (substitution !== null) {
    const [, name = '', from = '', to = ''] = substitution;
    return { kind: 'substitution', name, from, to };
  }
  return { kind: 'variable', name: inner };
};

const parsed = new Map<string, readonly TemplatePart[]>();

const parse = (text: string): readonly TemplatePart[] => {
  const parts: TemplatePart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] !== '$' || next === undefined) literal += text[i];
    else if (next === '$') {
      literal += '$';
      i++;
    } else if (next === '(' || next === '{') {
      const end = closingOf(text, i + 1);
      if (end === -1) break;
      flush();
      parts.push(referenceOf(text.slice(i + 2, end)));
      i = end;
    } else {
      flush();
      parts.push({ kind: 'variable', name: next });
      i++;
    }
  }
  flush();
  return parts;
};

/** The parts of an expression, in order. Parsed expressions are kept for the whole run. */
export const templateOf = (text: string): readonly TemplatePart[] => {
  if (!text.includes('$')) return text === '' ? [] : [{ kind: 'text', text }];
  let parts = parsed.get(text);
  if (parts === undefined) {
    parts = parse(text);
    parsed.set(text, parts);
  }
  return parts;
};
