// Evaluates one folder's Makefile for all configurations at once: every variable is a list of conditional words.
// ../folder.ts derives the objects from the variables (Documentation/kbuild/makefiles.rst).
import { FALSE, type Formula, type Formulas, TRUE } from '../formula/formula.js';
import { callFunction } from './function.js';
import { type MakeCondition, type MakeStatement, parseMakefile } from './statement.js';
import { type TemplatePart, templateOf } from './template.js';
import { type Alternative, alternativesOf, anyOf, type Word, type Words, wordsUnder } from './word.js';

/** The environment of a Makefile: variables and files outside it. */
export interface MakeWorld {
  readonly formulas: Formulas;
  /** `$(CONFIG_X)`: the words `y` and `m` with their conditions. */
  readonly config: (name: string) => Words;
  /** Variables that Kbuild and the folders above set (`src`, `obj`, `srctree`, `SRCARCH`). */
  readonly given: (name: string) => Words | undefined;
  /** Statements of an included file; undefined when the tree has no such file. */
  readonly statementsOf: (path: string) => readonly MakeStatement[] | undefined;
  /** Paths that match a `$(wildcard)` pattern. */
  readonly wildcard: (pattern: string) => readonly string[];
}

/** A part of a variable's value. */
interface Piece {
  readonly when: Formula;
  /** Text that is expanded at each use (`=`), or words that were expanded at the assignment (`:=`). */
  readonly value: string | Words;
}

/** An open `if`. */
interface Branch {
  /** Condition around the whole `if`. */
  readonly outer: Formula;
  /** The condition under which no branch so far is taken. */
  rest: Formula;
}

/** Limit for recursive variables: GNU make rejects a variable that refers to itself. */
const DEEPEST_EXPANSION = 40;
/** Limit of nested expansions in one: variables that refer to each other twice double the work at each level. */
const MOST_EXPANSIONS = 100_000;
const DEEPEST_INCLUDE = 16;

/** `target: source`, both paths with one `%`. */
export interface PatternRule {
  readonly target: string;
  readonly source: string;
}

/**
 * The state of one Makefile: `run` its statements, then read its variables. Each instance evaluates one file and the
 * files that it includes; a folder's walk owns it.
 */
export class Makefile {
  readonly patterns: PatternRule[] = [];
  private readonly variables = new Map<string, Piece[]>();
  private readonly locals: Map<string, Words>[] = [];
  private depth = 0;
  private expansions = 0;

  constructor(private readonly world: MakeWorld) {}

  /** Evaluates statements under a condition. */
  run(statements: readonly MakeStatement[], condition: Formula = TRUE, depth = 0): void {
    const { formulas } = this.world;
    const branches: Branch[] = [];
    let active = condition;
    for (const statement of statements) {
      switch (statement.kind) {
        case 'if': {
          const taken = this.conditionOf(statement.condition);
          branches.push({ outer: active, rest: formulas.without(active, taken) });
          active = formulas.and(active, taken);
          break;
        }
        case 'else': {
          const branch = branches.at(-1);
          if (branch === undefined) break;
          const taken = statement.condition === null ? TRUE : this.conditionOf(statement.condition);
          active = formulas.and(branch.rest, taken);
          branch.rest = formulas.without(branch.rest, taken);
          break;
        }
        case 'endif':
          active = branches.pop()?.outer ?? active;
          break;
        default:
          if (active !== FALSE) this.step(statement, active, depth);
      }
    }
  }

  /** The words of a variable, in order. */
  words(name: string): Words {
    return this.variable(name);
  }

  /** The words of an expression; none beyond the limits of nesting. */
  expand(template: string): Words {
    if (this.depth === 0) this.expansions = 0;
    if (this.depth > DEEPEST_EXPANSION || ++this.expansions > MOST_EXPANSIONS) return [];
    this.depth++;
    try {
      return this.join(templateOf(template));
    } finally {
      this.depth--;
    }
  }

  /** All texts that an expression can have; null when there are too many. */
  texts(template: string): readonly Alternative[] | null {
    return alternativesOf(this.world.formulas, this.expand(template), ' ');
  }

  /** Evaluates with temporary variables (`foreach`, `call`). */
  withLocals<T>(locals: ReadonlyMap<string, Words>, evaluate: () => T): T {
    this.locals.push(new Map(locals));
    try {
      return evaluate();
    } finally {
      this.locals.pop();
    }
  }

