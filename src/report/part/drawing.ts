// A laid-out graph as SVG (SVG 1.1; WAI-ARIA Graphics). Every mark of every state is in it as `data-marks`; `data-mark`
// is the one that the style shows, so that a page can step through the states without drawing again.
import type { Edge } from '../../result/verdict.js';
import { architecturesOf, conditionOf, directionOf, exportOf, placeOf, shown } from './edge-line.js';
import { EDGE_LOOKS } from './edge-look.js';
import { escapeXml } from './escape.js';
import { type Graph, type GraphEdge, type GraphLink, linkLabels } from './graph.js';
import {
  COLUMN,
  LINE,
  layOut,
  MOST_LABEL,
  type PlacedLink,
  type PlacedModule,
  type Point,
} from './layout.js';
import type { Mark } from './ledger.js';
import { clip } from './wrap.js';

/** Colours by `prefers-color-scheme`; the page's own style sets the same names. */
export const DRAWING_COLOURS = `
:root{--ink:#1b1b1f;--faint:#5c5f66;--paper:#fff;--plate:#f3f4f6;--line:#c4c7cf;--added:#a3231a;--removed:#1a6b34;--link:#2f5fb3}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6ea;--faint:#a5a8b0;--paper:#17181c;--plate:#23252b;--line:#4a4d55;--added:#ff9a8f;--removed:#7ed492;--link:#8fb4ff}}`;

const DASHES = Object.entries(EDGE_LOOKS)
  .flatMap(([kind, { dash }]) =>
    dash === null ? [] : [`.drawing .${kind} .arrow{stroke-dasharray:${dash}}`],
  )
  .join('\n');

/** The style of the drawing, for a page or a picture of its own. */
export const DRAWING_STYLE = `
.drawing text{font:12px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:var(--ink)}
.drawing .module rect{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.drawing .module text{font-weight:bold;text-anchor:middle}
.drawing .arrow{fill:none;stroke:var(--link);stroke-width:1.6}
${DASHES}
.drawing .head{fill:var(--link);stroke:none}
.drawing .plate{fill:var(--plate);stroke:var(--line)}
.drawing .sign,.drawing .count{display:none}
.drawing .count[data-now]{display:inline}
.drawing [data-mark=gone]{visibility:hidden}
.drawing .link[data-mark=added] .arrow{stroke:var(--added);stroke-width:2.6}
.drawing .link[data-mark=added] .head{fill:var(--added)}
.drawing .link[data-mark=removed] .arrow,.drawing .link[data-mark=removed] .head{opacity:.35}
.drawing .edge[data-mark=added] text{fill:var(--added);font-weight:bold}
.drawing .edge[data-mark=added] .plus,.drawing .edge[data-mark=removed] .minus{display:inline}
.drawing .edge[data-mark=removed] text{fill:var(--faint);text-decoration:line-through}
.drawing .edge:focus{outline:none}
.drawing .edge:focus .spot,.drawing .edge:hover .spot{stroke:var(--link)}
.drawing .spot{fill:transparent;stroke:transparent;stroke-width:1.5}`;

const number = (value: number): string => String(Math.round(value * 10) / 10);

/** A curve through all points that leaves and reaches each of them level, so that it never swings past one. */
const pathOf = (points: readonly Point[]): string =>
  points
    .map((point, at) => {
      const before = points[at - 1];
      if (before === undefined) return `M${number(point.x)} ${number(point.y)}`;
      const middle = (before.x + point.x) / 2;
      return `C${[middle, before.y, middle, point.y, point.x, point.y].map(number).join(' ')}`;
    })
    .join('');

/** A triangle at the last point, in the direction in which the curve reaches it. */
const headOf = (points: readonly Point[]): string => {
  const [from, to] = points.slice(-2);
  if (from === undefined || to === undefined) return '';
  const turn = from.x <= to.x ? '' : ' rotate(180)';
  return `<path class="head" d="M0 0L-9 -4.5L-9 4.5Z" transform="translate(${number(to.x)} ${number(to.y)})${turn}"/>`;
};

