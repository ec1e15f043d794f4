// What text reports write with: width, colour, links, and the characters that the report draws itself.
import { Chalk, type ChalkInstance } from 'chalk';
import type { View } from '../report.js';
import { placeOf } from './edge-line.js';
import type { Mark } from './ledger.js';
import { widthOf, wrap } from './wrap.js';

/** Colours a text. */
export type Ink = (text: string) => string;

/** No colour. */
export const plainInk: Ink = (text) => text;

/** How to draw text: width, colours, characters and links. */
export interface Pen {
  readonly columns: number;
  readonly ink: ChalkInstance;
  readonly marks: { readonly [mark in Mark]: string };
  readonly links: string | null;
  /** Only ASCII characters for what is drawn. */
  readonly ascii: boolean;
}

const MARKS = { there: '●', added: '+', removed: '−', gone: '' } as const;
const ASCII_MARKS = { there: '*', added: '+', removed: '-', gone: '' } as const;

export const penOf = (view: View): Pen => ({
  columns: view.columns,
  ink: new Chalk({ level: view.colour }),
  marks: view.ascii ? ASCII_MARKS : MARKS,
  links: view.links,
  ascii: view.ascii,
});

/** What an added or removed edge is drawn in: to be rid of one is good. */
export const inkOf = (pen: Pen, mark: Mark): Ink =>
  mark === 'added' ? pen.ink.red : mark === 'removed' ? pen.ink.green : plainInk;

/** Wrapped lines, coloured after they were measured. */
export const lines = (
  pen: Pen,
  ink: Ink,
  text: string,
  first: string,
  hang = widthOf(first),
): readonly string[] => wrap(text, pen.columns, first, hang).map((line) => ink(line.trimEnd()));

/** The URL of a place below a base URL; percent-encoded, so nothing of the path acts on the terminal (RFC 3986). */
const linkTo = (base: string, place: { readonly path: string; readonly line: number }): string => {
  const path = place.path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return `${base}${path}#L${place.line}`;
};

/** A line in which a place, when it stands there whole, can be clicked (OSC 8). */
export const withLink = (
  pen: Pen,
  line: string,
  place: { readonly path: string; readonly line: number },
): string => {
  const text = placeOf(place);
  if (pen.links === null || !line.includes(text)) return line;
  const url = linkTo(pen.links, place);
  return line.replace(text, () => `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`);
};
