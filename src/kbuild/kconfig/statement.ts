// Parses one Kconfig file into statements (Documentation/kbuild/kconfig-language.rst). Does not follow `source`.
import { type KconfigExpression, parseKconfigExpression } from './expression.js';

/** The type of a Kconfig symbol. */
export type SymbolType = 'bool' | 'tristate' | 'string' | 'int' | 'hex';

/** One line of a Kconfig file. Attributes follow the `config` that they belong to; lines count from 1. */
export type KconfigStatement =
  | { readonly kind: 'config'; readonly name: string; readonly line: number }
  | {
      readonly kind: 'type';
      readonly type: SymbolType;
      readonly prompt: boolean;
      readonly when: KconfigExpression | null;
    }
  | { readonly kind: 'prompt'; readonly when: KconfigExpression | null }
  | {
      readonly kind: 'default';
      readonly type: SymbolType | null;
      readonly value: KconfigExpression;
      readonly when: KconfigExpression | null;
    }
  | { readonly kind: 'depends'; readonly on: KconfigExpression }
  | { readonly kind: 'select' | 'imply'; readonly name: string; readonly when: KconfigExpression | null }
  | { readonly kind: 'visible'; readonly when: KconfigExpression | null }
  | {
      readonly kind: 'range';
      readonly low: KconfigExpression;
      readonly high: KconfigExpression;
      readonly when: KconfigExpression | null;
    }
  | { readonly kind: 'transitional' }
  | {
      readonly kind: 'open';
      readonly block: 'if' | 'menu' | 'choice';
      readonly when: KconfigExpression | null;
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'source'; readonly path: string };

const TYPES: ReadonlySet<string> = new Set(['bool', 'tristate', 'string', 'int', 'hex', 'boolean']);
const BLANK = 0x20;
const TAB = 0x09;
const LEADING_STRING = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*/;

/** Splits `"prompt" if EXPR` or `EXPR if EXPR` at the `if` outside quotes. */
const splitAtIf = (text: string): readonly [string, KconfigExpression | null] => {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'])*?)(?:^|\s)if\s+(.*)$/.exec(text);
  if (match === null) return [text, null];
  return [match[1] ?? '', parseKconfigExpression(match[2] ?? '')];
};

/** Columns of white space before the first character; null for a blank line. */
const indentOf = (line: string): number | null => {
  let width = 0;
  for (let i = 0; i < line.length; i++) {
    const character = line.charCodeAt(i);
    if (character === BLANK) width++;
    else if (character === TAB) width += 8 - (width % 8);
    else return line.trim() === '' ? null : width;
  }
  return null;
};

/** Logical lines: continuations are joined, comments and help texts are dropped. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly line: number }> {
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const start = i;
    let line = lines[i] ?? '';
    while (line.endsWith('\\') && i + 1 < lines.length) line = line.slice(0, -1) + (lines[++i] ?? '');
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (trimmed === 'help' || trimmed === '---help---') {
      i = endOfHelp(lines, i + 1) - 1;
      continue;
    }
    yield { text: trimmed, line: start + 1 };
  }
}

/** A help text ends at the first line that is indented less than its first one. */
const endOfHelp = (lines: readonly string[], from: number): number => {
  let i = from;
  let first: number | null = null;
  for (; i < lines.length; i++) {
    const indent = indentOf(lines[i] ?? '');
    if (indent === null) continue;
    first ??= indent;
    if (indent === 0 || indent < first) break;
  }
  return i;
};

const typeStatement = (word: string, rest: string): KconfigStatement => {
  const [prompt, when] = splitAtIf(rest);
  const type = word === 'boolean' ? 'bool' : (word as SymbolType);
  return { kind: 'type', type, prompt: LEADING_STRING.test(prompt), when };
};

const defaultStatement = (type: SymbolType | null, rest: string): KconfigStatement | null => {
  const [text, when] = splitAtIf(rest);
  const value = parseKconfigExpression(text);
  return value === null ? null : { kind: 'default', type, value, when };
};

const rangeStatement = (rest: string): KconfigStatement | null => {
  const [text, when] = splitAtIf(rest);
  const [low, high] = text.trim().split(/\s+/).map(parseKconfigExpression);
  return low && high ? { kind: 'range', low, high, when } : null;
};

const statementOf = (text: string, line: number): KconfigStatement | null => {
  const [, word = '', rest = ''] = /^([\w-]+)\s*(.*)$/.exec(text) ?? [];
  if (TYPES.has(word)) return typeStatement(word, rest);
  switch (word) {
    case 'config':
    case 'menuconfig':
      return { kind: 'config', name: rest.trim(), line };
    case 'def_bool':
      return defaultStatement('bool', rest);
    case 'def_tristate':
      return defaultStatement('tristate', rest);
    case 'default':
      return defaultStatement(null, rest);
    case 'prompt':
      return { kind: 'prompt', when: splitAtIf(rest)[1] };
    case 'select':
    case 'imply': {
      const [name, when] = splitAtIf(rest);
      return { kind: word, name: name.trim(), when };
    }
    case 'visible':
      return { kind: 'visible', when: splitAtIf(rest)[1] };
    case 'range':
      return rangeStatement(rest);
    case 'transitional':
      return { kind: 'transitional' };
    case 'depends': {
      const on = parseKconfigExpression(rest.replace(/^on\s+/, ''));
      return on === null ? null : { kind: 'depends', on };
    }
    case 'if':
      return { kind: 'open', block: 'if', when: parseKconfigExpression(rest) };
    case 'menu':
    case 'choice':
      return { kind: 'open', block: word, when: null };
    case 'endif':
    case 'endmenu':
    case 'endchoice':
      return { kind: 'close' };
    case 'comment':
    case 'mainmenu':
      return { kind: 'comment' };
    case 'source':
    case 'osource':
      return { kind: 'source', path: rest.trim().replace(/^"(.*)"$/, '$1') };
    default:
      return null;
  }
};

/** The statements of one file. Drops lines that do not limit the value of a symbol (macros, `modules`, ...). */
export const parseKconfig = (text: string): readonly KconfigStatement[] => {
  const statements: KconfigStatement[] = [];
  for (const { text: line, line: number } of logicalLines(text)) {
    const statement = statementOf(line, number);
    if (statement !== null) statements.push(statement);
  }
  return statements;
};
