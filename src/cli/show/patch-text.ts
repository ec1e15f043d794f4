// `show --patch N`: one patch as it would be committed.

import { escapePlain } from '../../report/part/escape.js';
import { verbatim } from '../../report/part/mail-line.js';
import type { Pen } from '../../report/part/pen.js';
import { formatMailbox } from '../../result/series.js';
import type { Patch } from '../../series/patch.js';

const inkOfDiff = (pen: Pen, line: string): string => {
  if (/^(?:diff |index |--- |\+\+\+ )/.test(line)) return pen.ink.bold(line);
  if (line.startsWith('@@')) return pen.ink.cyan(line);
  if (line.startsWith('+')) return pen.ink.green(line);
  return line.startsWith('-') ? pen.ink.red(line) : line;
};

/** Author, message with the tags that `am` would add, notes, diff; control characters written out, tabs kept. */
export const patchText = (pen: Pen, patch: Patch, message: string): string => {
  const diff = Buffer.from(patch.diff).toString('utf8').replace(/\n$/, '').split('\n');
  const lines = [
    pen.ink.bold(`patch ${patch.index} <${escapePlain(patch.messageId)}>`),
    `Author: ${escapePlain(formatMailbox(patch.author))}`,
    `Date:   ${escapePlain(patch.dateText)}`,
    '',
    ...message.split('\n').map((line) => (line === '' ? '' : `    ${verbatim(line)}`)),
    '',
    ...(patch.notes === '' ? [] : ['---', ...patch.notes.split('\n').map(verbatim), '']),
    ...diff.map((line) => inkOfDiff(pen, verbatim(line))),
  ];
  return `${lines.join('\n')}\n`;
};
