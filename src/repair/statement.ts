// The indentation of a line by the C code before it (kernel: Documentation/process/coding-style.rst).
// Not a parser: it looks at the lines just before, as a reader would.
import { indentOf, indentTo, widthOf } from './white-space.js';

/** Code is not nested deeper; each bracket costs time with the number of those around it. */
const MAX_OPEN = 100;

/** The nearest lines that matter; a function fits on two screens of 48. */
const LOOK_BACK = 400;

/** No line of code is longer; what a generator wrote on one line is not looked through. */
const LINE_BYTES = 1000;

/** A line of code without comments and strings, so that brackets count; columns are kept. */
const bareCode = (line: string): string =>
  line
    .slice(0, LINE_BYTES)
    .replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, (text) => '_'.repeat(text.length))
    .replaceAll(/\/\*.*?\*\//g, (text) => ' '.repeat(text.length))
    .replace(/\/[/*].*$/, '');

const CONTROL = /^(?:}\s*)?(?:else\b(?:\s+if\b)?|if\b|for\b|while\b|do\b|switch\b|\w*for_each\w*\b)/;

interface Open {
  readonly line: number;
  readonly column: number;
  readonly mark: string;
}

/** What holds at the end of some lines of code. */
export interface Position {
  /** Brackets that are still open, the innermost last. */
  readonly open: readonly Open[];
  readonly inComment: number | undefined;
}

/** Nothing is open. */
const TOP: Position = { open: [], inComment: undefined };

export const positionAfter = (lines: readonly string[]): Position => {
  let position = TOP;
  for (let index = Math.max(0, lines.length - LOOK_BACK); index < lines.length; index += 1) {
    position = advance(position, lines[index] ?? '', index);
  }
  return position;
};

/** The position after one more line. @param index where the line stands among those before. */
export const advance = (position: Position, line: string, index: number): Position => {
  const { open: before, inComment } = position;
  if (inComment !== undefined) return line.includes('*/') ? { ...position, inComment: undefined } : position;
  if (/^\s*#/.test(line)) return position;
  // A brace in column 0 begins or ends a definition, whatever macros before it left open.
  let open: readonly Open[] = /^[{}]/.test(line) ? [] : before;
  const code = bareCode(line);
  for (let at = 0; at < code.length; at += 1) {
    const mark = code[at] ?? '';
    if ('([{'.includes(mark)) {
      open = [...open.slice(-MAX_OPEN), { line: index, column: widthOf(line.slice(0, at + 1)), mark }];
    } else if (')]}'.includes(mark)) {
      const match = open.findLastIndex((other) => '([{'.indexOf(other.mark) === ')]}'.indexOf(mark));
      if (match >= 0) open = open.slice(0, match);
    }
  }
  const rest = line
    .slice(0, LINE_BYTES)
    .replaceAll(/"(?:\\.|[^"\\])*"/g, '')
    .replaceAll(/\/\*.*?\*\//g, '');
  return { open, inComment: rest.includes('/*') ? index : undefined };
};

interface CodeLine {
  readonly text: string;
  readonly index: number;
}

/** The last line before `end` that is not empty and no preprocessor line. */
const lastCode = (lines: readonly string[], end = lines.length): CodeLine | undefined => {
  for (let index = end - 1; index >= Math.max(0, end - LOOK_BACK); index -= 1) {
    const text = lines[index] ?? '';
    if (text.trim() !== '' && !/^\s*#/.test(text)) return { text, index };
  }
  return undefined;
};

/** The line on which the statement begins that ends on `index`: brackets that it closes are followed back. */
const statementStart = (lines: readonly string[], index: number): number => {
  let depth = 0;
  for (let at = index; at >= Math.max(0, index - LOOK_BACK); at -= 1) {
    const code = bareCode(lines[at] ?? '');
    for (let column = code.length - 1; column >= 0; column -= 1) {
      if (')]'.includes(code[column] ?? ' ')) depth += 1;
      else if ('(['.includes(code[column] ?? ' ')) depth -= 1;
    }
    if (depth > 0) continue;
    const before = bareCode(lines[at - 1] ?? '').trimEnd();
    if (at === 0 || !/(?:[=+\-|&?,<>*/%^]|\|\||&&)$/.test(before) || /^\s*\*/.test(lines[at - 1] ?? ''))
      return at;
    if (depth === 0 && /,$/.test(before)) return at;
  }
  return index;
};

/** The line with the `/*` of a comment that ends on `index`; `index` itself when none does. */
const commentStart = (lines: readonly string[], index: number): number => {
  if (!/^\s*\*.*\*\/\s*$|^\s*\*\/\s*$/.test(lines[index] ?? '')) return index;
  for (let at = index; at >= Math.max(0, index - LOOK_BACK); at -= 1)
    if (lines[at]?.includes('/*')) return at;
  return index;
};

const isLabel = (text: string): boolean => /^[A-Za-z_]\w*:$/.test(text) && text !== 'default:';
const isCase = (text: string): boolean => /^(?:case\b.*:|default\s*:)/.test(text);

/**
 * Indentations that a line may have after these, the likeliest first.
 * @param text the line without white space around it.
 * @param position what is open after these lines, if the caller has computed it.
 */
export const indentsAfter = (
  before: readonly string[],
  text: string,
  { open, inComment }: Position = positionAfter(before),
): readonly string[] => {
  if (text === '') return [''];
  if (text.startsWith('#') || isLabel(text)) return [''];
  const last = lastCode(before);
  if (last === undefined) return [''];
  // A comment stands where the code around it does, whatever its last line begins with.
  const own = indentOf(before[commentStart(before, last.index)] ?? '');
  if (inComment !== undefined) {
    const opened = indentOf(before[inComment] ?? '');
    return text.startsWith('*') ? [`${opened} `, own] : [own, `${opened} `];
  }
  const inner = open.at(-1);
  if (inner !== undefined && inner.mark !== '{') return continued(before, inner, own);
  return inBlock(before, text, inner, last, own);
};

/** Inside braces, or at the top level. @param own the indentation of the line before, `last`. */
const inBlock = (
  before: readonly string[],
  text: string,
  inner: Open | undefined,
  last: CodeLine,
  own: string,
): readonly string[] => {
  const block = inner === undefined ? '' : indentOf(before[statementStart(before, inner.line)] ?? '');
  if (text.startsWith('}')) return [block];
  if (isCase(text)) return [block];
  const code = bareCode(last.text).trim();
  const start = statementStart(before, commentStart(before, last.index));
  const base = indentOf(before[start] ?? '');
  const deeper = indentTo(widthOf(base) + 8);
  const body = inner === undefined ? '' : indentTo(widthOf(block) + 8);
  if (text.startsWith('{')) return [base, block];
  if (inner !== undefined && inner.line === last.index) return [body, own];
  if (isCase(code)) return [deeper, own];
  const opener = (before[start] ?? '').trim();
  if (CONTROL.test(opener) && !/[;{}]$/.test(code)) return [deeper, base];
  if (isLabel(code)) return [body, own];
  if (/^else\b/.test(text)) return [matchingIf(before, own) ?? base, base, body];
  if (/(?:[=+\-|&?<>*/%^])$/.test(code) && !/^\s*\*/.test(last.text))
    return [own === base ? deeper : own, deeper, own];
  const after = afterBody(before, start, base);
  return inSwitch(before, inner) ? [after, deeper, body] : [after, body, own];
};

/** Inside open brackets: under the first thing behind the bracket, else as the line before. */
const continued = (before: readonly string[], inner: Open, own: string): readonly string[] => {
  const opening = before[inner.line] ?? '';
  const base = indentOf(opening);
  const isLast = widthOf(opening.trimEnd()) === inner.column;
  const under = indentTo(inner.column);
  const steps = [indentTo(widthOf(base) + 8), indentTo(widthOf(base) + 16)];
  return inner.line === before.length - 1
    ? isLast
      ? [...steps, under]
      : [under, ...steps, '\t'.repeat(Math.floor(inner.column / 8))]
    : [own, under, ...steps];
};

/** Where the code goes on after a statement that was the body of `if (x)` without braces. */
const afterBody = (before: readonly string[], start: number, base: string): string => {
  let [at, indent] = [start, base];
  for (let count = 0; count < 20; count += 1) {
    const above = lastCode(before, at);
    if (above === undefined) return indent;
    const code = bareCode(above.text).trim();
    const head = statementStart(before, above.index);
    const opener = (before[head] ?? '').trim();
    const wider = widthOf(indent) > widthOf(indentOf(before[head] ?? ''));
    if (!wider || !CONTROL.test(opener) || /[;{}]$/.test(code)) return indent;
    [at, indent] = [head, indentOf(before[head] ?? '')];
  }
  return indent;
};

const matchingIf = (before: readonly string[], own: string): string | undefined => {
  for (let index = before.length - 1; index >= Math.max(0, before.length - LOOK_BACK); index -= 1) {
    const line = before[index] ?? '';
    if (/^\s*(?:}\s*else\s+)?if\b/.test(line) && widthOf(indentOf(line)) < Math.max(1, widthOf(own)))
      return indentOf(line);
  }
  return undefined;
};

const inSwitch = (before: readonly string[], inner: Open | undefined): boolean =>
  inner !== undefined && /\bswitch\b/.test(before[inner.line] ?? '');
