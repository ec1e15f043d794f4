// The modules for people: the folder and the sources of each.
import { counted } from '../../base/count.js';
import type { ModuleDescription, ModuleList, ModuleMaking, ModuleSource } from '../../result/module-list.js';
import { shown } from '../part/edge-line.js';
import { lines, type Pen, penOf, plainInk } from '../part/pen.js';
import { block } from '../part/sheet.js';
import type { PieceReport, View } from '../report.js';

const condition = (what: string, text: string | null | undefined): readonly string[] =>
  text === undefined ? [] : [text === null ? what : `${what} if ${shown(text)}`];

const onThose = (architectures: readonly string[]): string => `on ${architectures.map(shown).join(', ')}`;

const makingLines = (pen: Pen, { architectures, module, builtIn }: ModuleMaking): readonly string[] => [
  ...condition('module', module).flatMap((text) => lines(pen, pen.ink.yellow, text, '  ', 4)),
  ...condition('built in', builtIn).flatMap((text) => lines(pen, pen.ink.yellow, text, '  ', 4)),
  ...lines(pen, pen.ink.dim, onThose(architectures), '    ', 6),
];

/** `all`: the architectures on which the module is made. */
const sourceLines = (pen: Pen, source: ModuleSource, all: ReadonlySet<string>): readonly string[] => {
  const { path, generated, condition: when, architectures } = source;
  const notes = [
    ...(generated ? ['generated'] : []),
    ...(when === null ? [] : [`if ${shown(when)}`]),
    ...(architectures.length === all.size ? [] : [onThose(architectures)]),
  ];
  const note = notes.length === 0 ? '' : ` ${notes.join(' ')}`;
  return lines(pen, plainInk, `${shown(path)}${note}`, '    ', 8);
};

const moduleLines = (pen: Pen, { path, makefile, made, sources }: ModuleDescription): readonly string[] => {
  const all = new Set(made.flatMap(({ architectures }) => architectures));
  return [
    ...lines(pen, pen.ink.bold, shown(path), ''),
    ...made.flatMap((making) => makingLines(pen, making)),
    ...lines(pen, plainInk, `named in ${shown(makefile)}, made of`, '  ', 4),
    ...sources.flatMap((source) => sourceLines(pen, source, all)),
  ];
};

function* render({ modules }: ModuleList, view: View): Iterable<string> {
  const pen = penOf(view);
  for (const module of modules) yield `${block(pen, moduleLines(pen, module))}\n`;
  yield block(pen, lines(pen, pen.ink.bold, counted(modules.length, 'module'), ''));
}

export const text: PieceReport<ModuleList> = {
  name: 'text',
  description: 'for people (the default)',
  render,
};
