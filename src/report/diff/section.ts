// The parts of a comparison as lines of text: what the terminal report and the mail report share.
import type { ComparedObjection, Comparison, PatchComparison } from '../../result/comparison.js';
import { type BesideRow, besideLines, type CellText } from '../part/beside.js';
import { escapePlain } from '../part/escape.js';
import { verbatim } from '../part/mail-line.js';
import { type Ink, inkOf, lines, type Pen, plainInk } from '../part/pen.js';
import { pad, widthOf } from '../part/wrap.js';
import { type DiffRow, type Entry, edgeRows, symbolRows } from './row.js';
import {
  CHANGES,
  edgeWords,
  endWords,
  labelOf,
  leftOutWords,
  lostNote,
  MARKS,
  namesOf,
  objectionHead,
  objectorOf,
  pairLabel,
  reasonWords,
  revisionWords,
  subjectOf,
  tagWords,
  titleOf,
} from './word.js';

const headed = (pen: Pen, title: string, body: readonly string[]): readonly string[] =>
  body.length === 0 ? [] : [...lines(pen, pen.ink.bold, title, '', 2), ...body];

/** What is compared. */
const headingLines = (pen: Pen, comparison: Comparison): readonly string[] => {
  const [old, now] = namesOf(comparison);
  return [
    ...lines(pen, pen.ink.bold, titleOf(comparison), '', 2),
    ...lines(pen, plainInk, revisionWords(comparison.before), `  ${old}: `),
    ...lines(pen, pen.ink.dim, `<${escapePlain(comparison.before.messageId)}>`, '    '),
    ...lines(pen, plainInk, revisionWords(comparison.after), `  ${now}: `),
    ...lines(pen, pen.ink.dim, `<${escapePlain(comparison.after.messageId)}>`, '    '),
  ];
};

const tagLines = (pen: Pen, { gained, lost }: Comparison['cover'], note: string): readonly string[] => [
  ...gained.flatMap((tag) => lines(pen, pen.ink.green, tagWords(tag), '    + ')),
  ...lost.flatMap((tag) => lines(pen, pen.ink.red, `${tagWords(tag)} (${note})`, '    - ')),
];

const INKS = (pen: Pen): { readonly [change in PatchComparison['change']]: Ink } => ({
  same: plainInk,
  reworded: pen.ink.yellow,
  changed: pen.ink.yellow,
  removed: pen.ink.red,
  added: pen.ink.green,
});

/** One line a patch, the tags that it gained and lost below. */
const patchLines = (pen: Pen, comparison: Comparison): readonly string[] => {
  const { before, after, patches, cover } = comparison;
  const width = (labels: readonly string[]): number => Math.max(...labels.map(widthOf));
  const old = width(patches.map((pair) => labelOf(pair.before, before)));
  const now = width(patches.map((pair) => labelOf(pair.after, after)));
  const body = patches.flatMap((pair) => {
    const labels = `${pad(labelOf(pair.before, before), old)} ${pad(labelOf(pair.after, after), now)}`;
    const note = pair.change === 'same' || pair.change === 'changed' ? '' : ` (${CHANGES[pair.change]})`;
    return [
      ...lines(pen, INKS(pen)[pair.change], `${subjectOf(pair)}${note}`, `${MARKS[pair.change]} ${labels}  `),
      ...tagLines(pen, pair.tags, lostNote(pair.change)),
    ];
  });
  const tags = tagLines(pen, cover, 'not on the later one');
  return [
    ...headed(pen, 'patches', body),
    ...(tags.length === 0 ? [] : ['', pen.ink.bold('cover letter'), ...tags]),
  ];
};

const OBJECTION_INKS = (pen: Pen): { readonly [state in ComparedObjection['state']]: Ink } => ({
  answered: pen.ink.green,
  open: pen.ink.red,
  new: pen.ink.red,
});

