// The edges to paste into a reply to the list.
import type { EdgeList } from '../../result/edge-list.js';
import { mailBlock } from '../part/mail-block.js';
import type { PieceReport } from '../report.js';
import { text } from './text.js';

export const markdown: PieceReport<EdgeList> = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render: (list) => mailBlock((view) => text.render(list, view)),
};
