// The macros whose calls must be expanded with their arguments, because they paste tokens or reach a primitive.
import { pushTo } from '../base/group.js';
import type { NameId } from '../csource/name-table.js';
import {
  CALL_STRIDE,
  ITEM_STRIDE,
  ItemColumn,
  ItemFlag,
  ItemKind,
  NUMBER_ITEM,
  NUMBER_STRIDE,
  REF_STRIDE,
  type Summary,
} from '../csource/summary.js';
import { forEachItem, type ItemRows } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { callArguments } from '../unit/unit-region.js';

/**
 * The transitive closure of the callers of primitives (unit/primitive.ts).
 * @param pasting whether to add the macros that paste tokens and their callers.
 */
export const expandedMacros = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  primitives: ReadonlySet<NameId>,
  pasting: boolean,
): ReadonlySet<NameId> => {
  const expanded = new Set(primitives);
  const callers = new Map<NameId, NameId[]>();
  const worklist = [...primitives];
  const visit = (summary: Summary, row: number, rows: ItemRows): void => {
    if (summary.items[row] !== ItemKind.Macro) return;
    const name = summary.items[row + ItemColumn.Name] as number;
    if (pasting && rows.pastesEnd > rows.pastes) worklist.push(name);
    for (let call = rows.calls; call < rows.callsEnd; call += CALL_STRIDE)
      pushTo(callers, summary.calls[call] as number, name);
    // `#define f g`: a call of f is a call of g.
    const isWord = ((summary.items[row + ItemColumn.Flags] as number) & ItemFlag.FunctionLike) === 0;
    if (isWord && rows.refsEnd - rows.refs === REF_STRIDE)
      pushTo(callers, summary.refs[rows.refs] as number, name);
  };
  for (const index of summaries) forEachItem(store.get(index), visit);
  for (let name = worklist.pop(); name !== undefined; name = worklist.pop()) {
    expanded.add(name);
    for (const caller of callers.get(name) ?? []) if (!expanded.has(caller)) worklist.push(caller);
    callers.delete(name);
  }
  return expanded;
};

/**
 * A text of everything in a file's macros that expansion depends on. Replacing a file by one with an equal signature
 * changes no expansion.
 */
export const macroSignature = (store: SummaryStore, index: SummaryIndex): string => {
  const parts: string[] = [];
  forEachItem(store.get(index), (summary, row, rows) => {
    if (summary.items[row] !== ItemKind.Macro) return;
    const { calls, args, pastes, pieces } = summary;
    const calling = [];
    for (let call = rows.calls; call < rows.callsEnd; call += CALL_STRIDE)
      calling.push(calls[call], ...callArguments(calls, args, call));
    const from = rows.pastes === 0 ? 0 : (pastes[rows.pastes - 1] as number);
    const to = rows.pastesEnd === 0 ? 0 : (pastes[rows.pastesEnd - 1] as number);
    parts.push(
      [
        summary.items[row + ItemColumn.Name],
        store.valueText(index, row / ITEM_STRIDE),
        calling,
        pieces.subarray(from, to),
      ].join(';'),
    );
  });
  const { numbers } = store.get(index);
  for (let row = 0; row < numbers.length; row += NUMBER_STRIDE) {
    const item = NUMBER_ITEM + row / NUMBER_STRIDE;
    parts.push(`${numbers[row]};${store.valueText(index, item)}`);
  }
  return parts.join('\n');
};
