// Cuts a text copied out of a public-inbox page into its messages. Leading blanks and empty lines may be gone,
// so nothing here depends on them; what marks a message are the lines that public-inbox writes around it.
import { PAGE_FROM } from '../head.js';

/** A message as the text has it. */
export interface CopiedMessage {
  readonly subject: string;
  readonly name: string;
  /** `2026-04-07 18:01`, UTC. */
  readonly date: string;
  /** Lines of the overview above the message, before the one that stands for itself: its parent comes first. */
  readonly above: readonly string[];
  readonly body: string;
  /** Line of the text where the message begins, counted from 1. */
  readonly line: number;
}

/** `* [PATCH 1/3] widget: shine`, by itself or run into the end of the message before. */
const TITLE = /^(?:\^ permalink raw reply\b.* messages? in thread)?\* (.*)$/;

const END = /^\^ permalink raw reply\b/;

const FROM = /^From: (.*) @ (\d{4}-\d\d-\d\d +\d?\d:\d\d) UTC\b/;

/** The line of the overview that stands for the message itself. */
const SELF = /^@ \d{4}-\d\d-\d\d /;

const FIELD = /^\s*(?:To|Cc):/;

/** The messages of a text in its order; none when it was not copied out of a thread. */
export const cutMessages = (text: string): readonly CopiedMessage[] => {
  const lines = text.split(/\r?\n/);
  const froms = lines.flatMap((line, index) => (PAGE_FROM.test(line) ? [index] : []));
  const titles = froms.map((from, order) => {
    const least = order === 0 ? 0 : (froms[order - 1] ?? 0) + 1;
    for (let index = from - 1; index >= least; index -= 1) if (TITLE.test(lines[index] ?? '')) return index;
    return from;
  });
  return froms.map((from, order) => {
    const title = titles[order] ?? from;
    const next = titles[order + 1] ?? lines.length;
    const overview = lines.slice(title + 1, from).map((line) => line.trim());
    const self = overview.findIndex((line) => SELF.test(line));
    const [, name = '', date = ''] = FROM.exec(lines[from] ?? '') ?? [];
    return {
      subject: title === from ? '' : (TITLE.exec(lines[title] ?? '')?.[1] ?? ''),
      name,
      date,
      above: self < 0 ? [] : overview.slice(0, self),
      body: bodyBetween(lines, from + 1, next),
      line: title + 1,
    };
  });
};

const bodyBetween = (lines: readonly string[], afterFrom: number, next: number): string => {
  let start = afterFrom;
  // A list of names goes on in the next line after a comma.
  while (start < next && (FIELD.test(lines[start] ?? '') || /,\s*$/.test(lines[start - 1] ?? ''))) start += 1;
  if ((lines[start] ?? '').trim() === '' && start < next) start += 1;
  let end = start;
  while (end < next && !END.test(lines[end] ?? '')) end += 1;
  return bodyOf(lines.slice(start, end));
};

/** The lines of a copied body as text, with what has a meaning in a mail put back. */
export const bodyOf = (lines: readonly string[]): string => {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  return restoreMarks(lines.slice(0, end))
    .map((line) => `${line}\n`)
    .join('');
};

/** Puts back the blanks and empty lines that have a meaning in a mail, where there is only one way to. */
const restoreMarks = (body: readonly string[]): readonly string[] => {
  const lines = [...body];
  // `-- ` begins a signature (RFC 3676, 4.3); `git format-patch` signs with its version.
  if (lines.at(-2) === '--' && /^\d+\.\d+/.test(lines.at(-1) ?? '')) lines[lines.length - 2] = '-- ';
  const separator = lines.indexOf('---');
  let first = separator;
  while (first > 0 && /^[A-Z][\w-]*: \S/.test(lines[first - 1] ?? '')) first -= 1;
  // git reads trailers from a paragraph of their own (git-interpret-trailers(1)).
  if (first > 0 && first < separator && lines[first - 1] !== '') lines.splice(first, 0, '');
  return lines;
};
