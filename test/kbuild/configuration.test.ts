import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Configuration, parseConfig } from '../../src/kbuild/configuration.js';
import { FALSE, type Formula, Formulas } from '../../src/kbuild/formula/formula.js';
import type { KconfigExpression } from '../../src/kbuild/kconfig/expression.js';
import { parseKconfig } from '../../src/kbuild/kconfig/statement.js';
import { type SymbolTable, SymbolTables } from '../../src/kbuild/kconfig/symbol-table.js';
import { runs } from '../runs.js';

const tableOf = (text: string): SymbolTable =>
  new SymbolTables((path) => (path === 'Kconfig' ? parseKconfig(text) : undefined)).of('x86');

/** n, m, y */
type Value = 0 | 1 | 2;
type Values = ReadonlyMap<string, Value>;

const least = (a: Value, b: Value): Value => (a < b ? a : b);
const most = (a: Value, b: Value): Value => (a > b ? a : b);

/** In a condition Kconfig reads m as `m && MODULES` (scripts/kconfig/menu.c: rewrite_m). */
const moduleValue = (values: Values, isCondition: boolean): Value =>
  isCondition && (values.get('MODULES') ?? 0) === 0 ? 0 : 1;

/** Kconfig's own arithmetic (kconfig-language.rst, "Menu dependencies"). */
const kconfigValue = (expression: KconfigExpression | null, values: Values, isCondition = true): Value => {
  if (expression === null) return 2;
  switch (expression.kind) {
    case 'symbol':
      return expression.name === 'y'
        ? 2
        : expression.name === 'm'
          ? moduleValue(values, isCondition)
          : (values.get(expression.name) ?? 0);
    case 'not':
      return (2 - kconfigValue(expression.of, values, isCondition)) as Value;
    case 'and':
      return least(
        kconfigValue(expression.left, values, isCondition),
        kconfigValue(expression.right, values, isCondition),
      );
    case 'or':
      return most(
        kconfigValue(expression.left, values, isCondition),
        kconfigValue(expression.right, values, isCondition),
      );
    case 'equal':
      return isEqual(expression.left, expression.right, values) ? 2 : 0;
    case 'unequal':
      return isEqual(expression.left, expression.right, values) ? 0 : 2;
    default:
      return 0;
  }
};

const isEqual = (left: KconfigExpression, right: KconfigExpression, values: Values): boolean =>
  kconfigValue(left, values, false) === kconfigValue(right, values, false);

/** What Kconfig makes of the wishes of a person (scripts/kconfig/symbol.c: sym_calc_value). Symbols come in order of their dependencies. */
const calculated = (table: SymbolTable, names: readonly string[], wishes: Values): Values => {
  const values = new Map<string, Value>();
  for (const name of names) {
    const symbol = table.get(name)!;
    const isBool = symbol.type === 'bool' || (values.get('MODULES') ?? 0) === 0;
    const rounded = (value: Value): Value => (value === 1 && isBool ? 2 : value);
    let value: Value = 0;
    for (const { depends, prompt, defaults } of symbol.definitions) {
      const visible =
        prompt === undefined
          ? 0
          : rounded(least(kconfigValue(depends, values), kconfigValue(prompt.when, values)));
      if (visible > 0) value = most(value, least(wishes.get(name) ?? 0, visible));
      else {
        const taken = defaults.find(
          ({ when }) => least(kconfigValue(when, values), kconfigValue(depends, values)) > 0,
        );
        if (taken !== undefined)
          value = most(
            value,
            least(
              kconfigValue(taken.value, values, false),
              least(kconfigValue(taken.when, values), kconfigValue(depends, values)),
            ),
          );
      }
    }
    for (const { by, when, depends } of symbol.selections) {
      const limit = least(kconfigValue(when, values), kconfigValue(depends, values));
      value = most(value, rounded(least(values.get(by) ?? 0, limit)));
    }
    values.set(name, rounded(value));
  }
  return values;
};

const holdsFor = (formulas: Formulas, formula: Formula, values: Values): boolean =>
  formulas.substitute(formula, (variable) => {
    if (variable.includes(':')) return undefined;
    const value = values.get(variable.replace(/=m$/, '')) ?? 0;
    return variable.endsWith('=m') ? value === 1 : value > 0;
  }) !== FALSE;

