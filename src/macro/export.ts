// The symbols that a unit exports: EXPORT_SYMBOL and its variants, also through a subsystem's own macros
// (Documentation/core-api/symbol-namespaces.rst, Documentation/kernel-hacking/hacking.rst).

import type { SourcePlace } from '../base/edge.js';
import { ASM } from '../csource/keyword.js';
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  CallColumn,
  ItemKind,
  OTHER_ARGUMENT,
  REGION_STRIDE,
  RegionColumn,
  RegionKind,
  type Summary,
} from '../csource/summary.js';
import type { Configuration } from '../kbuild/configuration.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import { callRange, kindOf, nameOf, regionOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { settledTruth } from '../unit/condition-truth.js';
import { PRIMITIVES } from '../unit/primitive.js';
import type { ReadUnit } from '../unit/unit-reader.js';
import { callArguments } from '../unit/unit-region.js';
import { MacroExpander } from './expand.js';
import type { MayExpand } from './may-expand.js';

/** One export of a unit. */
export interface UnitExport {
  readonly symbol: NameId;
  /** The macro that the source calls. */
  readonly type: string;
  readonly namespace: string | null;
  /** Whether only modules with a GPL-compatible license may use it. */
  readonly gpl: boolean;
  /** Whether `namespace` is a list of modules. */
  readonly modules: boolean;
  readonly when: Formula;
  readonly place: SourcePlace;
}

/** Whether an item may contain exports; an assembler source is a single item. */
const holdsExports = (summary: Summary, item: number, exporting: ReadonlySet<NameId>): boolean => {
  const name = nameOf(summary, item);
  return kindOf(summary, item) === ItemKind.Invocation && (name === ASM || exporting.has(name));
};

/** The calls in a file that may export symbols in some configuration, as rows with the symbols: an over-approximation. */
function* possibleExports(
  store: SummaryStore,
  index: SummaryIndex,
  exporting: ReadonlySet<NameId>,
  mayExpand: MayExpand,
): Iterable<{ readonly row: number; readonly exported: readonly string[] }> {
  const summary = store.get(index);
  for (const item of store.solidItems(index)) {
    if (!holdsExports(summary, item, exporting)) continue;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE)
      yield { row, exported: mayExpand.expand(index, row).exported };
  }
}

/** The symbols that a file may export in some configuration: an over-approximation. */
export const exportCandidates = (
  store: SummaryStore,
  index: SummaryIndex,
  exporting: ReadonlySet<NameId>,
  mayExpand: MayExpand,
): readonly NameId[] => {
  const found: NameId[] = [];
  for (const { exported } of possibleExports(store, index, exporting, mayExpand))
    for (const symbol of exported) found.push(store.names.idOf(symbol));
  return found;
};

/** As `exportCandidates`, by the line of the call. */
export const exportLinesOf = (
  store: SummaryStore,
  index: SummaryIndex,
  exporting: ReadonlySet<NameId>,
  mayExpand: MayExpand,
): ReadonlyMap<number, readonly string[]> => {
  const { calls } = store.get(index);
  const found = new Map<number, readonly string[]>();
  for (const { row, exported } of possibleExports(store, index, exporting, mayExpand)) {
    const line = calls[row + CallColumn.Line] as number;
    found.set(line, [...(found.get(line) ?? []), ...exported]);
  }
  return found;
};

/**
 * The exports of some symbols by a unit's main file, if its text and CONFIG symbols alone decide them, so that no header has
 * to be preprocessed. Null if an export is under another condition or comes from a subsystem's own macro.
 */
