// Text to paste into a reply to the list: 72 columns (Documentation/process/email-clients.rst), in an indented block, so that
// it is literal where Markdown is rendered too.
import { type PieceReport, PLAIN_VIEW, type Report } from '../report.js';
import { type Pen, penOf } from './pen.js';
import { sheet } from './sheet.js';
import { wrap } from './wrap.js';

const MAIL_COLUMNS = 72;
const INDENT = '    ';
const VIEW = { ...PLAIN_VIEW, columns: MAIL_COLUMNS - INDENT.length, ascii: true };

const describe = (where: string): string => `plain text of 72 columns, to paste into ${where}`;

/**
 * The report in this form.
 * @param firstOf the line before the block: it begins with words of our own, so no text of the mail begins a line.
 * @param draw writes the parts of the block; empty lines separate them.
 */
export const mailReport = <Result>(
  firstOf: (result: Result) => string,
  draw: (pen: Pen, result: Result) => readonly (readonly string[])[],
  where = 'a reply to the list',
): Report<Result> => ({
  name: 'markdown',
  description: describe(where),
  render: (result) => {
    const pen = penOf(VIEW);
    const block = draw(pen, result).map((part) => part.map((line) => `${INDENT}${line}`.trimEnd()));
    const head = wrap(firstOf(result).replace(/<|(?<!-)>/g, '?'), MAIL_COLUMNS, 'kvm-vfio-series: ', 2);
    return sheet(pen, [head, ...block]);
  },
});

/** A report for people in this form. */
export const mailPieceReport = <Result>(text: PieceReport<Result>): PieceReport<Result> => ({
  name: 'markdown',
  description: describe('a reply to the list'),
  render: function* (result) {
    for (const piece of text.render(result, VIEW)) yield piece.replace(/^(?=.)/gm, INDENT);
  },
});
