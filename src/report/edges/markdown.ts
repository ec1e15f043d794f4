// The edges to paste into a reply to the list: plain text of 72 columns in one indented block.
import type { EdgeList } from '../../check/edge-list.js';
import type { PieceReport } from '../report.js';
import { PLAIN_VIEW } from '../report.js';
import { text } from './text.js';

const MAIL_COLUMNS = 72;
const INDENT = '    ';

function* render(list: EdgeList): Iterable<string> {
  const view = { ...PLAIN_VIEW, columns: MAIL_COLUMNS - INDENT.length, ascii: true };
  for (const piece of text.render(list, view)) yield piece.replace(/^(?=.)/gm, INDENT);
}

export const markdown: PieceReport<EdgeList> = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render,
};