const marksAttributes = (marks: readonly Mark[], at: number): string =>
  `data-marks="${marks.join(' ')}" data-mark="${marks[at] ?? 'gone'}"`;

/** An edge in one sentence, for its title. */
const sentenceOf = (edge: Edge): string =>
  [
    `${directionOf(edge)} ${shown(edge.symbol)} (${edge.kind})`,
    `needed at ${placeOf(edge.reference)}`,
    ...(edge.export === null ? [] : [`exported at ${exportOf(edge)}`]),
    [conditionOf(edge), architecturesOf(edge)].filter((one) => one !== '').join(' '),
  ].join('; ');

const edgeSvg = (one: GraphEdge, left: number, top: number, width: number, at: number): string => {
  const sentence = escapeXml(sentenceOf(one.edge));
  const baseline = number(top + LINE * 0.72);
  const signs = [
    ['plus', '+'],
    ['minus', '−'],
  ].map(([name, sign]) => `<text class="sign ${name}" x="${number(left)}" y="${baseline}">${sign}</text>`);
  return [
    `<g class="edge" tabindex="0" role="img" aria-label="${sentence}" ${marksAttributes(one.marks, at)}>`,
    `<title>${sentence}</title>`,
    `<rect class="spot" x="${number(left - 4)}" y="${number(top)}" width="${number(width)}" height="${LINE}" rx="3"/>`,
    ...signs,
    `<text x="${number(left + 2 * COLUMN)}" y="${baseline}">${escapeXml(clip(one.label, MOST_LABEL))}</text>`,
    '</g>',
  ].join('');
};

const countSvg = (graph: Graph, link: GraphLink, placed: PlacedLink, at: number): string =>
  link.marks
    .map((_, state) => {
      const now = state === at ? ' data-now=""' : '';
      const text = escapeXml(linkLabels(graph, link, state).join(' '));
      return `<text class="count" data-at="${state}"${now} x="${number(placed.x - placed.width / 2 + 10)}" y="${number(placed.y + 4)}">${text}</text>`;
    })
    .join('');

const arrowSvg = ({ link, points }: PlacedLink, at: number): string =>
  `<g class="link ${link.kind}" ${marksAttributes(link.marks, at)}><path class="arrow" d="${pathOf(points)}"/>${headOf(points)}</g>`;

const labelSvg = (graph: Graph, placed: PlacedLink, at: number): string => {
  const { link, x, y, width, height, rows, columnWidth } = placed;
  const left = x - width / 2;
  const top = y - height / 2;
  const edgeAt = (one: GraphEdge, index: number): string => {
    const column = Math.floor(index / rows);
    return edgeSvg(
      one,
      left + 8 + column * columnWidth,
      top + 5 + (index % rows) * LINE,
      columnWidth - 8,
      at,
    );
  };
  return [
    `<g class="link ${link.kind}" ${marksAttributes(link.marks, at)}>`,
    `<rect class="plate" x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}" rx="4"/>`,
    graph.detailed ? link.edges.map(edgeAt).join('\n') : countSvg(graph, link, placed, at),
    '</g>',
  ].join('\n');
};

const moduleSvg = ({ label, x, y, width, height }: PlacedModule): string =>
  `<g class="module"><rect x="${number(x - width / 2)}" y="${number(y - height / 2)}" width="${number(width)}" height="${number(height)}" rx="6"/><text x="${number(x)}" y="${number(y + 4)}">${escapeXml(label)}</text></g>`;

/**
 * The drawing at one state.
 * @param label the text for screen readers.
 * @param head what stands in it before the drawing (a style).
 * @returns the element, and its width in pixels.
 */
export const drawGraph = (
  graph: Graph,
  at: number,
  label: string,
  head = '',
): { readonly svg: string; readonly width: number } => {
  const { width, height, modules, links } = layOut(graph);
  const parts = [
    `<svg class="drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${escapeXml(label)}">${head}`,
    // All arrows first: none may cross the words of another link's label.
    ...links.map((placed) => arrowSvg(placed, at)),
    ...links.map((placed) => labelSvg(graph, placed, at)),
    ...modules.map(moduleSvg),
    '</svg>',
  ];
  return { svg: parts.join('\n'), width };
};
