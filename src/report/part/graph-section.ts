// The drawing of a graph as far as it can be laid out, and its section in a page.
import type { CheckResult } from '../../result/verdict.js';
import { drawGraph } from './drawing.js';
import { type Graph, graphOf } from './graph.js';
import { section } from './page.js';

/** Arrows that are laid out within a second; a picture with more shows nothing but lines anyway. */
const MOST_ARROWS = 500;

/** A drawn graph, or the number of arrows that are too many to draw. */
export type Drawing =
  | { readonly drawn: true; readonly graph: Graph; readonly svg: string; readonly width: number }
  | { readonly drawn: false; readonly arrows: number };

/**
 * The graph at one state.
 * @param head what stands in the picture before the drawing (a style).
 */
export const drawState = (result: CheckResult, at: number, label: string, head = ''): Drawing => {
  const graph = graphOf(result);
  const arrows = graph.links.length;
  return arrows > MOST_ARROWS
    ? { drawn: false, arrows }
    : { drawn: true, graph, ...drawGraph(graph, at, label, head) };
};

/** Whether the picture is made as narrow as the page, as one wants to see it first; it needs no script. */
const WHOLE =
  '<p class="whole"><input type="checkbox" id="whole" checked><label for="whole">fit to the width of the page</label></p>';

const KEY = ['solid: linked', 'dashed: looked up at run time', 'dotted: header included'];
const CHANGE_KEY = ['<b class="bad">+ added</b>', '<s class="faint">− removed</s>'];

const DETAIL =
  '<p id="detail" class="mono" aria-live="polite">Point at an edge, or move to it with the Tab key, to see where it is.</p>';
const COUNTED =
  '<p class="faint">Too many for their names to be read: each box has the number of its symbols.</p>';

/**
 * The graph at one state in its box, and what its lines mean.
 * @param stepper what chooses the state; nothing when there is one.
 */
export const graphSection = (result: CheckResult, at: number, stepper = ''): string => {
  const drawing = drawState(result, at, 'modules and edges');
  if (!drawing.drawn) {
    const why = `<p>A picture of ${drawing.arrows} arrows cannot be read; ask for fewer modules, or lay it out with Graphviz (<code>--format dot</code>).</p>`;
    return section('graph-title', 'Graph', stepper + why);
  }
  const key = [...KEY, ...(result.states.length > 1 ? CHANGE_KEY : [])].map((one) => `<li>${one}</li>`);
  return section(
    'graph-title',
    'Graph',
    [
      stepper,
      WHOLE,
      `<div class="box" id="graph" tabindex="0" role="group" aria-label="picture of the graph">${drawing.svg}</div>`,
      drawing.graph.detailed ? DETAIL : COUNTED,
      `<ul class="key">${key.join('')}</ul>`,
    ].join('\n'),
  );
};