  /** The unexpanded text of a variable, for `$(call)`. */
  textOf(name: string): string | undefined {
    const value = this.variables.get(name)?.at(-1)?.value;
    return typeof value === 'string' ? value : value?.map(({ text }) => text).join(' ');
  }

  get formulas(): Formulas {
    return this.world.formulas;
  }

  wildcard(pattern: string): readonly string[] {
    return this.world.wildcard(pattern);
  }

  private step(
    statement: Exclude<MakeStatement, { kind: 'if' | 'else' | 'endif' }>,
    active: Formula,
    depth: number,
  ): void {
    if (statement.kind === 'assign') {
      for (const { text, when } of this.texts(statement.name) ?? []) {
        const condition = this.world.formulas.and(active, when);
        if (condition !== FALSE) this.assign(text, statement.operator, statement.value, condition);
      }
    } else if (statement.kind === 'include') {
      if (depth > DEEPEST_INCLUDE) return;
      for (const { text, when } of this.expand(statement.paths)) {
        const included = this.world.statementsOf(text);
        if (included !== undefined) this.run(included, this.world.formulas.and(active, when), depth + 1);
      }
    } else if (statement.kind === 'define') {
      this.assign(statement.name, '=', statement.body, active);
    } else if (statement.kind === 'evaluate') {
      this.evaluate(statement.expression, active, depth);
    } else {
      const target = this.expand(statement.target)[0]?.text;
      const source = this.expand(statement.source)[0]?.text;
      if (target !== undefined && source !== undefined) this.patterns.push({ target, source });
    }
  }

  /** Runs the texts of `$(eval)` in an expression; `foreach` and `call` around and in it are followed. */
  private evaluate(expression: string, active: Formula, depth: number): void {
    if (depth > DEEPEST_INCLUDE) return;
    for (const part of templateOf(expression)) {
      if (part.kind !== 'function') continue;
      const [first = '', list = '', body = ''] = part.arguments;
      if (part.name === 'foreach')
        for (const { text, when } of this.expand(list)) {
          const local = new Map([[first.trim(), [{ text, when: TRUE }]]]);
          const here = this.formulas.and(active, when);
          if (here !== FALSE) this.withLocals(local, () => this.evaluate(body, here, depth + 1));
        }
      else if (part.name === 'eval')
        this.run(parseMakefile(this.evaluated(part.arguments.join(','))), active, depth + 1);
    }
  }

  /** The text of `$(eval)`: a call or the text itself with the temporary variables in it. Other references stay. */
  private evaluated(text: string): string {
    const [only, ...more] = templateOf(text.trim());
    if (only?.kind !== 'function' || only.name !== 'call' || more.length > 0) return this.withValues(text);
    const [name = '', ...args] = only.arguments;
    const locals = new Map(args.map((arg, at) => [`${at + 1}`, this.expand(arg)]));
    return this.withLocals(locals, () => this.withValues(this.textOf(name.trim()) ?? ''));
  }

  private withValues(text: string): string {
    return text
      .replace(/\$[({]([^(){}$\s]+)[)}]/g, (all, name) => {
        const local = this.locals.findLast((locals) => locals.has(name))?.get(name);
        return local === undefined ? all : local.map((word) => word.text).join(' ');
      })
      .replaceAll('$$', '$');
  }

  private assign(name: string, operator: string, value: string, when: Formula): void {
    const { formulas } = this.world;
    // `obj-$(CONFIG_X)` with X=n: Kbuild uses this list only to clean.
    if (name.endsWith('-')) return;
    const old = this.variables.get(name) ?? [];
    if (operator === '+=') {
      const simple = old.length > 0 && typeof old.at(-1)?.value !== 'string';
      if (old.length === 0) this.variables.set(name, old);
      old.push({ when, value: simple ? this.expand(value) : value });
      return;
    }
    if (operator === '?=') {
      const unset = old.length === 0 && this.world.given(name) === undefined ? when : FALSE;
      if (unset !== FALSE) this.variables.set(name, [{ when: unset, value }]);
      return;
    }
    const kept = old.flatMap((piece) => {
      const rest = formulas.without(piece.when, when);
      return rest === FALSE ? [] : [{ ...piece, when: rest }];
    });
    this.variables.set(name, [...kept, { when, value: operator === ':=' ? this.expand(value) : value }]);
  }

