// The names that a file defines: functions, variables, macros, constants of enums. Works on a `Spelling`.
import type { Aggregate } from './aggregate.js';
import { closingOf } from './aggregate.js';
import { isName, type Spelling } from './spelling.js';

/** A definition in the text of a file, whatever `#if`s are around it. */
export interface TextDefinition {
  readonly name: string;
  readonly kind: 'function' | 'variable' | 'macro' | 'constant';
  readonly line: number;
  /** Whether it is `static`. */
  readonly isLocal: boolean;
}

const macros = ({ texts, lines, defines }: Spelling): readonly TextDefinition[] => {
  const found: TextDefinition[] = [];
  defines.forEach((define, i) => {
    if (define === 0 || define === defines[i - 1]) return;
    found.push({ name: texts[i] ?? '', kind: 'macro', line: lines[i] ?? 0, isLocal: false });
  });
  return found;
};

const constants = (aggregates: readonly Aggregate[]): readonly TextDefinition[] =>
  aggregates
    .filter(({ keyword }) => keyword === 'enum')
    .flatMap(({ members }) =>
      members.map(({ name, line }): TextDefinition => ({ name, kind: 'constant', line, isLocal: false })),
    );

const TYPE_WORDS = /^(?:struct|union|enum|typedef|extern)$/;

/** The definition in a statement outside of functions; `at` are its tokens, `end` the token after it. */
const outside = (
  { texts, lines }: Spelling,
  at: readonly number[],
  end: ';' | '{',
): TextDefinition | null => {
  const words = at.map((i) => texts[i] ?? '');
  const isLocal = words.includes('static');
  const open = words.indexOf('(');
  const assign = words.indexOf('=');
  const named = (position: number, kind: TextDefinition['kind']): TextDefinition | null => {
    const name = words[position];
    // A definition has a type before its name; `MACRO(x)` has none.
    if (!isName(name) || position === 0) return null;
    return { name, kind, line: lines[at[position] ?? 0] ?? 0, isLocal };
  };
  if (end === '{' && assign < 0) {
    const close = open < 0 ? -1 : closingOf(words, open, words.length);
    return close < 0 || TYPE_WORDS.test(words[open - 1] ?? '') ? null : named(open - 1, 'function');
  }
  if (words[0] === 'typedef' || words[0] === 'extern') return null;
  if (open >= 0 && (assign < 0 || open < assign)) return null;
  const stop = words.findIndex((word) => word === '=' || word === '[');
  return named((stop < 0 ? words.length : stop) - 1, 'variable');
};

const outer = (spelling: Spelling): readonly TextDefinition[] => {
  const { texts, defines, depths } = spelling;
  const found: TextDefinition[] = [];
  let statement: number[] = [];
  texts.forEach((text, i) => {
    if (defines[i] !== 0 || depths[i] !== 0) return;
    if (text !== ';' && text !== '{' && text !== '}') {
      statement.push(i);
      return;
    }
    const definition = text === '}' ? null : outside(spelling, statement, text);
    if (definition !== null) found.push(definition);
    // After the brace of an initialiser or a struct begins a new statement, which defines nothing of interest.
    statement = [];
  });
  return found;
};

/** The definitions of a file, without prototypes and `extern` declarations. */
export const definitionsOf = (
  spelling: Spelling,
  aggregates: readonly Aggregate[],
): readonly TextDefinition[] => [...macros(spelling), ...constants(aggregates), ...outer(spelling)];
