// Which names can lead to the symbols that are asked for, in any file and any configuration. Only these are walked through.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ITEM_STRIDE, ItemFlag, ItemKind, REF_STRIDE } from '../csource/summary.js';
import type { LooseExpansion } from './loose-expansion.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';
import { impliersOf } from './tracepoint.js';
import { callArguments } from './unit-region.js';

/** What a macro does beyond naming things: it makes names by pasting, or takes a name as text. */
export interface LiveNames {
  readonly names: ReadonlySet<NameId>;
  /** Names that need a target although no file says so. */
  readonly implying: ReadonlySet<NameId>;
  /** Files with code that calls a macro which pastes a live name, or looks a target up. */
  readonly pasting: ReadonlySet<SummaryIndex>;
}

/**
 * The names from which a target can be reached through headers, targets included.
 * @param isHeader whether a file's definitions are there for those that include it.
 */
export const liveNames = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  targets: ReadonlySet<NameId>,
  loose: LooseExpansion,
  isHeader: (summary: SummaryIndex) => boolean,
): LiveNames => {
  const implying = new Set<NameId>();
  for (const target of targets)
    for (const name of impliersOf(store.names.textOf(target))) implying.add(store.names.idOf(name));
  const names = new Set([...targets, ...implying]);
  const pasting = new Set<SummaryIndex>();
  const carriers: Carrier[] = [];
  forEachItem(store, summaries, (summary, row, rows, index) => {
    const kind = summary.items[row] as number;
    if (kind === ItemKind.Prototype) return;
    const name = summary.items[row + 2] as number;
    const fits = comesTo(summary, rows.calls, loose, names);
    if (fits && kind !== ItemKind.Macro) pasting.add(index);
    if (kind === ItemKind.Invocation || !isHeader(index)) return;
    if (fits) names.add(name);
    else if (!names.has(name))
      carriers.push({ name, refs: summary.refs.subarray(rows.refs[0], rows.refs[1]) });
  });
  spread(carriers, names);
  return { names, implying, pasting };
};

/**
 * The live names when some files take the place of others; null when a name becomes live, so that all have to be found
 * anew. Names that are live no more stay: they only cost time.
 */
export const extendLiveNames = (
  store: SummaryStore,
  added: readonly SummaryIndex[],
  live: LiveNames,
  loose: LooseExpansion,
  isHeader: (summary: SummaryIndex) => boolean,
): LiveNames | null => {
  const pasting = new Set(live.pasting);
  let grows = false;
  forEachItem(store, added, (summary, row, rows, index) => {
    const kind = summary.items[row] as number;
    if (kind === ItemKind.Prototype) return;
    const fits = comesTo(summary, rows.calls, loose, live.names);
    if (fits && kind !== ItemKind.Macro) pasting.add(index);
    if (kind === ItemKind.Invocation || !isHeader(index)) return;
    const isLive = fits || hasAny(summary.refs.subarray(rows.refs[0], rows.refs[1]), live.names);
    grows ||= isLive && !live.names.has(summary.items[row + 2] as number);
  });
  return grows ? null : { ...live, pasting };
};

/** Whether a call in these rows comes to one of the names. */
const comesTo = (
  summary: SummaryRows,
  [from, to]: readonly [number, number],
  loose: LooseExpansion,
  names: ReadonlySet<NameId>,
): boolean => {
  for (let row = from; row < to; row += CALL_STRIDE)
    for (const name of loose.namedBy(summary, row)) if (names.has(name)) return true;
  return false;
};

/**
 * What the macros of a file do with their arguments, as text: files with equal texts can take each other's place without
 * changing what any call comes to.
 */
export const macroSignature = (store: SummaryStore, index: SummaryIndex): string => {
  const parts: string[] = [];
  forEachItem(store, [index], (summary, row, rows) => {
    if (summary.items[row] !== ItemKind.Macro) return;
    const { calls, args, pastes, pieces } = summary;
    const calling = [];
    for (let call = rows.calls[0]; call < rows.calls[1]; call += CALL_STRIDE)
      calling.push(calls[call], ...callArguments(calls, args, call));
    const from = rows.pastes[0] === 0 ? 0 : (pastes[rows.pastes[0] - 1] as number);
    const to = rows.pastes[1] === 0 ? 0 : (pastes[rows.pastes[1] - 1] as number);
    parts.push(
      [
        summary.items[row + 2],
        store.valueText(index, row / ITEM_STRIDE),
        calling,
        pieces.subarray(from, to),
      ].join(';'),
    );
  });
  return parts.join('\n');
};