  private variable(name: string): Words {
    for (let i = this.locals.length - 1; i >= 0; i--) {
      const local = this.locals[i]?.get(name);
      if (local !== undefined) return local;
    }
    if (name.startsWith('CONFIG_')) return this.world.config(name.slice('CONFIG_'.length));
    const pieces = this.variables.get(name);
    if (pieces === undefined) return this.world.given(name) ?? [];
    const { formulas } = this.world;
    return pieces.flatMap(({ when, value }) =>
      wordsUnder(formulas, typeof value === 'string' ? this.expand(value) : value, when),
    );
  }

  private part(part: Exclude<TemplatePart, { kind: 'text' }>): Words {
    switch (part.kind) {
      case 'variable':
        return this.scalarNames(part.name).flatMap(({ text, when }) =>
          wordsUnder(this.formulas, this.variable(text), when),
        );
      case 'substitution': {
        const from = part.from.includes('%') ? part.from : `%${part.from}`;
        const to = part.from.includes('%') ? part.to : `%${part.to}`;
        return callFunction(this, 'patsubst', [from, to, `$(${part.name})`]);
      }
      case 'function':
        return callFunction(this, part.name, part.arguments);
    }
  }

  private scalarNames(name: string): readonly Alternative[] {
    return name.includes('$') ? (this.texts(name) ?? []) : [{ text: name, when: TRUE }];
  }

  /** Joins literal text and lists into words: in `a$(L)b` the letters stick to the words of L. */
  private join(parts: readonly TemplatePart[]): Words {
    const { formulas } = this.world;
    const words: Word[] = [];
    // All texts that the current word can have so far; empty between words.
    let current: Alternative[] = [];
    const flush = (): void => {
      words.push(...current.filter(({ text }) => text !== ''));
      current = [];
    };
    const stick = (ends: readonly Alternative[]): void => {
      if (current.length === 0) current = [{ text: '', when: TRUE }];
      current = current.flatMap((start) =>
        ends.flatMap((end) => {
          const when = formulas.and(start.when, end.when);
          return when === FALSE ? [] : [{ text: start.text + end.text, when }];
        }),
      );
    };
    parts.forEach((part, index) => {
      if (part.kind === 'text') {
        const pieces = part.text.split(/\s+/);
        pieces.forEach((piece, i) => {
          if (i > 0) flush();
          if (piece !== '') stick([{ text: piece, when: TRUE }]);
        });
        return;
      }
      const list = this.part(part);
      if (current.length === 0 && standsAlone(parts[index + 1])) {
        words.push(...list);
        return;
      }
      const none = formulas.not(anyOf(formulas, list));
      stick(none === FALSE ? list : [...list, { text: '', when: none }]);
    });
    flush();
    return words;
  }

  private conditionOf(condition: MakeCondition): Formula {
    const { formulas } = this.world;
    const holds =
      condition.kind === 'defined'
        ? this.definedness(condition.name)
        : this.equality(condition.left, condition.right);
    return condition.negated ? formulas.not(holds) : holds;
  }

  private definedness(name: string): Formula {
    const { formulas } = this.world;
    return (this.texts(name) ?? []).reduce<Formula>((any, { text, when }) => {
      const pieces = this.variables.get(text);
      const set =
        pieces === undefined || text.startsWith('CONFIG_')
          ? anyOf(formulas, this.variable(text))
          : pieces.reduce<Formula>(
              (some, piece) => (piece.value.length > 0 ? formulas.or(some, piece.when) : some),
              FALSE,
            );
      return formulas.or(any, formulas.and(when, set));
    }, FALSE);
  }

  private equality(left: string, right: string): Formula {
    const { formulas } = this.world;
    const lefts = this.texts(left);
    const rights = this.texts(right);
    // An undecidable comparison becomes a variable of its own.
    if (lefts === null || rights === null) return formulas.variable(`make:${left}=${right}`);
    let equal: Formula = FALSE;
    for (const a of lefts)
      for (const b of rights) if (a.text === b.text) equal = formulas.or(equal, formulas.and(a.when, b.when));
    return equal;
  }
}

const standsAlone = (next: TemplatePart | undefined): boolean =>
  next === undefined || (next.kind === 'text' && /^\s/.test(next.text));