/** Objections: what became of each. */
const objectionLines = (pen: Pen, comparison: Comparison): readonly string[] =>
  headed(
    pen,
    'objections',
    comparison.objections.flatMap((one) => [
      ...lines(
        pen,
        OBJECTION_INKS(pen)[one.state],
        `${objectionHead(one, comparison)}: ${reasonWords(one)}`,
        `  ${pad(one.state, 9)}`,
      ),
      ...lines(pen, plainInk, objectorOf(one), '    '),
      ...lines(pen, plainInk, `"${escapePlain(one.quote)}"`, '    '),
      ...lines(pen, pen.ink.dim, `<${escapePlain(one.messageId)}>`, '    '),
      ...(one.again === null ? [] : lines(pen, pen.ink.dim, `again: <${escapePlain(one.again)}>`, '    ')),
    ]),
  );

const cell = (pen: Pen, entries: readonly Entry[]): readonly CellText[] =>
  entries.map(({ mark, text }) =>
    mark === null ? { text, ink: plainInk } : { text: `${pen.marks[mark]} ${text}`, ink: inkOf(pen, mark) },
  );

const besideRow = (pen: Pen, { label, before, after }: DiffRow): BesideRow => ({
  label,
  left: cell(pen, before),
  right: cell(pen, after),
});

const leftLines = (pen: Pen, comparison: Comparison): readonly string[] => {
  const left = comparison.edges?.left;
  if (left === undefined || left === null) return [];
  const [old, now] = namesOf(comparison);
  const some = (name: string, edges: typeof left.onlyBefore): readonly string[] =>
    edges.flatMap((edge) => lines(pen, plainInk, edgeWords(edge), `  only in ${name}: `, 4));
  const all = [...some(old, left.onlyBefore), ...some(now, left.onlyAfter)];
  return all.length === 0
    ? lines(pen, pen.ink.dim, 'after the last patch both have the same edges', '  ')
    : ['  after the last patch:', ...all];
};

/** Edges side by side, and why there are none. */
const edgeLines = (pen: Pen, comparison: Comparison): readonly string[] => {
  const { edges } = comparison;
  if (edges === null) return [];
  const names = namesOf(comparison);
  const { rows, leftOut } = edgeRows(comparison);
  const ends = [edges.before, edges.after].flatMap((one, at) => {
    const words = endWords(one);
    return words === null ? [] : lines(pen, pen.ink.yellow, words, `  ${names[at]}: `, 4);
  });
  const [first, second] = edges.between.map(escapePlain);
  return headed(pen, `edges ${first} ${edges.oneWay ? '->' : '<->'} ${second}`, [
    ...(rows.length === 0
      ? []
      : besideLines(
          pen,
          names,
          rows.map((row) => besideRow(pen, row)),
        )),
    ...(leftOut === 0 ? [] : lines(pen, pen.ink.dim, leftOutWords(leftOut), '  ')),
    ...leftLines(pen, comparison),
    ...ends,
  ]);
};

/** What the lines of the patches do to lookups and exports, where edges are not known. */
const symbolLineLines = (pen: Pen, comparison: Comparison): readonly string[] => {
  const rows = symbolRows(comparison);
  if (rows.length === 0) return [];
  return headed(
    pen,
    'lookups and exports, by the lines of the patches alone',
    besideLines(
      pen,
      namesOf(comparison),
      rows.map((row) => besideRow(pen, row)),
    ),
  );
};

const inkOfLine = (pen: Pen, line: string): Ink => {
  if (line.startsWith('@@')) return pen.ink.cyan;
  if (line.startsWith('+')) return pen.ink.green;
  return line.startsWith('-') ? pen.ink.red : plainInk;
};

/** The differences between the patches, as git writes them. */
const rangeLines = (pen: Pen, comparison: Comparison): readonly string[] =>
  comparison.patches
    .filter((pair) => pair.lines.length > 0)
    .flatMap((pair, at) => [
      ...(at === 0 ? [] : ['']),
      ...lines(pen, pen.ink.bold, `${pairLabel(pair, comparison)} ${subjectOf(pair)}`, '', 2),
      ...pair.lines.map((line) => `    ${inkOfLine(pen, line)(verbatim(line))}`.trimEnd()),
    ]);

/** All parts, without the summary; some may be empty. */
export const comparisonParts = (pen: Pen, comparison: Comparison): readonly (readonly string[])[] =>
  [headingLines, patchLines, objectionLines, edgeLines, symbolLineLines, rangeLines].map((part) =>
    part(pen, comparison),
  );
