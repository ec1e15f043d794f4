// Exports and users for people: a paragraph a symbol.
import type { SourcePlace } from '../../base/edge.js';
import type {
  ExportingParty,
  SymbolParty,
  SymbolReport,
  SymbolUsageList,
  UsingParty,
} from '../../result/symbol-usage.js';
import { placeOf, shown } from '../part/edge-line.js';
import { lines, type Pen, penOf, plainInk, withLink } from '../part/pen.js';
import { block } from '../part/sheet.js';
import type { PieceReport, View } from '../report.js';

const BUILT_IN = 'built in';

/** `if X on arm64, x86`. */
const whenText = ({ condition, architectures }: SymbolParty): string =>
  [
    ...(condition === null ? [] : [` if ${shown(condition)}`]),
    ` on ${architectures.map(shown).join(', ')}`,
  ].join('');

const placed = (pen: Pen, place: SourcePlace, text: string): readonly string[] =>
  lines(pen, plainInk, `${placeOf(place)}${text}`, '    ', 6).map((line) => withLink(pen, line, place));

const exportLines = (pen: Pen, one: ExportingParty): readonly string[] => {
  const notes = [
    ...(one.namespace === null ? [] : [`namespace ${shown(one.namespace)}`]),
    ...(one.modules === null ? [] : [`only for ${one.modules.map(shown).join(', ')}`]),
    ...(one.isModule ? [] : [BUILT_IN]),
  ];
  const by = `${shown(one.path)} by ${shown(one.macro)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
  return [...lines(pen, plainInk, `exported by ${by}`, '  ', 4), ...placed(pen, one.place, whenText(one))];
};

const userLines = (pen: Pen, one: UsingParty): readonly string[] => {
  const notes = [
    ...(one.isModule ? [] : [BUILT_IN]),
    ...(one.kind === 'link' ? [] : ['symbol_get']),
    ...(one.through.length === 0 ? [] : [`through ${one.through.map(shown).join(', ')}`]),
  ];
  return [
    ...lines(pen, plainInk, [shown(one.path), ...notes].join(', '), '  used by ', 4),
    ...placed(pen, one.place, whenText(one)),
  ];
};

const audienceText = ({ audience, audienceModules }: SymbolReport): string => {
  if (audience === 'nobody') return 'no module uses it';
  if (audience === 'everybody') return 'not all users were looked for';
  return `needed by ${audienceModules.map(shown).join(', ')}`;
};

const symbolLines = (pen: Pen, report: SymbolReport): readonly string[] => {
  const { symbol, exports, definitions, users } = report;
  return [
    ...lines(pen, pen.ink.bold, shown(symbol), ''),
    ...exports.flatMap((one) => exportLines(pen, one)),
    ...(exports.length === 0 ? lines(pen, pen.ink.yellow, 'nobody exports it', '  ') : []),
    ...definitions.flatMap((place) => placed(pen, place, ' defines it')),
    ...users.flatMap((one) => userLines(pen, one)),
    ...(users.length === 0 ? lines(pen, pen.ink.dim, 'nobody uses it', '  ') : []),
    ...(exports.length === 0 ? [] : lines(pen, pen.ink.bold, audienceText(report), '  ', 4)),
  ];
};

function* render(list: SymbolUsageList, view: View): Iterable<string> {
  const pen = penOf(view);
  for (const one of list.symbols) yield `${block(pen, symbolLines(pen, one))}\n`;
  const { length } = list.symbols;
  yield block(pen, lines(pen, pen.ink.bold, `${length} symbol${length === 1 ? '' : 's'}`, ''));
  const limits = [
    ...(list.allFiles ? [] : ['So many files name the symbols that not all were analysed.']),
    ...(list.allArchitectures
      ? []
      : ['Many files name the symbols: each was analysed on one architecture only; --arch chooses it.']),
  ];
  for (const limit of limits) yield block(pen, lines(pen, pen.ink.yellow, limit, ''));
}

export const text: PieceReport<SymbolUsageList> = {
  name: 'text',
  description: 'for people (the default)',
  render,
};
