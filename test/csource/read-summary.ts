// Summaries as text, for tests: names instead of numbers.
import { newNameTable } from '../../src/csource/keyword.js';
import type { Language } from '../../src/csource/language.js';
import type { NameTable } from '../../src/csource/name-table.js';
import { Summariser } from '../../src/csource/summarise.js';
import {
  EVENT_STRIDE,
  EventKind,
  ITEM_STRIDE,
  ItemFlag,
  ItemKind,
  NUMBER_STRIDE,
  REF_STRIDE,
  REGION_STRIDE,
  RegionKind,
  type Summary,
} from '../../src/csource/summary.js';

export interface ReadSummary {
  readonly summary: Summary;
  readonly names: NameTable;
}

export const summaryOf = (text: string | Uint8Array, language: Language = 'c'): ReadSummary => {
  const names = newNameTable();
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { summary: new Summariser(names).summarise(bytes, language), names };
};

const REGION_WORDS: Readonly<Record<number, string>> = {
  [RegionKind.If]: '#if',
  [RegionKind.Else]: '#else of',
  [RegionKind.Then]: 'if',
  [RegionKind.Otherwise]: 'unless',
};

/** Conditions from the outside in, joined by ` / `; empty for the whole file. */
export const regionText = ({ summary, names }: ReadSummary, region: number): string => {
  if (region === 0) return '';
  const [kind, parent, subject, index] = summary.regions.subarray(
    region * REGION_STRIDE,
    (region + 1) * REGION_STRIDE,
  ) as unknown as [number, number, number, number];
  const around = regionText({ summary, names }, parent);
  const own =
    kind === RegionKind.Both
      ? regionText({ summary, names }, subject)
      : kind === RegionKind.Argument || kind === RegionKind.Plain
        ? `argument ${index} of ${names.textOf(subject)}`
        : `${REGION_WORDS[kind]} ${summary.expressions[subject]}`;
  return [around, own].filter((text) => text !== '').join(' / ');
};

const KINDS: Readonly<Record<number, string>> = {
  [ItemKind.Macro]: 'macro',
  [ItemKind.Function]: 'function',
  [ItemKind.Variable]: 'variable',
  [ItemKind.Invocation]: 'invocation',
  [ItemKind.Prototype]: 'prototype',
};
const FLAGS: readonly (readonly [number, string])[] = [
  [ItemFlag.Static, 'static'],
  [ItemFlag.Inline, 'inline'],
  [ItemFlag.Extern, 'extern'],
];

const within = (text: string): string => (text === '' ? '' : ` [${text}]`);

/** `static function f:3 [#if X]` for each item; numbers come first. */
export const itemTexts = (read: ReadSummary): readonly string[] => {
  const { items, numbers } = read.summary;
  const texts: string[] = [];
  for (let row = 0; row < numbers.length; row += NUMBER_STRIDE) {
    const [name, region, line] = numbers.subarray(row, row + 3) as unknown as [number, number, number];
    texts.push(`number ${read.names.textOf(name)}:${line}${within(regionText(read, region))}`);
  }
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    const [kind, flags, name, region, line] = items.subarray(row, row + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const isMacro = kind === ItemKind.Macro;
    const words = isMacro ? [] : FLAGS.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word);
    texts.push(
      `${[...words, KINDS[kind]].join(' ')} ${read.names.textOf(name)}:${line}${within(regionText(read, region))}`,
    );
  }
  return texts;
};

/** `g:3 [if IS_ENABLED ( CONFIG_X )]` for each reference, of all items; parameters of macros as `$0`. */
export const refTexts = (read: ReadSummary): readonly string[] => {
  const { refs } = read.summary;
  const texts: string[] = [];
  for (let row = 0; row < refs.length; row += REF_STRIDE) {
    const [name, region, line] = refs.subarray(row, row + 3) as unknown as [number, number, number];
    texts.push(
      `${name < 0 ? `$${-1 - name}` : read.names.textOf(name)}:${line}${within(regionText(read, region))}`,
    );
  }
  return texts;
};

const EVENTS: Readonly<Record<number, string>> = {
  [EventKind.Define]: 'define',
  [EventKind.Undefine]: 'undef',
  [EventKind.Include]: 'include',
  [EventKind.Enter]: 'enter',
};

/** `include <a.h>:1`, `define X:2`, ... in order. */
export const eventTexts = (read: ReadSummary): readonly string[] => {
  const { events, items, includes } = read.summary;
  const texts: string[] = [];
  for (let row = 0; row < events.length; row += EVENT_STRIDE) {
    const [kind, subject, region, line] = events.subarray(row, row + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const include = includes[subject];
    const what =
      kind === EventKind.Define
        ? read.names.textOf(items[subject * ITEM_STRIDE + 2]!)
        : kind === EventKind.Undefine
          ? read.names.textOf(subject)
          : kind === EventKind.Include
            ? `${include?.form} ${include?.path}`
            : '';
    texts.push(`${EVENTS[kind]} ${what}:${line}${within(regionText(read, region))}`.replace(' :', ':'));
  }
  return texts;
};
