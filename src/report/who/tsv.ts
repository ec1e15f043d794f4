// Exports and users as tab-separated values: a line for each export and each user of a symbol.
import type { SymbolParty, SymbolReport, SymbolUsageList } from '../../result/symbol-usage.js';
import { tsvHead, tsvLine } from '../part/tsv.js';
import type { PieceReport } from '../report.js';

const COLUMNS = [
  'symbol',
  'role',
  'path',
  'as',
  'how',
  'namespace or modules',
  'through',
  'condition',
  'place',
  'architectures',
] as const;

const lineOf = (symbol: string, role: string, party: SymbolParty, how: readonly string[]): string =>
  tsvLine([
    symbol,
    role,
    party.path,
    party.isModule ? 'module' : 'built-in',
    ...how,
    party.condition ?? '',
    `${party.place.path}:${party.place.line}`,
    party.architectures.join(','),
  ]);

const rowsOf = ({ symbol, exports, users }: SymbolReport): string =>
  [
    ...exports.map((one) =>
      lineOf(symbol, 'export', one, [one.macro, one.modules?.join(',') ?? one.namespace ?? '', '']),
    ),
    ...users.map((one) => lineOf(symbol, 'user', one, [one.kind, '', one.through.join(' ')])),
  ].join('');

function* render({ symbols }: SymbolUsageList): Iterable<string> {
  yield tsvHead(COLUMNS);
  for (const one of symbols) yield rowsOf(one);
}

export const tsv: PieceReport<SymbolUsageList> = {
  name: 'tsv',
  description: 'tab-separated values, a line an export or a user',
  render,
};
