// The report for programs: the contract of src/check/verdict.ts as it stands (schema/check.schema.json).
import type { Report } from './report.js';

/** Control characters that JSON.stringify leaves alone but a terminal obeys: DEL, C1, and what reorders text. */
const RAW = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const json: Report = {
  name: 'json',
  description: 'one JSON document, see schema/check.schema.json',
  render: (result) => `${JSON.stringify(result, null, 2).replace(RAW, escaped)}\n`,
};
