// Text to paste into a reply to the list: 72 columns (Documentation/process/email-clients.rst), everything below its
// first line in one indented block, so that it is literal where Markdown is rendered too.
import { PLAIN_VIEW } from '../report.js';
import { type Pen, penOf } from './pen.js';
import { sheet } from './sheet.js';
import { wrap } from './wrap.js';

const MAIL_COLUMNS = 72;
const INDENT = '    ';

/**
 * The text.
 * @param first the line that is not in the block: it begins with words of our own, so no text of the mail begins a line.
 * @param draw writes the parts, which are set apart by empty lines.
 */
export const mailText = (first: string, draw: (pen: Pen) => readonly (readonly string[])[]): string => {
  const pen = penOf({ ...PLAIN_VIEW, columns: MAIL_COLUMNS - INDENT.length, ascii: true });
  const block = draw(pen).map((part) => part.map((line) => `${INDENT}${line}`.trimEnd()));
  const head = wrap(first.replace(/<|(?<!-)>/g, '?'), MAIL_COLUMNS, 'kvm-vfio-series: ', 2);
  return sheet(pen, [head, ...block]);
};
