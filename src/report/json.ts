// The reports for programs: the results of src/result as they are. A schema in schema/ describes each.
import type { CheckResult } from '../result/verdict.js';
import type { PieceReport, Report } from './report.js';

/** What JSON.stringify leaves alone but a terminal or an editor obeys: DEL, C1, and what hides or reorders text. */
const RAW = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON text that a terminal can show, ending in a line end. */
export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(RAW, escaped)}\n`;

/** One value on one line, without its line end. */
const toLine = (value: unknown): string => JSON.stringify(value).replace(RAW, escaped);

/**
 * The same document in pieces: fields on a line each, and so is each entry of the fields that are lists.
 * @param document its fields in order.
 */
function* jsonPieces(document: object): Iterable<string> {
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  for (const [at, [name, value]] of fields.entries()) {
    yield `${at === 0 ? '{\n' : ',\n'}  ${toLine(name)}: `;
    if (!Array.isArray(value)) {
      yield toLine(value);
      continue;
    }
    for (const [row, entry] of value.entries()) yield `${row === 0 ? '[\n' : ',\n'}    ${toLine(entry)}`;
    yield value.length === 0 ? '[]' : '\n  ]';
  }
  yield '\n}\n';
}

/** The report of a command for programs: its result as it is, described by a schema. */
export const jsonReport = <Result>(command: string): Report<Result> => ({
  name: 'json',
  description: describe(command),
  render: toJson,
});

/** The same in pieces. */
export const jsonPieceReport = <Result extends object>(command: string): PieceReport<Result> => ({
  name: 'json',
  description: describe(command),
  render: jsonPieces,
});

const describe = (command: string): string => `one JSON document, see schema/${command}.schema.json`;

export const json = jsonReport<CheckResult>('check');
