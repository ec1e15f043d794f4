// Reverse reachability: the names from which a target can be reached, in any file and any configuration. The search of a
// unit (reach/reach.ts) follows no other names.
import { addTo, pushTo } from '../base/group.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemColumn, ItemKind, REF_STRIDE } from '../csource/summary.js';
import { callRange, forEachItem, type ItemRows, kindOf, refRange, regionOf } from '../summary/item-rows.js';
import type { NameTest } from '../summary/name-flags.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { FileRoles } from '../unit/closure.js';
import type { PastingCall, PastingCalls } from './pasting-call.js';
import { closeBackwardLocally, hasAny, ReferenceIndex, type Referrer } from './reference-index.js';
import {
  CALLED_BY_TRACEPOINTS,
  callsTracepoint,
  impliersOf,
  isOfTracing,
  TRACEPOINT_PREFIX,
} from './tracepoint.js';

/**
 * The backward closure of a set of targets in the over-approximate name graph of all files. A name that is missing here
 * cannot reach a target in any configuration.
 */
export interface ReachingNames {
  readonly names: ReadonlySet<NameId>;
  /** Names that need a target though no body refers to it (tracepoints). */
  readonly implying: ReadonlySet<NameId>;
  /** By file, the rows of calls that make a reaching name by pasting, look a target up, or make a name of the unit's own. */
  readonly calls: ReadonlyMap<SummaryIndex, ReadonlySet<number>>;
  /** The files with a call that makes a reaching name or looks a target up. */
  readonly callers: ReadonlySet<SummaryIndex>;
  /** By name, pairs of file and item: the invocations in headers that generate its definition (`DEFINE_GUARD`). */
  readonly generators: ReadonlyMap<NameId, readonly number[]>;
}

/** The same with faster membership tests, for the search of many units. */
export interface ReachingTests extends Pick<ReachingNames, 'calls' | 'callers' | 'generators'> {
  readonly names: NameTest;
  readonly implying: NameTest;
}

/** The over-approximate name graph of some files. It does not depend on targets, so all directions of a query share it. */
export interface NameGraph extends Pick<ReachingNames, 'generators'> {
  readonly referrers: ReferenceIndex;
  readonly calls: readonly PastingCall[];
}

export const nameGraph = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  pasting: PastingCalls,
  roles: FileRoles,
): NameGraph => {
  const generators = generatorsIn(store, summaries, pasting, roles);
  const calls: PastingCall[] = [];
  const referrers = ReferenceIndex.of((add) => {
    // Not `push(...)`: for all modules there are more of them than a function can have arguments.
    for (const call of collect(store, summaries, pasting, roles, add)) calls.push(call);
    for (const [name, pairs] of generators)
      for (let i = 0; i < pairs.length; i += 2) {
        const summary = store.get(pairs[i] as number);
        const [from, to] = refRange(summary, pairs[i + 1] as number);
        add({ name, refs: summary.refs, from, to, step: REF_STRIDE });
      }
  });
  return { generators, referrers, calls };
};

/** Names that need one of the targets though no body refers to it. Adds them to the table of names. */
export const implyingNames = (store: SummaryStore, targets: ReadonlySet<NameId>): ReadonlySet<NameId> => {
  const implying = new Set<NameId>();
  for (const target of targets)
    for (const name of impliersOf(store.names.textOf(target))) implying.add(store.names.idOf(name));
  return implying;
};

/** The names from which a target can be reached through headers; includes the targets. */
export const reachingNames = (
  store: SummaryStore,
  { generators, referrers, calls }: NameGraph,
  targets: ReadonlySet<NameId>,
  implying: ReadonlySet<NameId>,
  roles: FileRoles,
): ReachingNames => {
  const names = new Set([...targets, ...implying]);
  referrers.closeBackward(names);
  const tracing = tracepointCalls(store, names);
  if (tracing.length > 0) {
    for (const name of tracing) names.add(name);
    referrers.closeBackward(names);
  }
  return {
    names,
    implying: tracing.length > 0 ? new Set([...implying, ...tracing]) : implying,
    generators,
    ...reachingCalls(store, calls, names, roles),
  };
};

