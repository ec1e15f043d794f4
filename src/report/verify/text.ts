// What `verify` prints for people: a table of the classes, every difference with the command that explains it.

import { groupBy } from '../../base/group.js';
import { shellQuoted } from '../../base/shell.js';
import type { ClassScore, Difference, EdgeClass, Verification } from '../../result/verification.js';
import { escapePlain } from '../part/escape.js';
import type { Pen } from '../part/pen.js';
import { pad, widthOf } from '../part/wrap.js';

/** What the command lines that explain a difference are made of. */
export interface ExplainWords {
  /** As the user gave them. */
  readonly tree: string;
  readonly revision?: string;
}

const CLASS_NAMES: Readonly<Record<EdgeClass, string>> = {
  module: 'module to module',
  vmlinux: 'module to vmlinux',
  'compiler-made': 'made by the compiler',
};

const KIND_NAMES: Readonly<Record<Difference['kind'], string>> = {
  missed: 'missed: in the build, and not found',
  invented: 'invented: found, and not in the build',
};

/** Of a class that the optimiser has its say in, this many symbols show what is wrong. */
const MOST_SYMBOLS = 20;

/** Less than one edge of any kernel makes, more than the error of a division: 0.57 is 57 %. */
const ROUNDING = 1e-6;

/** A share in per cent, rounded down: 100.00 means all of them. */
export const percent = (share: number): string =>
  `${(Math.floor(share * 10_000 + ROUNDING) / 100).toFixed(2)} %`;

const NOTHING = '-';

const cellsOf = (score: ClassScore): readonly string[] => [
  CLASS_NAMES[score.class],
  String(score.built),
  score.compared ? String(score.found) : NOTHING,
  score.compared ? String(score.agreed) : NOTHING,
  score.precision === null ? NOTHING : percent(score.precision),
  score.recall === null ? NOTHING : percent(score.recall),
];

const HEAD = ['', 'built', 'found', 'agreed', 'precision', 'recall'];

const tableOf = (classes: readonly ClassScore[]): readonly string[] => {
  const rows = [HEAD, ...classes.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? pad(cell, width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
};

/** What the figures leave out. */
const optionalLines = (classes: readonly ClassScore[]): readonly string[] =>
  classes.flatMap(({ optional }) =>
    optional === undefined
      ? []
      : [
          `not in the precision: ${optional.found} that the optimiser may drop; the build has ${optional.agreed} of them`,
        ],
  );

/** A word as a shell reads it back (POSIX shell, 2.2 "Quoting"). */
const shellWord = (text: string): string => (/^[\w@%+=:,./~-]+$/.test(text) ? text : shellQuoted(text));

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const explainLine = ({ consumer, provider, symbol }: Difference, words: ExplainWords): string =>
  [
    'kvm-vfio-series explain',
    words.tree,
    ...(words.revision === undefined ? [] : ['--rev', words.revision]),
    '--from',
    nameOf(consumer),
    '--to',
    nameOf(provider),
    symbol,
  ]
    .map((word, index) => (index === 0 ? word : shellWord(word)))
    .map(escapePlain)
    .join(' ');

/** Every difference below the two modules that it is between. */
const allLines = (differences: readonly Difference[], words: ExplainWords): readonly string[] =>
  [...groupBy(differences, ({ consumer, provider }) => `${consumer} -> ${provider}`)].flatMap(
    ([pair, own]) => [
      `  ${escapePlain(pair)}`,
      ...own.flatMap((one) => {
        const place = one.reference === undefined ? '' : `  ${one.reference.path}:${one.reference.line}`;
        return [`    ${escapePlain(`${one.symbol}${place}`)}`, `      ${explainLine(one, words)}`];
      }),
    ],
  );

/** The symbols with most differences, each with one of them. */
const symbolLines = (differences: readonly Difference[], words: ExplainWords): readonly string[] => {
  const symbols = [...groupBy(differences, ({ symbol }) => symbol)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const rest = symbols.slice(MOST_SYMBOLS);
  const left = rest.reduce((sum, [, own]) => sum + own.length, 0);
  return [
    ...symbols
      .slice(0, MOST_SYMBOLS)
      .flatMap(([symbol, own]) => [
        `  ${String(own.length).padStart(6)}  ${escapePlain(symbol)}`,
        ...own.slice(0, 1).map((one) => `          ${explainLine(one, words)}`),
      ]),
    ...(rest.length === 0 ? [] : [`  ${String(left).padStart(6)}  of ${rest.length} more symbols`]),
  ];
};

const differenceLines = (
  { differences, verdict }: Verification,
  words: ExplainWords,
  verbose: boolean,
): readonly string[] =>
  [...groupBy(differences, (one) => `${CLASS_NAMES[one.class]}, ${KIND_NAMES[one.kind]}`)].flatMap(
    ([title, own]) => {
      const isWhole = verbose || own.every((one) => one.class === verdict.class);
      return ['', `${title}: ${own.length}`, ...(isWhole ? allLines : symbolLines)(own, words)];
    },
  );

/** Names are cut here: a build of a few modules leaves thousands out. */
const MOST_NAMES = 10;

const someOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;

const notComparedLines = ({ notCompared, classes }: Verification): readonly string[] => {
  const { dynamic, outside, outsideModules, unresolved } = notCompared;
  const isOpen = classes.some((one) => one.class === 'vmlinux' && !one.compared && one.built > 0);
  return [
    ...optionalLines(classes),
    ...(isOpen ? ['not compared: what vmlinux exports, which was not analysed'] : []),
    ...(dynamic === 0 ? [] : [`not compared: ${dynamic} dynamic edges (symbol_get), which no linker sees`]),
    ...(outside === 0
      ? []
      : [`not compared: ${outside} edges of modules that the build has not: ${someOf(outsideModules)}`]),
    ...(unresolved.length === 0
      ? []
      : [`taken for vmlinux's: ${unresolved.length} symbols that no module exports`]),
  ];
};

const askedText = ({ between: [from, to], oneWay }: Verification): string =>
  from === '*' && to === '*' ? 'all modules' : `from ${from} to ${to}${oneWay ? '' : ', and back'}`;

/** The text, ending with a newline. */
export const verifyText = (pen: Pen, result: Verification, words: ExplainWords, verbose: boolean): string => {
  const { build, verdict } = result;
  const goal = `precision and recall of ${CLASS_NAMES[verdict.class]} are${
    verdict.failed ? ' not both' : ''
  } at least ${percent(verdict.atLeast)}`;
  const ink = verdict.failed ? pen.ink.red : pen.ink.green;
  return [
    escapePlain(
      `${build.release ?? 'a build'}: ${build.modules} modules, exports from ${
        build.exportsFrom === 'modules' ? 'the modules themselves' : build.exportsFrom
      }`,
    ),
    escapePlain(askedText(result)),
    '',
    ...tableOf(result.classes),
    ...differenceLines(result, words, verbose),
    '',
    ...notComparedLines(result).map(escapePlain),
    ink(`${verdict.failed ? 'failed' : 'ok'}: ${goal}`),
    '',
  ].join('\n');
};
