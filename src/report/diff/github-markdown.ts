// `diff` for a comment on a forge: tables, the range-diff folded away (GitHub Flavored Markdown Spec).
import type { Comparison, PatchComparison } from '../../result/comparison.js';
import { codeSpan, escapeMarkdown } from '../part/escape.js';
import { fenced, folded, table } from '../part/forge.js';
import type { Mark } from '../part/ledger.js';
import type { Report } from '../report.js';
import { type Entry, edgeRows, symbolRows } from './row.js';
import {
  CHANGES,
  edgeWords,
  endWords,
  labelOf,
  leftOutWords,
  lostNote,
  namesOf,
  objectionHead,
  objectorOf,
  pairLabel,
  reasonWords,
  revisionWords,
  subjectOf,
  summaryOf,
  tagWords,
  titleOf,
} from './word.js';

const MARK: { readonly [mark in Mark]: string } = { there: '●', added: '**+**', removed: '−', gone: '' };

/** A comment may have 65,536 characters; the range-diff is what grows. */
const MOST_RANGE_CHARACTERS = 40_000;

const tagCell = ({ tags, change }: Pick<PatchComparison, 'tags' | 'change'>): string =>
  [
    ...tags.gained.map((tag) => `+ ${escapeMarkdown(tagWords(tag))}`),
    ...tags.lost.map((tag) => `− ${escapeMarkdown(tagWords(tag))} (${lostNote(change)})`),
  ].join('<br>');

const cell = (entries: readonly Entry[]): string =>
  entries
    .map(({ mark, text }) => (mark === null ? escapeMarkdown(text) : `${MARK[mark]} ${codeSpan(text)}`))
    .join('<br>');

const patchTable = (comparison: Comparison): readonly string[] =>
  table(
    [...namesOf(comparison), 'patch', 'change', 'tags'],
    comparison.patches.map((pair) => [
      labelOf(pair.before, comparison.before),
      labelOf(pair.after, comparison.after),
      escapeMarkdown(subjectOf(pair)),
      CHANGES[pair.change],
      tagCell(pair),
    ]),
  );

const objectionTable = (comparison: Comparison): readonly string[] =>
  comparison.objections.length === 0
    ? []
    : [
        '',
        ...table(
          ['objection', 'by', 'what', 'state'],
          comparison.objections.map((one) => [
            objectionHead(one, comparison),
            escapeMarkdown(objectorOf(one)),
            escapeMarkdown(one.quote),
            `**${one.state}**: ${reasonWords(one)}`,
          ]),
        ),
      ];

const edgePart = (comparison: Comparison): readonly string[] => {
  const { edges } = comparison;
  const { rows, leftOut } = edgeRows(comparison);
  const symbols = symbolRows(comparison);
  const names = namesOf(comparison);
  const lines = (some: typeof rows) =>
    some.map(({ label, before, after }) => [label, cell(before), cell(after)]);
  const left = edges?.left ?? null;
  return [
    ...(rows.length === 0 ? [] : ['', ...table(['edges', ...names], lines(rows))]),
    ...(leftOut === 0 ? [] : ['', `${leftOutWords(leftOut)}.`]),
    ...(left === null
      ? []
      : [
          ...left.onlyBefore.map((edge) => `- only in ${names[0]}: ${codeSpan(edgeWords(edge))}`),
          ...left.onlyAfter.map((edge) => `- only in ${names[1]}: ${codeSpan(edgeWords(edge))}`),
        ].flatMap((line, at) => (at === 0 ? ['', line] : [line]))),
    ...(edges === null ? [] : [edges.before, edges.after]).flatMap((one, at) => {
      const words = endWords(one);
      return words === null ? [] : ['', `${names[at]}: ${escapeMarkdown(words)}`];
    }),
    ...(symbols.length === 0
      ? []
      : ['', ...table(['lookups and exports, by the lines of the patches alone', ...names], lines(symbols))]),
  ];
};

const rangePart = (comparison: Comparison): readonly string[] => {
  let room = MOST_RANGE_CHARACTERS;
  const lines: string[] = [];
  for (const pair of comparison.patches) {
    if (pair.lines.length === 0) continue;
    const code = fenced('diff', pair.lines);
    const head = `**${pairLabel(pair, comparison)}** ${escapeMarkdown(subjectOf(pair))}`;
    room -= [head, ...code].join('\n').length;
    if (room < 0) {
      lines.push('', 'The rest is too long for a comment.');
      break;
    }
    lines.push(...(lines.length === 0 ? [] : ['']), head, '', ...code);
  }
  return lines.length === 0 ? [] : folded('range-diff', lines);
};

export const githubMarkdown: Report<Comparison> = {
  name: 'github-markdown',
  description: 'Markdown with tables, for a comment on a forge',
  render: (comparison) => {
    const [old, now] = namesOf(comparison);
    const cover = tagCell({ tags: comparison.cover, change: 'changed' });
    return [
      `### ${escapeMarkdown(titleOf(comparison))}`,
      '',
      `- ${old}: ${escapeMarkdown(revisionWords(comparison.before))}`,
      `- ${now}: ${escapeMarkdown(revisionWords(comparison.after))}`,
      '',
      ...patchTable(comparison),
      ...(cover === '' ? [] : ['', `Cover letter: ${cover}`]),
      ...objectionTable(comparison),
      ...edgePart(comparison),
      '',
      ...rangePart(comparison),
      escapeMarkdown(summaryOf(comparison)),
      '',
    ].join('\n');
  },
};