const wishesOf = function* (names: readonly string[]): Generator<Values> {
  const count = 3 ** names.length;
  for (let number = 0; number < count; number++)
    yield new Map(names.map((name, i) => [name, (Math.floor(number / 3 ** i) % 3) as Value]));
};

describe('a select', () => {
  it.each<[what: string, text: string, excluded: boolean]>([
    ['sets the symbol', 'config A\n\tbool "a"\n\tselect B\nconfig B\n\tbool "b"\n', true],
    [
      'sets it whatever it depends on',
      'config A\n\tbool "a"\n\tselect B\nconfig B\n\tbool "b"\n\tdepends on n\n',
      true,
    ],
    [
      'under a condition leaves it open',
      'config A\n\tbool "a"\n\tselect B if C\nconfig B\n\tbool "b"\nconfig C\n\tbool "c"\n',
      false,
    ],
    ['is needed: without it the symbol is open', 'config A\n\tbool "a"\nconfig B\n\tbool "b"\n', false],
  ])('%s', (_, text, excluded) => {
    const formulas = new Formulas();
    const configuration = new Configuration(formulas, tableOf(text));
    const without = formulas.without(formulas.variable('A'), formulas.variable('B'));
    expect(formulas.and(without, configuration.known(without)) === FALSE).toBe(excluded);
  });
});

