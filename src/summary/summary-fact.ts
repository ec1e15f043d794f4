// Pure functions of one summary. `SummaryStore` caches their results.
import type { NameId } from '../csource/name-table.js';
import {
  EVENT_STRIDE,
  EventColumn,
  EventKind,
  ITEM_STRIDE,
  ItemColumn,
  ItemFlag,
  ItemKind,
  REF_STRIDE,
  REGION_STRIDE,
  RefColumn,
  RegionKind,
  type Summary,
} from '../csource/summary.js';
import { forEachMacro, lineOf, macroLines, nameOf, numbersInOrder, regionOf } from './item-rows.js';

/** The events of a file; of the definitions (also those of numbers) only those of macros that conditions use. */
export const eventsThatCount = (summary: Summary, isUsed: (name: NameId) => boolean): Int32Array => {
  const { events, items } = summary;
  const counts = (row: number): boolean =>
    events[row] !== EventKind.Define ||
    isUsed(items[(events[row + EventColumn.Subject] as number) * ITEM_STRIDE + ItemColumn.Name] as number);
  const kept: number[] = [];
  let isSame = true;
  const numbersBefore = numbersInOrder(summary, (item) => {
    if (!isUsed(nameOf(summary, item))) return;
    kept.push(EventKind.Define, item, regionOf(summary, item), lineOf(summary, item));
    isSame = false;
  });
  for (let row = 0; row < events.length; row += EVENT_STRIDE) {
    if (!counts(row)) {
      isSame = false;
      continue;
    }
    numbersBefore(events[row + EventColumn.Line] as number);
    for (let column = 0; column < EVENT_STRIDE; column++) kept.push(events[row + column] as number);
  }
  numbersBefore(Number.POSITIVE_INFINITY);
  return isSame ? events : Int32Array.from(kept);
};

/** Whether a function of the file uses a name that the file undefines below. Lists of invocations (`X(a)`) do not count. */
export const undefinesUsedNames = ({ events, items, refs }: Summary): boolean => {
  const lines = new Map<NameId, number>();
  for (let row = 0; row < events.length; row += EVENT_STRIDE)
    if (events[row] === EventKind.Undefine)
      lines.set(events[row + EventColumn.Subject] as number, events[row + EventColumn.Line] as number);
  if (lines.size === 0) return false;
  let ref = 0;
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    for (; ref < (items[row + ItemColumn.RefsEnd] as number); ref += REF_STRIDE)
      if (
        items[row] === ItemKind.Function &&
        (lines.get(refs[ref] as number) ?? 0) > (refs[ref + RefColumn.Line] as number)
      )
        return true;
  return false;
};

const NO_MACROS: ReadonlyMap<NameId, number> = new Map();

/** The macros that code other than macros uses before their first definition, with the line of this definition. */
export const lateMacros = (summary: Summary): ReadonlyMap<NameId, number> => {
  const { items, refs } = summary;
  const lines = macroLines(summary, () => true);
  if (lines.size === 0) return NO_MACROS;
  const late = new Map<NameId, number>();
  let ref = 0;
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    for (; ref < (items[row + ItemColumn.RefsEnd] as number); ref += REF_STRIDE) {
      const line = lines.get(refs[ref] as number);
      if (
        items[row] !== ItemKind.Macro &&
        line !== undefined &&
        (refs[ref + RefColumn.Line] as number) < line
      )
        late.set(refs[ref] as number, line);
    }
  return late.size === 0 ? NO_MACROS : late;
};

/** The preprocessor regions of a file, the whole file first, and the index in `list` of each region (0 for others). */
export interface DirectiveRegions {
  readonly list: readonly number[];
  readonly rank: Int32Array;
}

const WHOLE_FILE: DirectiveRegions = { list: [0], rank: new Int32Array(1) };

export const directiveRegions = (regions: Int32Array): DirectiveRegions => {
  if (regions.length === REGION_STRIDE) return WHOLE_FILE;
  const list = [0];
  const rank = new Int32Array(regions.length / REGION_STRIDE);
  for (let region = 1; region < rank.length; region++) {
    const kind = regions[region * REGION_STRIDE];
    if (kind !== RegionKind.If && kind !== RegionKind.Else) continue;
    rank[region] = list.length;
    list.push(region);
  }
  return { list, rank };
};

const NO_ITEMS: readonly number[] = [];

export const solidItems = (items: Int32Array): readonly number[] => {
  const found: number[] = [];
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    const kind = items[row];
    if (kind === ItemKind.Macro || kind === ItemKind.Prototype) continue;
    const flags = items[row + ItemColumn.Flags] as number;
    const expands = (flags & (ItemFlag.Inline | ItemFlag.Extern)) !== 0 && (flags & ItemFlag.Emitted) === 0;
    if (kind === ItemKind.Invocation || !expands) found.push(row / ITEM_STRIDE);
  }
  return found.length === 0 ? NO_ITEMS : found;
};

/** Whether a file defines a function that is not inline; with `macros`: one with such a name. */
export const definesFunction = (items: Int32Array, macros: ReadonlySet<NameId> | null): boolean => {
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    if (
      items[row] === ItemKind.Function &&
      ((items[row + ItemColumn.Flags] as number) & (ItemFlag.Inline | ItemFlag.Extern)) === 0 &&
      macros?.has(items[row + ItemColumn.Name] as number) !== false
    )
      return true;
  return false;
};

export const macrosIn = (summary: Summary): ReadonlySet<NameId> => {
  const names = new Set<NameId>();
  forEachMacro(summary, (name) => names.add(name));
  return names;
};