/**
 * The names of a unit's own files from which a live name can be reached. They mean nothing outside the unit: what a file
 * defines for others is code of its own, whoever calls it.
 */
export const localLiveNames = (
  store: SummaryStore,
  files: readonly SummaryIndex[],
  live: LiveNames,
): ReadonlySet<NameId> => {
  const names = new Set<NameId>();
  const carriers: Carrier[] = [];
  forEachItem(store, files, (summary, row, rows, index) => {
    const kind = summary.items[row];
    if (kind === ItemKind.Prototype || kind === ItemKind.Invocation) return;
    const name = summary.items[row + 2] as number;
    const refs = summary.refs.subarray(rows.refs[0], rows.refs[1]);
    if (live.pasting.has(index) || hasAny(refs, live.names)) names.add(name);
    else carriers.push({ name, refs });
  });
  spread(carriers, names);
  return names;
};

interface Carrier {
  readonly name: NameId;
  readonly refs: Int32Array;
}

/** Adds the names that refer to one of `names`, to the fixpoint: few rounds, since macros and inlines nest some ten deep. */
const spread = (carriers: readonly Carrier[], names: Set<NameId>): void => {
  for (let rest = carriers, changed = true; changed; ) {
    changed = false;
    const next: Carrier[] = [];
    for (const carrier of rest) {
      if (names.has(carrier.name)) continue;
      if (hasAny(carrier.refs, names)) {
        names.add(carrier.name);
        changed = true;
      } else next.push(carrier);
    }
    rest = next;
  }
};

const hasAny = (refs: Int32Array, names: ReadonlySet<NameId>): boolean => {
  for (let i = 0; i < refs.length; i += REF_STRIDE) if (names.has(refs[i] as number)) return true;
  return false;
};

type SummaryRows = ReturnType<SummaryStore['get']>;
interface ItemRows {
  readonly refs: readonly [number, number];
  readonly calls: readonly [number, number];
  readonly pastes: readonly [number, number];
}

const forEachItem = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  visit: (summary: SummaryRows, row: number, rows: ItemRows, index: SummaryIndex) => void,
): void => {
  for (const index of summaries) {
    const summary = store.get(index);
    const { items } = summary;
    let refs = 0;
    let calls = 0;
    let pastes = 0;
    for (let row = 0; row < items.length; row += ITEM_STRIDE) {
      const rows: ItemRows = {
        refs: [refs, items[row + 5] as number],
        calls: [calls, items[row + 6] as number],
        pastes: [pastes, items[row + 7] as number],
      };
      refs = rows.refs[1];
      calls = rows.calls[1];
      pastes = rows.pastes[1];
      visit(summary, row, rows, index);
    }
  }
};

/** Macros that hand their arguments to a primitive, and with `pasting` those that paste or hand them to one that does. */
export const expandedMacros = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  primitives: ReadonlySet<NameId>,
  pasting: boolean,
): ReadonlySet<NameId> => {
  const expanded = new Set(primitives);
  const callers = new Map<NameId, NameId[]>();
  const pending = [...primitives];
  const note = (callee: NameId, name: NameId): void => {
    const known = callers.get(callee);
    if (known === undefined) callers.set(callee, [name]);
    else known.push(name);
  };
  forEachItem(store, summaries, (summary, row, rows) => {
    if (summary.items[row] !== ItemKind.Macro) return;
    const name = summary.items[row + 2] as number;
    if (pasting && rows.pastes[1] > rows.pastes[0]) pending.push(name);
    for (let call = rows.calls[0]; call < rows.calls[1]; call += CALL_STRIDE)
      note(summary.calls[call] as number, name);
    // `#define f g`: a call of f is one of g.
    const isWord = ((summary.items[row + 1] as number) & ItemFlag.FunctionLike) === 0;
    if (isWord && rows.refs[1] - rows.refs[0] === REF_STRIDE)
      note(summary.refs[rows.refs[0]] as number, name);
  });
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    expanded.add(name);
    for (const caller of callers.get(name) ?? []) if (!expanded.has(caller)) pending.push(caller);
    callers.delete(name);
  }
  return expanded;
};
