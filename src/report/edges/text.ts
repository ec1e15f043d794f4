// The edges for people: by pair, each with its places and conditions.
import { groupBy } from '../../base/group.js';
import type { EdgeList } from '../../result/edge-list.js';
import { directionOf } from '../part/edge-line.js';
import { countText, listTitle } from '../part/edge-list.js';
import { lines, penOf, plainInk } from '../part/pen.js';
import { block } from '../part/sheet.js';
import { edgeLines } from '../part/state-text.js';
import type { PieceReport, View } from '../report.js';

function* render(list: EdgeList, view: View): Iterable<string> {
  const pen = penOf(view);
  yield `${block(pen, lines(pen, pen.ink.bold, listTitle(list), '', 2))}\n`;
  for (const [direction, edges] of groupBy(list.edges, directionOf)) {
    yield block(pen, lines(pen, pen.ink.bold, direction, '', 2));
    for (const edge of edges) yield block(pen, edgeLines(pen, '=', plainInk, edge));
    yield '\n';
  }
  yield block(pen, lines(pen, pen.ink.bold, countText(list), '', 2));
}

export const text: PieceReport<EdgeList> = {
  name: 'text',
  description: 'for people (the default)',
  render,
};
