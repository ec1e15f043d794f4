import { describe, expect, it } from 'vitest';
import { Evaluation } from '../../../src/kbuild/kconfig/evaluation.js';
import { parseKconfig } from '../../../src/kbuild/kconfig/statement.js';
import { SymbolTables } from '../../../src/kbuild/kconfig/symbol-table.js';

const MODULES = 'config MODULES\n\tbool "modules"\n\tmodules\n';

const evaluated = (kconfig: string, given: Readonly<Record<string, string>>): Evaluation => {
  const tables = new SymbolTables((path) =>
    path === 'Kconfig' ? parseKconfig(MODULES + kconfig) : undefined,
  );
  return new Evaluation(tables.of('x86'), new Map(Object.entries({ MODULES: 'y', ...given })));
};

/** What scripts/kconfig makes of each; the kernel suite compares with conf itself. */
const CASES: readonly (readonly [
  what: string,
  kconfig: string,
  given: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
])[] = [
  [
    'a dependency of a comment is not one of the menu around it',
    'menu "m"\ncomment "c"\n\tdepends on GONE\nconfig A\n\tbool "a"\nendmenu\n',
    { A: 'y' },
    { A: 'y' },
  ],
  [
    'a menu hides prompts, and leaves defaults',
    'config V\n\tbool "v"\nmenu "m"\n\tvisible if V\nconfig A\n\tbool "a"\n\tdefault y\nendmenu\n',
    { A: 'n' },
    { A: 'y' },
  ],
  [
    'imply sets a symbol without a prompt as far as it may be set',
    'config D\n\ttristate "d"\nconfig A\n\ttristate\n\tdepends on D\nconfig I\n\tbool "i"\n\timply A\n',
    { D: 'm', I: 'y' },
    { A: 'm' },
  ],
  [
    'imply leaves what a person says',
    'config A\n\ttristate "a"\nconfig I\n\tbool "i"\n\timply A\n',
    { I: 'y', A: 'n' },
    { A: 'n' },
  ],
  [
    'a bool that depends on m selects m',
    'config D\n\ttristate "d"\nconfig B\n\tbool "b"\n\tdepends on D\n\tselect T\nconfig T\n\ttristate\n',
    { D: 'm', B: 'y' },
    { B: 'y', T: 'm' },
  ],
  [
    'a select forces what dependencies forbid',
    'config A\n\ttristate "a"\n\tdepends on GONE\nconfig S\n\ttristate "s"\n\tselect A\n',
    { S: 'm' },
    { A: 'm' },
  ],
  [
    'a tristate is y or n without modules',
    'config A\n\ttristate "a"\n',
    { MODULES: 'n', A: 'm' },
    { A: 'y' },
  ],
  [
    'entries of one symbol add up',
    'config X\n\tbool "x"\nconfig A\n\tbool "a"\n\tdepends on GONE\nconfig A\n\tbool\n\tdepends on X\n\tdefault y\n',
    { X: 'y' },
    { A: 'y' },
  ],
  [
    'one member of a choice is y',
    'choice\n\tprompt "c"\n\tdefault B\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\n',
    {},
    { A: 'n', B: 'y' },
  ],
  [
    'the first n counts least where all members are n',
    'choice\n\tprompt "c"\n\tdefault B\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\n',
    { A: 'n', B: 'n' },
    { A: 'y', B: 'n' },
  ],
  [
    'numbers stay in their range',
    'config N\n\tint "n"\n\trange 2 5\n\tdefault 9\nconfig A\n\tbool "a"\n\tdepends on N > 4\n',
    { A: 'y' },
    { N: '5', A: 'y' },
  ],
];

describe('Evaluation', () => {
  for (const [what, kconfig, given, values] of CASES)
    it(`knows that ${what}`, () => {
      const evaluation = evaluated(kconfig, given);
      const found = Object.fromEntries(Object.keys(values).map((name) => [name, evaluation.value(name)]));
      expect(found).toEqual(values);
    });
});
