// The report for programs: the contract of src/check/verdict.ts as it stands (schema/check.schema.json).
import type { Report } from './report.js';

/** What JSON.stringify leaves alone but a terminal or an editor obeys: DEL, C1, and what hides or reorders text. */
const RAW = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON text that a terminal can show, ending in a line end. */
export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(RAW, escaped)}\n`;

export const json: Report = {
  name: 'json',
  description: 'one JSON document, see schema/check.schema.json',
  render: (result) => toJson(result),
};