describe('known', () => {
  const NAMES = ['MODULES', 'S0', 'S1', 'S2', 'S3'] as const;

  const expressionOver = (names: readonly string[]): fc.Arbitrary<string> =>
    names.length === 0
      ? fc.constantFrom('y', 'm')
      : fc.oneof(
          fc.constantFrom(...names),
          fc.constantFrom(...names).map((name) => `!${name}`),
          fc
            .tuple(fc.constantFrom(...names), fc.constantFrom('&&', '||'), fc.constantFrom(...names))
            .map((parts) => parts.join(' ')),
          fc
            .tuple(fc.constantFrom(...names), fc.constantFrom('=', '!='), fc.constantFrom('y', 'm', 'n'))
            .map((parts) => parts.join(' ')),
          fc.constantFrom('y', 'm', 'n'),
        );

  const entry = (index: number): fc.Arbitrary<string> => {
    const name = NAMES[index]!;
    if (index === 0)
      return fc.constantFrom('config MODULES\n\tbool "modules"\n', 'config MODULES\n\tdef_bool y\n');
    const below = NAMES.slice(1, index);
    const above = NAMES.slice(index + 1);
    const when = fc.option(
      expressionOver(below).map((text) => ` if ${text}`),
      { nil: '' },
    );
    const line = (word: string, what: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.tuple(what, when).map(([text, condition]) => `\t${word} ${text}${condition}\n`);
    return fc
      .record({
        type: fc.constantFrom('bool', 'tristate'),
        prompt: fc.option(when, { nil: undefined }),
        depends: fc.option(expressionOver(below), { nil: undefined }),
        defaults: fc.array(line('default', expressionOver(below)), { maxLength: 2 }),
        selects:
          above.length === 0
            ? fc.constant([])
            : fc.array(line('select', fc.constantFrom(...above)), { maxLength: 1 }),
      })
      .map(({ type, prompt, depends, defaults, selects }) =>
        [
          `config ${name}\n`,
          `\t${type}${prompt === undefined ? '' : ` "${name}"${prompt}`}\n`,
          depends === undefined ? '' : `\tdepends on ${depends}\n`,
          ...defaults,
          ...selects,
        ].join(''),
      );
  };
  const kconfig = fc.tuple(...NAMES.map((_, index) => entry(index))).map((entries) => entries.join(''));

  it('is true for every configuration that Kconfig can write', () => {
    fc.assert(
      fc.property(kconfig, (text) => {
        const table = tableOf(text);
        const formulas = new Formulas();
        const configuration = new Configuration(formulas, table);
        const about = NAMES.reduce<Formula>(
          (all, name) => formulas.and(all, formulas.variable(name)),
          formulas.variable('S0'),
        );
        const known = configuration.known(about);
        for (const wishes of wishesOf(NAMES)) {
          const values = calculated(table, NAMES, wishes);
          if (!holdsFor(formulas, known, values))
            throw new Error(
              `lost: ${[...values].map(([name, value]) => `${name}=${'nmy'[value]}`).join(' ')}`,
            );
        }
      }),
      { numRuns: runs(150) },
    );
  });

  it.each<readonly [string, string, string, boolean]>([
    ['depends on', 'config A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n', 'A && !B', false],
    ['select', 'config A\n\tbool "a"\n\tselect B\nconfig B\n\tbool\n', 'A && !B', false],
    ['selected only', 'config A\n\tbool "a"\n\tselect B\nconfig B\n\tbool\n', 'B && !A', false],
    ['no prompt and no default', 'config A\n\tbool\n', 'A', false],
    ['def_bool y', 'config A\n\tdef_bool y\n', '!A', false],
    ['default under a condition', 'config A\n\tdef_bool y if B\nconfig B\n\tbool "b"\n', 'B && !A', false],
    ['a prompt leaves it open', 'config A\n\tbool "a"\n\tdefault y\n', '!A', true],
    ['if around', 'config B\n\tbool "b"\nif B\nconfig A\n\tbool "a"\nendif\n', 'A && !B', false],
    [
      'menu depends on',
      'config B\n\tbool "b"\nmenu "m"\n\tdepends on B\nconfig A\n\tbool "a"\nendmenu\n',
      'A && !B',
      false,
    ],
    [
      'a choice leaves its symbols open',
      'choice\n\tprompt "c"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\n',
      '!A && B',
      true,
    ],
    [
      'a bool is never m',
      'config A\n\tbool "a"\n\tdepends on B\nconfig B\n\ttristate "b"\n',
      'A && B=m',
      true,
    ],
  ])('%s', (_, text, asked, possible) => {
    const formulas = new Formulas();
    const configuration = new Configuration(formulas, tableOf(text));
    const formula = asked.split(' && ').reduce<Formula>((all, literal) => {
      const variable = formulas.variable(literal.replace('!', ''));
      return formulas.and(all, literal.startsWith('!') ? formulas.not(variable) : variable);
    }, 1 as Formula);
    expect(formulas.and(formula, configuration.known(formula)) !== FALSE).toBe(possible);
  });
});

describe('Configuration', () => {
  const KCONFIG = 'config T\n\ttristate "t"\nconfig B\n\tbool "b"\nconfig N\n\tint "n"\n';

  it('knows y, m and both', () => {
    const formulas = new Formulas();
    const open = new Configuration(formulas, tableOf(KCONFIG));
    expect(open.enabled('T')).toBe(formulas.variable('T'));
    expect(open.builtIn('T')).toBe(formulas.without(formulas.variable('T'), formulas.variable('T=m')));
    expect(open.module('T')).toBe(formulas.and(formulas.variable('T'), formulas.variable('T=m')));
    expect(open.module('B')).toBe(FALSE);
    expect(open.builtIn('B')).toBe(formulas.variable('B'));
    expect(open.enabled('NOWHERE')).toBe(FALSE);
    expect([open.isNumber('N'), open.isNumber('B')]).toEqual([true, false]);
  });

  it('narrows what other architectures know', () => {
    const formulas = new Formulas();
    const open = new Configuration(formulas, tableOf(KCONFIG));
    const made = formulas.and(formulas.variable('B'), formulas.not(formulas.variable('OTHER')));
    expect(open.narrow(made)).toBe(formulas.variable('B'));
    expect(open.narrow(formulas.variable('B=m'))).toBe(FALSE);
    expect(open.narrow(formulas.variable('arch:x86'))).toBe(formulas.variable('arch:x86'));
  });

  it('takes the values of a .config', () => {
    const formulas = new Formulas();
    const given = new Configuration(
      formulas,
      tableOf(KCONFIG),
      parseConfig('CONFIG_T=m\nCONFIG_N=4\n# CONFIG_B is not set\n'),
    );
    expect([given.enabled('T'), given.module('T'), given.builtIn('T')]).toEqual([1, 1, 0]);
    expect([given.enabled('B'), given.textOf('N')]).toEqual([0, '4']);
    expect(given.known(formulas.variable('T'))).toBe(1);
  });
});

it('parseConfig reads every form of a line', () => {
  expect([
    ...parseConfig(
      '# Linux\nCONFIG_A=y\nCONFIG_B=m\r\n# CONFIG_C is not set\nCONFIG_D="a b"\nCONFIG_E=-1\n\nFOO=y\n',
    ),
  ]).toEqual([
    ['A', 'y'],
    ['B', 'm'],
    ['D', 'a b'],
    ['E', '-1'],
  ]);
});
