// One state in the DOT language of Graphviz (graphviz.org, "The DOT Language").
import type { CheckResult } from '../result/verdict.js';
import { shown } from './part/edge-line.js';
import { EDGE_LOOKS } from './part/edge-look.js';
import { escapeDot } from './part/escape.js';
import { graphOf, linkLabels } from './part/graph.js';
import type { Mark } from './part/ledger.js';
import { stateShown } from './part/one-state.js';
import type { Report, View } from './report.js';

const COLOUR: { readonly [mark in Mark]: string } = {
  there: 'black',
  added: '#b3261e',
  removed: '#9aa0a6',
  gone: 'black',
};

const quoted = (text: string): string => `"${escapeDot(shown(text))}"`;

const render = (result: CheckResult, view: View): string => {
  const at = stateShown(result, view);
  const graph = graphOf(result);
  return [
    `digraph ${quoted(`${result.between.join(' ')} ${result.states[at]?.label ?? ''}`)} {`,
    '  rankdir=LR;',
    '  node [shape=box, fontname="monospace"];',
    '  edge [fontname="monospace", fontsize=10];',
    ...graph.modules.map((name) => `  ${quoted(name)};`),
    ...graph.links
      .filter((link) => link.marks[at] !== 'gone')
      .map((link) => {
        const label = linkLabels(graph, link, at)
          .map((line) => `${escapeDot(line)}\\l`)
          .join('');
        const colour = COLOUR[link.marks[at] ?? 'there'];
        return `  ${quoted(link.consumer)} -> ${quoted(link.provider)} [label="${label}", style=${EDGE_LOOKS[link.kind].dot}, color="${colour}"];`;
      }),
    '}',
    '',
  ].join('\n');
};

export const dot: Report = { name: 'dot', description: 'one state for Graphviz', render };
