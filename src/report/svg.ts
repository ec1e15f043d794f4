// One state as an SVG picture that stands alone, for documents.
import type { CheckResult } from '../check/verdict.js';
import { DRAWING_COLOURS, DRAWING_STYLE, drawGraph } from './part/drawing.js';
import { shown } from './part/edge-line.js';
import { graphOf } from './part/graph.js';
import { stateShown } from './part/one-state.js';
import { titleOf } from './part/state-text.js';
import type { Report, View } from './report.js';

const render = (result: CheckResult, view: View): string => {
  const at = stateShown(result, view);
  const label = `${titleOf(result)}, ${shown(result.states[at]?.label ?? '')}`;
  const style = `<style>${DRAWING_COLOURS}${DRAWING_STYLE}\nsvg{background:var(--paper)}</style>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawGraph(graphOf(result), at, label, style)}\n`;
};

export const svg: Report = { name: 'svg', description: 'one state as a picture', render };
