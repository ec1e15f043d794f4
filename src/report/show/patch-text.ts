// `show --patch N`: one patch as it would be committed.
import type { PatchDocument } from '../../result/series.js';
import { escapePlain } from '../part/escape.js';
import { verbatim } from '../part/mail-line.js';
import type { Pen } from '../part/pen.js';

const inkOfDiff = (pen: Pen, line: string): string => {
  if (/^(?:diff |index |--- |\+\+\+ )/.test(line)) return pen.ink.bold(line);
  if (line.startsWith('@@')) return pen.ink.cyan(line);
  if (line.startsWith('+')) return pen.ink.green(line);
  return line.startsWith('-') ? pen.ink.red(line) : line;
};

/** Author, message, notes, diff; control characters written out, tabs kept. */
export const patchText = (pen: Pen, patch: PatchDocument): string => {
  const lines = [
    pen.ink.bold(`patch ${patch.index} <${escapePlain(patch.messageId)}>`),
    `Author: ${escapePlain(patch.author)}`,
    `Date:   ${escapePlain(patch.date)}`,
    '',
    ...patch.message.split('\n').map((line) => (line === '' ? '' : `    ${verbatim(line)}`)),
    '',
    ...(patch.notes === '' ? [] : ['---', ...patch.notes.split('\n').map(verbatim), '']),
    ...patch.diff.split('\n').map((line) => inkOfDiff(pen, verbatim(line))),
  ];
  return `${lines.join('\n')}\n`;
};
