// A text report as one indented block of 72 columns, to paste into a reply to the list
// (Documentation/process/email-clients.rst); indented, it is literal where Markdown is rendered too.
import { PLAIN_VIEW, type View } from '../report.js';

const MAIL_COLUMNS = 72;
const INDENT = '    ';

/** @param render the report for people. */
export function* mailBlock(render: (view: View) => Iterable<string>): Iterable<string> {
  const view = { ...PLAIN_VIEW, columns: MAIL_COLUMNS - INDENT.length, ascii: true };
  for (const piece of render(view)) yield piece.replace(/^(?=.)/gm, INDENT);
}
