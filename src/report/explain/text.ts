// Explanations for people: each edge with the chain that makes it, the other places that reach it, and who else uses it.
import { groupBy } from '../../base/group.js';
import type {
  Chain,
  ChainStep,
  EdgeExplanation,
  ExplanationList,
  OtherUser,
} from '../../result/explanation.js';
import { architecturesOf, conditionOf, directionOf, placeOf, shown } from '../part/edge-line.js';
import { lines, type Pen, penOf, plainInk, withLink } from '../part/pen.js';
import { block } from '../part/sheet.js';
import type { PieceReport, View } from '../report.js';

/** As many digits as git shows. */
const SHORT_COMMIT = 12;
/** More places than these are shown with --verbose only. */
const BRIEF = 5;

const condition = (text: string | null): string => (text === null ? '' : ` if ${shown(text)}`);

/** `function f names g`. */
const stepText = (step: ChainStep): string => {
  const by = step.by === undefined ? '' : ` with ${shown(step.by)}`;
  const made = step.in.madeBy === undefined ? '' : ` (made by ${shown(step.in.madeBy)})`;
  return `${step.in.kind} ${shown(step.in.name)}${made} ${step.how} ${shown(step.name)}${by}${condition(step.condition)}`;
};

const placed = (
  pen: Pen,
  first: string,
  place: { readonly path: string; readonly line: number },
  after = '',
): readonly string[] =>
  lines(pen, plainInk, `${placeOf(place)}${after}`, first).map((line) => withLink(pen, line, place));

const chainLines = (pen: Pen, { steps, export: exported }: Chain): readonly string[] => {
  const width = String(steps.length).length;
  return [
    ...steps.flatMap((step, at) => {
      const first = `    ${String(at + 1).padStart(width)} `;
      return [
        ...placed(pen, first, step.place),
        ...lines(pen, pen.ink.dim, stepText(step), ' '.repeat(first.length + 2)),
      ];
    }),
    ...(exported === null
      ? []
      : placed(
          pen,
          `    ${'='.padStart(width)} `,
          exported,
          ` ${shown(exported.type)}${exported.namespace === null ? '' : ` (${shown(exported.namespace)})`}${condition(exported.condition)}`,
        )),
  ];
};

/** Where a chain begins. */
const beginning = (pen: Pen, { steps }: Chain): readonly string[] => {
  const [first] = steps;
  if (first === undefined) return [];
  const { in: surrounding, name } = first;
  const next = steps.length > 1 ? ` by ${shown(name)}` : '';
  return placed(pen, '      ', first.place, ` ${surrounding.kind} ${shown(surrounding.name)}${next}`);
};

/** The first ones, and how many are left out. */
const some = <T>(
  pen: Pen,
  view: View,
  all: readonly T[],
  of: (one: T) => readonly string[],
): readonly string[] => {
  const chosen = view.detail === 'verbose' ? all : all.slice(0, BRIEF);
  const left = all.length - chosen.length;
  const rest = left === 0 ? [] : lines(pen, pen.ink.dim, `and ${left} more; --verbose shows all`, '      ');
  return [...chosen.flatMap(of), ...rest];
};

const userText = ({ name, kind, condition: when, isModule }: OtherUser): string =>
  [
    ` ${shown(name)}`,
    ...(isModule ? [] : ['built in']),
    ...(kind === 'link' ? [] : [kind]),
    ...(when === null ? [] : [`if ${shown(when)}`]),
  ].join(', ');

const userLines = (pen: Pen, view: View, { otherUsers }: EdgeExplanation): readonly string[] => {
  if (otherUsers.length === 0) return lines(pen, pen.ink.dim, 'nobody else uses the export', '    ');
  return [
    ...lines(pen, pen.ink.dim, 'also used by:', '    '),
    ...some(pen, view, otherUsers, (user) => placed(pen, '      ', user.place, userText(user))),
  ];
};

const explanationLines = (pen: Pen, view: View, explanation: EdgeExplanation): readonly string[] => {
  const { edge, chains } = explanation;
  const [first, ...others] = chains;
  const when = [conditionOf(edge), architecturesOf(edge)].filter((one) => one !== '').join(' ');
  return [
    ...lines(pen, pen.ink.bold, `${shown(edge.symbol)} (${edge.kind})`, '  '),
    ...lines(pen, edge.condition === null ? pen.ink.dim : pen.ink.yellow, when, '    '),
    ...(first === undefined ? [] : chainLines(pen, first)),
    ...(others.length === 0
      ? []
      : [
          ...lines(pen, pen.ink.dim, 'also needed at:', '    '),
          ...some(pen, view, others, (chain) => beginning(pen, chain)),
        ]),
    ...userLines(pen, view, explanation),
  ];
};

function* render(list: ExplanationList, view: View): Iterable<string> {
  const pen = penOf(view);
  const [a = '', b = ''] = list.between.map(shown);
  const title = `${a} ${list.oneWay ? '->' : '<->'} ${b} at ${shown(list.commit.slice(0, SHORT_COMMIT))}`;
  yield block(pen, lines(pen, pen.ink.bold, title, '', 2));
  if (list.explanations.length === 0) yield '\nno edge\n';
  for (const [direction, explanations] of groupBy(list.explanations, ({ edge }) => directionOf(edge))) {
    yield `\n${block(pen, lines(pen, pen.ink.bold, direction, '', 2))}`;
    for (const one of explanations) yield block(pen, explanationLines(pen, view, one));
  }
  if (!list.usersComplete)
    yield `\n${block(pen, lines(pen, pen.ink.yellow, 'not all files that name the symbols were looked at for other users', ''))}`;
}

export const text: PieceReport<ExplanationList> = {
  name: 'text',
  description: 'for people (the default)',
  render,
};
