// The graph of the edges as an SVG picture that stands alone.
import { UserError } from '../../base/error.js';
import type { EdgeList } from '../../check/edge-list.js';
import { DRAWING_COLOURS, DRAWING_STYLE } from '../part/drawing.js';
import { drawEdges } from '../part/edge-drawing.js';
import { listTitle } from '../part/edge-list.js';
import type { PieceReport } from '../report.js';

const render = (list: EdgeList): Iterable<string> => {
  const style = `<style>${DRAWING_COLOURS}${DRAWING_STYLE}\nsvg{background:var(--paper)}</style>`;
  const drawing = drawEdges(list, listTitle(list), style);
  if (!drawing.drawn)
    throw new UserError('input', `a picture of ${drawing.arrows} arrows cannot be read`, {
      hint: 'Ask for fewer modules with --from and --to, or lay it out with Graphviz: --format dot.',
    });
  return [`<?xml version="1.0" encoding="UTF-8"?>\n${drawing.svg}\n`];
};

export const svg: PieceReport<EdgeList> = {
  name: 'svg',
  description: 'the graph as a picture; of many edges, their number by pair',
  render,
};
