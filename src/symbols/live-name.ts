// Which names can lead to the symbols that are asked for, in any file and any configuration. Only these are walked through.
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  ITEM_STRIDE,
  ItemKind,
  PASTE_STRIDE,
  REF_STRIDE,
} from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';
import { impliersOf } from './tracepoint.js';

/** A piece of a pasted name shorter than this fits too many symbols to say anything. */
const SHORTEST_PIECE = 3;

/** What a macro does beyond naming things: it makes names by pasting, or takes a name as text. */
export interface LiveNames {
  readonly names: ReadonlySet<NameId>;
  /** Macros whose calls are taken apart with their arguments. */
  readonly expanded: ReadonlySet<NameId>;
  /** Names that need a target although no file says so. */
  readonly implying: ReadonlySet<NameId>;
}

class Pieces {
  private readonly starts = new Set<string>();
  private readonly ends = new Set<string>();
  private readonly known = new Map<NameId, boolean>();

  constructor(
    private readonly store: SummaryStore,
    targets: ReadonlySet<NameId>,
  ) {
    for (const id of targets) {
      const text = store.names.textOf(id);
      for (let i = SHORTEST_PIECE; i < text.length; i++) {
        this.starts.add(text.slice(0, i));
        this.ends.add(text.slice(-i));
      }
    }
  }

  /** Whether a name could be the beginning or the end of a target. */
  fits(id: NameId): boolean {
    let fits = this.known.get(id);
    if (fits === undefined) {
      const text = this.store.names.textOf(id);
      fits = this.starts.has(text) || this.ends.has(text);
      this.known.set(id, fits);
    }
    return fits;
  }
}

/**
 * The names from which a target can be reached, targets included.
 * @param primitives names that take a symbol by its name (`symbol_get`) or export it.
 */
export const liveNames = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  targets: ReadonlySet<NameId>,
  primitives: ReadonlySet<NameId>,
): LiveNames => {
  const expanded = expandedMacros(store, summaries, primitives, true);
  const pieces = new Pieces(store, targets);
  const implying = new Set<NameId>();
  for (const target of targets)
    for (const name of impliersOf(store.names.textOf(target))) implying.add(store.names.idOf(name));
  const names = new Set([...targets, ...primitives, ...implying]);
  const carriers: { readonly name: NameId; readonly refs: Int32Array }[] = [];
  forEachItem(store, summaries, (summary, row, rows) => {
    const name = summary.items[row + 2] as number;
    if (summary.items[row] === ItemKind.Invocation || summary.items[row] === ItemKind.Prototype) return;
    if (fitsByPasting(summary, rows, pieces, expanded)) names.add(name);
    else if (!names.has(name))
      carriers.push({ name, refs: summary.refs.subarray(rows.refs[0], rows.refs[1]) });
  });
  // To the fixpoint: few rounds, since macros and inlines nest some ten deep.
  for (let rest = carriers, changed = true; changed; ) {
    changed = false;
    const next: typeof carriers = [];
    for (const carrier of rest) {
      if (names.has(carrier.name)) continue;
      if (hasAny(carrier.refs, names)) {
        names.add(carrier.name);
        changed = true;
      } else next.push(carrier);
    }
    rest = next;
  }
  return { names, expanded, implying };
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
  visit: (summary: SummaryRows, row: number, rows: ItemRows) => void,
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
      visit(summary, row, rows);
    }
  }
};

/** Whether an item pastes a piece of a target, or hands one to a macro that pastes. */
const fitsByPasting = (
  summary: SummaryRows,
  rows: ItemRows,
  pieces: Pieces,
  expanded: ReadonlySet<NameId>,
): boolean => {
  for (let row = rows.pastes[0]; row < rows.pastes[1]; row += PASTE_STRIDE) {
    const start = row === 0 ? 0 : (summary.pastes[row - 1] as number);
    for (let i = start; i < (summary.pastes[row + 2] as number); i++) {
      const piece = summary.pieces[i] as number;
      if (piece >= 0 && pieces.fits(piece)) return true;
    }
  }
  for (let row = rows.calls[0]; row < rows.calls[1]; row += CALL_STRIDE) {
    if (!expanded.has(summary.calls[row] as number)) continue;
    const start = row === 0 ? 0 : (summary.calls[row - 1] as number);
    for (let i = start; i < (summary.calls[row + 3] as number); i++) {
      const argument = summary.args[i] as number;
      if (argument >= 0 && argument < CALL_ARGUMENT && pieces.fits(argument)) return true;
    }
  }
  return false;
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
  forEachItem(store, summaries, (summary, row, rows) => {
    if (summary.items[row] !== ItemKind.Macro) return;
    const name = summary.items[row + 2] as number;
    if (pasting && rows.pastes[1] > rows.pastes[0]) pending.push(name);
    for (let call = rows.calls[0]; call < rows.calls[1]; call += CALL_STRIDE) {
      const callee = summary.calls[call] as number;
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [name]);
      else known.push(name);
    }
  });
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    expanded.add(name);
    for (const caller of callers.get(name) ?? []) if (!expanded.has(caller)) pending.push(caller);
    callers.delete(name);
  }
  return expanded;
};
