// One state as an SVG picture that stands alone, for documents.
import { UserError } from '../base/error.js';
import type { CheckResult } from '../result/verdict.js';
import { DRAWING_COLOURS, DRAWING_STYLE } from './part/drawing.js';
import { shown } from './part/edge-line.js';
import { drawState } from './part/graph-section.js';
import { stateShown } from './part/one-state.js';
import { titleOf } from './part/state-text.js';
import type { Report, View } from './report.js';

/**
 * The picture of one state.
 * @throws UserError `input` when it has too many arrows to be read.
 */
export const pictureOf = (result: CheckResult, at: number, label: string): string => {
  const style = `<style>${DRAWING_COLOURS}${DRAWING_STYLE}\nsvg{background:var(--paper)}</style>`;
  const drawing = drawState(result, at, label, style);
  if (drawing.drawn) return `<?xml version="1.0" encoding="UTF-8"?>\n${drawing.svg}\n`;
  throw new UserError('input', `a picture of ${drawing.arrows} arrows cannot be read`, {
    hint: 'Ask for fewer modules with --from and --to, or lay it out with Graphviz: --format dot.',
  });
};

const render = (result: CheckResult, view: View): string => {
  const at = stateShown(result, view);
  return pictureOf(result, at, `${titleOf(result)}, ${shown(result.states[at]?.label ?? '')}`);
};

export const svg: Report = { name: 'svg', description: 'picture of one state', render };