export const exportsByConfigAlone = (
  store: SummaryStore,
  index: SummaryIndex,
  path: string,
  configuration: Configuration,
  symbols: ReadonlySet<NameId>,
): readonly UnitExport[] | null => {
  const summary = store.get(index);
  const found: UnitExport[] = [];
  for (const item of store.solidItems(index)) {
    if (kindOf(summary, item) !== ItemKind.Invocation) continue;
    const [from, to] = callRange(summary, item);
    const args = from === to ? [] : callArguments(summary.calls, summary.args, from);
    const symbol = args[0] ?? OTHER_ARGUMENT;
    const primitive = PRIMITIVES.get(store.names.textOf(nameOf(summary, item)));
    if (primitive?.kind !== 'export') continue;
    if (symbol < 0 || symbol >= CALL_ARGUMENT) return null;
    if (!symbols.has(symbol)) continue;
    // `#define f NULL` in some header: whether this exports f depends on the preprocessed unit.
    if (isMacroSomewhere(store, symbol)) return null;
    const when = regionByConfigAlone(store, index, regionOf(summary, item), configuration);
    if (when === null) return null;
    if (when === FALSE) continue;
    const text = args[primitive.namespace];
    const namespace =
      text === undefined || text < 0 || text >= CALL_ARGUMENT
        ? null
        : unquoted(store.names.textOf(text)) || null;
    const place = { path, line: summary.calls[from + CallColumn.Line] as number };
    const { gpl, modules } = primitive;
    found.push({
      symbol,
      type: store.names.textOf(nameOf(summary, item)),
      namespace,
      gpl,
      modules,
      when,
      place,
    });
  }
  const unspelt = new Set(symbols);
  for (const { symbol } of found) unspelt.delete(symbol);
  return unspelt.size === 0 ? found : null;
};

const isMacroSomewhere = (store: SummaryStore, name: NameId): boolean => {
  const pairs = store.definitionsOf(name);
  for (let i = 0; i < pairs.length; i += 2)
    if (kindOf(store.get(pairs[i] as number), pairs[i + 1] as number) === ItemKind.Macro) return true;
  return false;
};

/** The condition of a region of a unit's main file; null unless CONFIG symbols alone decide it. */
const regionByConfigAlone = (
  store: SummaryStore,
  index: SummaryIndex,
  region: number,
  configuration: Configuration,
): Formula | null => {
  const { regions } = store.get(index);
  const { formulas } = configuration;
  let when: Formula = TRUE;
  for (let at = region; at !== 0; at = regions[at * REGION_STRIDE + 1] as number) {
    const row = at * REGION_STRIDE;
    if (regions[row] !== RegionKind.If && regions[row] !== RegionKind.Else) return null;
    const truth = settledTruth(
      store.conditionAt(index, regions[row + RegionColumn.Subject] as number),
      configuration,
    );
    if (truth === null) return null;
    when = formulas.and(when, regions[row] === RegionKind.If ? truth.can : truth.cannot);
  }
  return when;
};

const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');

/** All exports of a unit. `exporting`: the macros whose expansion contains an export. */
export const exportsOf = (
  store: SummaryStore,
  { preprocessed, regions }: ReadUnit,
  exporting: ReadonlySet<NameId>,
): readonly UnitExport[] => {
  const { formulas } = preprocessed.world;
  const expansion = new MacroExpander(store, regions, exporting, formulas);
  const found: UnitExport[] = [];
  for (const file of preprocessed.files.values()) {
    const summary = store.get(file.summary);
    for (const item of store.solidItems(file.summary)) {
      if (!holdsExports(summary, item, exporting)) continue;
      const when = regions.when(file, regionOf(summary, item));
      if (when === FALSE) continue;
      expansion.callsOf({ file, summary: file.summary, item, when }, when, (row) => ({
        pasted: () => {},
        primitive: (primitive, args, here) => {
          const subject = args[0] ?? null;
          if (primitive.kind !== 'export' || subject === null) return;
          const place = { path: file.path, line: summary.calls[row + CallColumn.Line] as number };
          const type = store.names.textOf(summary.calls[row] as number);
          const namespace =
            primitive.namespace < 0 ? null : unquoted(args[primitive.namespace] ?? '') || null;
          const { gpl, modules } = primitive;
          found.push({ symbol: store.names.idOf(subject), type, namespace, gpl, modules, when: here, place });
        },
      }));
    }
  }
  return found;
};