/**
 * Whether the code of a file may reach a target, so that its unit has to be searched. A call that only makes a name of the
 * unit's own does not count: the code of that name is in the unit too, and counts itself.
 */
export const mayUse = (store: SummaryStore, reaching: ReachingTests, index: SummaryIndex): boolean =>
  reaching.callers.has(index) || store.refersToAny(index, reaching.names);

/** The functions that call tracepoints, if a function that all of them call reaches a target. */
const tracepointCalls = (store: SummaryStore, names: ReadonlySet<NameId>): readonly NameId[] => {
  const reach = CALLED_BY_TRACEPOINTS.some((text) => names.has(store.names.find(text) ?? -1));
  const found: NameId[] = [];
  if (!reach) return found;
  for (const name of store.names.beginningWith(TRACEPOINT_PREFIX))
    if (store.definitionsOf(name).length === 0 && callsTracepoint(store.names.textOf(name))) found.push(name);
  return found;
};

/**
 * The reaching names after some files were replaced; null when a new name reaches a target, so that the closure must be
 * computed again. Names that no longer reach a target stay: they only cost time.
 */
export const extendReachingNames = (
  store: SummaryStore,
  added: readonly SummaryIndex[],
  reaching: ReachingNames,
  pasting: PastingCalls,
  roles: FileRoles,
): ReachingNames | null => {
  if (generatorsIn(store, added, pasting, roles).size > 0) return null;
  let grows = false;
  const calls = collect(store, added, pasting, roles, (referrer) => {
    grows ||= !reaching.names.has(referrer.name) && hasAny(referrer, reaching.names);
  });
  if (grows) return null;
  const reachingRows = reachingCalls(store, calls, reaching.names, roles);
  return {
    ...reaching,
    calls: new Map([...reaching.calls, ...reachingRows.calls]),
    callers: new Set([...reaching.callers, ...reachingRows.callers]),
  };
};

/** Integer types (include/uapi/linux/types.h). Macros often paste them (`u##bits`), but no invocation generates them. */
const WIDTH_TYPE = /^(?:_*[us]|__[lb]e|u?int)(?:8|16|32|64)(?:_t)?$/;

/** The names that invocations in headers generate. Adds them to the table of names. */
const generatorsIn = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  pasting: PastingCalls,
  { isHeader }: FileRoles,
): ReadonlyMap<NameId, readonly number[]> => {
  const generators = new Map<NameId, number[]>();
  for (const index of summaries) {
    if (!isHeader(index)) continue;
    for (const { item, named } of invocationsIn(store, index, pasting))
      for (const name of generatedNames(store, named))
        if (!isGeneratedBefore(store, generators.get(name) ?? [], index, item))
          pushTo(generators, name, index, item);
  }
  return generators;
};

/** The invocations of a file, with the names that their calls can make. */
function* invocationsIn(
  store: SummaryStore,
  index: SummaryIndex,
  pasting: PastingCalls,
): Generator<{ readonly item: number; readonly named: ReadonlySet<string> }> {
  const summary = store.get(index);
  const calls = pasting.expandedCalls(index);
  let next = 0;
  for (const item of store.solidItems(index)) {
    if (kindOf(summary, item) !== ItemKind.Invocation) continue;
    const named = new Set<string>();
    const [from, to] = callRange(summary, item);
    while ((calls[next]?.row ?? from) < from) next++;
    for (let call = calls[next]; call !== undefined && call.row < to; call = calls[++next])
      for (const text of call.expansion.named) named.add(text);
    yield { item, named };
  }
}

/** Those of an invocation's names that it generates, because no file defines them. */
const generatedNames = (store: SummaryStore, named: ReadonlySet<string>): readonly NameId[] =>
  isOfTracing(named)
    ? []
    : [...named]
        .map((text) => ({ text, name: store.names.idOf(text) }))
        .filter(({ text, name }) => store.definitionsOf(name).length === 0 && !WIDTH_TYPE.test(text))
        .map(({ name }) => name);

