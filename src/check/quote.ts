// The lines of a patch that findings and added edges are about, for an answer that quotes them.
import type { Hunk } from '../patch/diff.js';
import type { Finding, Quote, State } from '../result/verdict.js';
import type { Patch } from '../series/patch.js';
import type { Series } from '../series/series.js';
import { labelOf } from './series-finding.js';

/** Lines before the one that it is about. */
const BEFORE = 3;

const MOST_COLUMNS = 240;

/** The hunk's lines that end with a line of the file after the patch; undefined when the hunk does not have it. */
const linesUpTo = (hunk: Hunk, text: string, line: number): readonly string[] | undefined => {
  const lines = text.split('\n');
  let number = hunk.newStart - 1;
  for (const [at, one] of lines.entries()) {
    if (!one.startsWith('-') && !one.startsWith('\\')) number += 1;
    if (number === line && !one.startsWith('-'))
      return lines.slice(Math.max(0, at - BEFORE), at + 1).map((each) => each.slice(0, MOST_COLUMNS));
  }
  return undefined;
};

const quoteIn = (patch: Patch, path: string, line: number): readonly string[] | undefined => {
  for (const file of patch.files) {
    if (file.newPath !== path) continue;
    for (const hunk of file.hunks) {
      if (line < hunk.newStart || line >= hunk.newStart + hunk.newCount) continue;
      const text = Buffer.from(patch.diff.subarray(hunk.start, hunk.end)).toString('utf8');
      const lines = linesUpTo(hunk, text, line);
      if (lines !== undefined) return [hunk.header.slice(0, MOST_COLUMNS), ...lines];
    }
  }
  return undefined;
};

/** A quote for each added edge and each problem whose place is in its patch. */
export const quotesOf = (
  series: Series,
  states: readonly State[],
  findings: readonly Finding[],
): readonly Quote[] => {
  const patches = new Map(series.patches.map((patch) => [labelOf(patch, series), patch]));
  const wanted = [
    ...states.flatMap(({ label, added }) => added.map(({ reference }) => ({ state: label, ...reference }))),
    ...findings.flatMap(({ state, path, line, severity }) =>
      state === undefined || path === undefined || line === undefined || severity === 'note'
        ? []
        : [{ state, path, line }],
    ),
  ];
  const quotes = new Map<string, Quote>();
  for (const { state, path, line } of wanted) {
    const patch = patches.get(state);
    const lines = patch && quoteIn(patch, path, line);
    if (lines !== undefined) quotes.set(`${state} ${path} ${line}`, { state, path, line, lines });
  }
  return [...quotes.values()];
};
