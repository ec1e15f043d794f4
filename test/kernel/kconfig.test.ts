// What Kconfig makes of partial configurations, against the kernel's own conf.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Evaluation, UnknownValue } from '../../src/kbuild/kconfig/evaluation.js';
import { type KconfigStatement, parseKconfig } from '../../src/kbuild/kconfig/statement.js';
import { type KconfigSymbol, type SymbolTable, SymbolTables } from '../../src/kbuild/kconfig/symbol-table.js';
import { buildConf, type Conf } from './kconfig-conf.js';
import { kernelPath } from './kernel-path.js';

const ARCHITECTURES = ['x86', 'arm64', 's390'];
/** Partial configurations for each architecture; conf takes seconds for each. */
const CONFIGURATIONS = Number(process.env['KCONFIG_CONFIGURATIONS'] ?? 1);
/** Of some 17,000 symbols. */
const MOST_UNDECIDED = 5;
/** How many symbols of a thousand a partial configuration sets. */
const SET_PER_THOUSAND = 250;

const tableOf = (tree: string, architecture: string): SymbolTable => {
  const known = new Map<string, readonly KconfigStatement[] | undefined>();
  return new SymbolTables((path) => {
    const file = join(tree, path);
    if (!known.has(path))
      known.set(path, existsSync(file) ? parseKconfig(readFileSync(file, 'latin1')) : undefined);
    return known.get(path);
  }).of(architecture);
};

/** Numbers below a limit that look random and are the same in every run. */
const numbersFrom = (seed: number): ((limit: number) => number) => {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
};

const isTristate = ({ type }: KconfigSymbol): boolean => type === 'bool' || type === 'tristate';

const partial = (table: SymbolTable, seed: number): ReadonlyMap<string, string> => {
  const random = numbersFrom(seed);
  const given = new Map<string, string>();
  for (const name of table.names()) {
    const symbol = table.get(name);
    if (symbol === undefined || !isTristate(symbol)) continue;
    if (!symbol.definitions.some(({ prompt }) => prompt !== undefined)) continue;
    if (random(1000) >= SET_PER_THOUSAND) continue;
    const letters = symbol.type === 'bool' ? 'yn' : 'ymn';
    given.set(name, letters[random(letters.length)] ?? 'n');
  }
  return given;
};

const lineOf = (name: string, value: string): string =>
  value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${value}`;

/** Symbols that hang on the compiler: conf tells their values. */
const hasMacro = ({ definitions, selections, implications }: KconfigSymbol): boolean =>
  /"macro":true|\$\(/.test(JSON.stringify([definitions, selections, implications]));

const differences = (
  table: SymbolTable,
  architecture: string,
  conf: Conf,
  seed: number,
): readonly string[] => {
  const given = partial(table, seed);
  const truth = conf(
    architecture,
    [...given].map(([name, value]) => lineOf(name, value)),
  );
  const pinned = new Map<string, string>();
  const symbols = [...table.names()].flatMap((name) => table.get(name) ?? []);
  for (const symbol of symbols)
    if (hasMacro(symbol)) pinned.set(symbol.name, truth.get(symbol.name) ?? (isTristate(symbol) ? 'n' : ''));
  const evaluation = new Evaluation(table, given, pinned);
  return symbols.flatMap((symbol) => {
    const { name } = symbol;
    if (!isTristate(symbol)) return [];
    const [ours, theirs] = [answerOf(evaluation, name), truth.get(name) ?? 'n'];
    return ours === theirs ? [] : [`${name}: ${ours}, conf says ${theirs}`];
  });
};

const answerOf = (evaluation: Evaluation, name: string): string => {
  try {
    return evaluation.value(name);
  } catch (cause) {
    if (cause instanceof UnknownValue) return 'unknown';
    throw cause;
  }
};

describe.skipIf(kernelPath === undefined)('Kconfig on a real kernel', () => {
  const conf = kernelPath === undefined ? '' : buildConf(kernelPath);
  for (const architecture of ARCHITECTURES)
    it.skipIf(typeof conf === 'string')(
      `gives the values that conf gives on ${architecture}`,
      { timeout: 600_000 },
      () => {
        const table = tableOf(kernelPath as string, architecture);
        for (let seed = 1; seed <= CONFIGURATIONS; seed++) {
          const found = differences(table, architecture, conf as Conf, seed);
          const undecided = found.filter((one) => one.includes(': unknown,'));
          expect(found.filter((one) => !undecided.includes(one))).toEqual([]);
          // A default member of a choice may stay undecided; it is never given a wrong value.
          expect(undecided.length).toBeLessThanOrEqual(MOST_UNDECIDED);
        }
      },
    );
  if (typeof conf === 'string' && conf !== '') it.skip(`conf is missing: ${conf}`, () => {});
});
