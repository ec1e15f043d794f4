// Parses one Makefile into statements (GNU make manual, "Conditional Parts" and "How to Use Variables"). Drops recipes
// and rules, except pattern rules that map objects to sources in another folder.

/** `::=` and `:::=` count as `:=`. */
type AssignmentOperator = '=' | ':=' | '+=' | '?=';

/** The condition of `ifeq`, `ifneq`, `ifdef` or `ifndef`; its texts are not expanded. */
export type MakeCondition =
  | { readonly kind: 'equal'; readonly left: string; readonly right: string; readonly negated: boolean }
  | { readonly kind: 'defined'; readonly name: string; readonly negated: boolean };

/** A logical line of a Makefile; texts are not expanded, lines count from 1. */
export type MakeStatement =
  | {
      readonly kind: 'assign';
      readonly name: string;
      readonly operator: AssignmentOperator;
      readonly value: string;
      readonly line: number;
    }
  | { readonly kind: 'if'; readonly condition: MakeCondition; readonly line: number }
  | { readonly kind: 'else'; readonly condition: MakeCondition | null; readonly line: number }
  | { readonly kind: 'endif' }
  | { readonly kind: 'include'; readonly paths: string; readonly line: number }
  | { readonly kind: 'pattern'; readonly target: string; readonly source: string }
  /** `define NAME`: a recursive variable of several lines. */
  | { readonly kind: 'define'; readonly name: string; readonly body: string }
  /** A line that is an expression with `$(eval)`. */
  | { readonly kind: 'evaluate'; readonly expression: string };

const ASSIGNMENT =
  /^(?:(?:export|override|private)\s+)*((?:\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\$\{[^}]*\}|[^\s=:#?+])+)\s*(\+=|\?=|::?:?=|=)\s*(.*)$/;
const PATTERN_RULE = /^(\S*%\S*\.o)\s*:\s*(\S*\.c)\b/;

/**
 * Variables that control how to build, clean or instrument, never which objects exist. Skipping them saves some hundred
 * thousand words of device trees.
 */
const IRRELEVANT =
  /^(?:dtb|dtbo|always|extra|clean|targets|hostprogs|userprogs|no-clean)(?:-|$)|^(?:GCOV|KASAN|KCSAN|KCOV|UBSAN|KMSAN|OBJECT_FILES|CFLAGS_REMOVE|AFLAGS_REMOVE|quiet_cmd|cmd)_/;

const DEFINE = /^\s*(?:(?:export|override)\s+)*define\s+(\S+)/;

interface LogicalLine {
  readonly text: string;
  readonly line: number;
  /** The lines of a `define` block. */
  readonly body?: string;
}

/** Logical lines: continuations are joined by one space; comments and recipes are dropped. */
const logicalLines = (text: string): readonly LogicalLine[] => {
  const lines = text.split('\n');
  const logical: LogicalLine[] = [];
  let inRule = false;
  for (let i = 0; i < lines.length; i++) {
    const start = i;
    let line = (lines[i] ?? '').replace(/\r$/, '');
    while (/(^|[^\\])(\\\\)*\\$/.test(line) && i + 1 < lines.length)
      line = `${line.slice(0, -1).trimEnd()} ${(lines[++i] ?? '').replace(/\r$/, '').trimStart()}`;
    const name = DEFINE.exec(line)?.[1];
    if (name !== undefined) {
      const body: string[] = [];
      while (++i < lines.length && !/^\s*endef\b/.test(lines[i] ?? '')) body.push(lines[i] ?? '');
      logical.push({ text: name, line: start + 1, body: body.join('\n') });
      continue;
    }
    // A tab starts a recipe only after a rule: Kbuild files also indent assignments with tabs.
    if (line.startsWith('\t') && inRule) continue;
    const code = withoutComment(line).trim();
    if (code === '') continue;
    inRule = isRule(code);
    logical.push({ text: code, line: start + 1 });
  }
  return logical;
};

const withoutComment = (line: string): string => {
  for (let at = line.indexOf('#'); at !== -1; at = line.indexOf('#', at + 1))
    if (at === 0 || line[at - 1] !== '\\') return line.slice(0, at);
  return line;
};

const isRule = (code: string): boolean =>
  !ASSIGNMENT.test(code) && !/^(?:if|else|endif|-?include)\b/.test(code) && /:/.test(code);

/** The two arguments of `ifeq (a,b)` or `ifeq "a" "b"`. */
const argumentsOf = (text: string): readonly [string, string] | null => {
  const quoted = /^(?:"([^"]*)"|'([^']*)')\s*(?:"([^"]*)"|'([^']*)')/.exec(text);
  if (quoted !== null) return [quoted[1] ?? quoted[2] ?? '', quoted[3] ?? quoted[4] ?? ''];
  if (!text.startsWith('(')) return null;
  let depth = 0;
  let comma = -1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '(' || character === '{') depth++;
    else if (character === ',' && depth === 1 && comma === -1) comma = i;
    else if ((character === ')' || character === '}') && --depth === 0)
      return comma === -1 ? null : [text.slice(1, comma).trim(), text.slice(comma + 1, i).trim()];
  }
  return null;
};

const conditionOf = (text: string): MakeCondition | null => {
  const [, word = '', rest = ''] = /^(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$/.exec(text) ?? [];
  if (word === 'ifdef' || word === 'ifndef')
    return { kind: 'defined', name: rest.trim(), negated: word === 'ifndef' };
  if (word === '') return null;
  const pair = argumentsOf(rest.trim());
  return pair === null ? null : { kind: 'equal', left: pair[0], right: pair[1], negated: word === 'ifneq' };
};

const statementOf = ({ text, line, body }: LogicalLine): MakeStatement | null => {
  if (body !== undefined) return { kind: 'define', name: text, body };
  if (text.startsWith('$(') && text.includes('$(eval ')) return { kind: 'evaluate', expression: text };
  const condition = conditionOf(text);
  if (condition !== null) return { kind: 'if', condition, line };
  const otherwise = /^else\b\s*(.*)$/.exec(text);
  if (otherwise !== null) return { kind: 'else', condition: conditionOf(otherwise[1] ?? ''), line };
  if (/^endif\b/.test(text)) return { kind: 'endif' };
  const include = /^[-s]?include\s+(.*)$/.exec(text);
  if (include !== null) return { kind: 'include', paths: include[1] ?? '', line };
  const assignment = ASSIGNMENT.exec(text);
  if (assignment !== null) {
    const [, name = '', operator = '=', value = ''] = assignment;
    if (IRRELEVANT.test(name)) return null;
    const kind = operator.startsWith(':') ? ':=' : (operator as AssignmentOperator);
    return { kind: 'assign', name, operator: kind, value, line };
  }
  const pattern = PATTERN_RULE.exec(text);
  if (pattern !== null) return { kind: 'pattern', target: pattern[1] ?? '', source: pattern[2] ?? '' };
  return null;
};

/** The statements of one Makefile, in order. */
export const parseMakefile = (text: string): readonly MakeStatement[] =>
  logicalLines(text).flatMap((line) => statementOf(line) ?? []);