/** Whether the same file generates the name further up: a later invocation (`DEFINE_GUARD_COND`) only uses it. */
const isGeneratedBefore = (
  store: SummaryStore,
  pairs: readonly number[],
  index: SummaryIndex,
  item: number,
): boolean => {
  const summary = store.get(index);
  for (let i = 0; i < pairs.length; i += 2)
    if (pairs[i] === index && regionOf(summary, pairs[i + 1] as number) === regionOf(summary, item))
      return true;
  return false;
};

/** The pasting calls of some files. Calls `add` for each body in a header: others can refer to its name. */
const collect = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  pasting: PastingCalls,
  { isHeader }: FileRoles,
  add: (referrer: Referrer) => void,
): readonly PastingCall[] => {
  const calls: PastingCall[] = [];
  for (const index of summaries) {
    const own = pasting.pastingCalls(index);
    for (const call of own) calls.push(call);
    if (!isHeader(index)) continue;
    let next = 0;
    forEachItem(store.get(index), (summary, row, rows) => {
      const kind = summary.items[row] as number;
      const carries = kind !== ItemKind.Prototype && kind !== ItemKind.Invocation;
      const name = summary.items[row + ItemColumn.Name] as number;
      if (carries && rows.refsEnd > rows.refs)
        add({ name, refs: summary.refs, from: rows.refs, to: rows.refsEnd, step: REF_STRIDE });
      for (let call = own[next]; call !== undefined && call.row < rows.callsEnd; call = own[++next])
        if (carries) add({ name, refs: call.names, from: 0, to: call.names.length, step: 1 });
    });
  }
  return calls;
};

/** The calls that make a reaching name or a name that the unit itself defines. */
const reachingCalls = (
  store: SummaryStore,
  calls: readonly PastingCall[],
  names: ReadonlySet<NameId>,
  { isHeader, isShared }: FileRoles,
): Pick<ReachingNames, 'calls' | 'callers'> => {
  const reachingRows = new Map<SummaryIndex, Set<number>>();
  const callers = new Set<SummaryIndex>();
  for (const { index, row, names: made } of calls) {
    const isOwn = (name: NameId): boolean => {
      const pairs = store.definitionsOf(name);
      for (let i = 0; i < pairs.length; i += 2) {
        const definer = pairs[i] as number;
        if (definer === index || (isShared(definer) && !isHeader(definer))) return true;
      }
      return false;
    };
    const reaches = made.some((name) => names.has(name));
    if (reaches) callers.add(index);
    else if (!made.some(isOwn)) continue;
    addTo(reachingRows, index, row);
  }
  return { calls: reachingRows, callers };
};

/**
 * The names of a unit's own files from which a reaching name can be reached. They do not extend the closure of other units:
 * a function that a file defines for others is code of that file, whatever calls it.
 */
export const localReachingNames = (
  store: SummaryStore,
  files: readonly SummaryIndex[],
  reaching: ReachingTests,
): ReadonlySet<NameId> => {
  const names = new Set<NameId>();
  const referrers: Referrer[] = [];
  for (const index of files) {
    const reachingRows = reaching.calls.get(index);
    forEachItem(store.get(index), (summary, row, rows) => {
      const kind = summary.items[row];
      if (kind === ItemKind.Prototype || kind === ItemKind.Invocation) return;
      const name = summary.items[row + ItemColumn.Name] as number;
      const referrer = { name, refs: summary.refs, from: rows.refs, to: rows.refsEnd, step: REF_STRIDE };
      if (hasAny(referrer, reaching.names) || (reachingRows && hasReachingCall(reachingRows, rows)))
        names.add(name);
      else referrers.push(referrer);
    });
  }
  closeBackwardLocally(referrers, names);
  return names;
};

const hasReachingCall = (reachingRows: ReadonlySet<number>, { calls, callsEnd }: ItemRows): boolean => {
  for (let row = calls; row < callsEnd; row += CALL_STRIDE) if (reachingRows.has(row)) return true;
  return false;
};
