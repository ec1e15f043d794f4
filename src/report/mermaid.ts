// One state as a Mermaid flowchart (mermaid.js.org, "Flowcharts - Basic Syntax").
import type { CheckResult } from '../result/verdict.js';
import { shown } from './part/edge-line.js';
import { EDGE_LOOKS } from './part/edge-look.js';
import { escapeMermaid } from './part/escape.js';
import { graphOf, linkLabels } from './part/graph.js';
import { stateShown } from './part/one-state.js';
import type { Report, View } from './report.js';

/** The chart as lines, without a fence. */
export const mermaidLines = (result: CheckResult, at: number): readonly string[] => {
  const graph = graphOf(result);
  const id = (name: string): string => `m${graph.modules.indexOf(name)}`;
  return [
    'flowchart LR',
    ...graph.modules.map((name) => `  ${id(name)}["${escapeMermaid(shown(name))}"]`),
    ...graph.links
      .filter((link) => link.marks[at] !== 'gone')
      .map((link) => {
        const [open, close] = EDGE_LOOKS[link.kind].mermaid;
        const label = linkLabels(graph, link, at).map(escapeMermaid).join('<br/>');
        return `  ${id(link.consumer)} ${open} "${label}" ${close} ${id(link.provider)}`;
      }),
  ];
};

const render = (result: CheckResult, view: View): string =>
  `${mermaidLines(result, stateShown(result, view)).join('\n')}\n`;

export const mermaid: Report = { name: 'mermaid', description: 'one state as a Mermaid flowchart', render };
