// Which names can lead to the symbols that are asked for, in any file and any configuration. Only these are walked through.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemKind, REF_STRIDE } from '../csource/summary.js';
import { callRange, forEachItem, type ItemRows, kindOf, refRange, regionOf } from '../summary/item-rows.js';
import type { NameTest } from '../summary/name-flags.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { FileRoles } from '../unit/closure.js';
import type { PastingCall, PastingCalls } from './pasting-call.js';
import { type Carrier, hasAny, ReferenceIndex, spreadLocally } from './reference-index.js';
import {
  CALLED_BY_TRACEPOINTS,
  callsTracepoint,
  impliersOf,
  isOfTracing,
  TRACEPOINT_PREFIX,
} from './tracepoint.js';

/** Where names lead. */
export interface ReachingNames {
  readonly names: ReadonlySet<NameId>;
  /** Names that need a target although no file says so. */
  readonly implying: ReadonlySet<NameId>;
  /** By file, the calls in its code that make a live name by pasting, look a target up, or make a name of the unit's own. */
  readonly calls: ReadonlyMap<SummaryIndex, ReadonlySet<number>>;
  /** Files with a call that does more than to make a name of the unit's own. */
  readonly callers: ReadonlySet<SummaryIndex>;
  /** Pairs of file and item: the invocations in headers that make a name (`DEFINE_GUARD`). */
  readonly makers: ReadonlyMap<NameId, readonly number[]>;
}

/** The same for those who ask for one name after the other. */
export interface ReachingTests extends Pick<ReachingNames, 'calls' | 'callers' | 'makers'> {
  readonly names: NameTest;
  readonly implying: NameTest;
}

/** How names lead to each other in some files, whatever is asked for. */
export interface NameGraph extends Pick<ReachingNames, 'makers'> {
  readonly carriers: ReferenceIndex;
  readonly calls: readonly PastingCall[];
}

export const nameGraph = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  naming: PastingCalls,
  roles: FileRoles,
): NameGraph => {
  const makers = makersIn(store, summaries, naming, roles);
  const calls: PastingCall[] = [];
  const carriers = ReferenceIndex.of((add) => {
    // More of them than a call can have arguments, when all modules are asked for.
    for (const call of collect(store, summaries, naming, roles, add)) calls.push(call);
    for (const [name, pairs] of makers)
      for (let i = 0; i < pairs.length; i += 2) {
        const summary = store.get(pairs[i] as number);
        const [from, to] = refRange(summary, pairs[i + 1] as number);
        add({ name, refs: summary.refs, from, to, step: REF_STRIDE });
      }
  });
  return { makers, carriers, calls };
};

/** Names that need one of the targets although no file says so; they are spelt out from now on. */
export const implyingNames = (store: SummaryStore, targets: ReadonlySet<NameId>): ReadonlySet<NameId> => {
  const implying = new Set<NameId>();
  for (const target of targets)
    for (const name of impliersOf(store.names.textOf(target))) implying.add(store.names.idOf(name));
  return implying;
};

/** The names from which a target can be reached through headers, targets included. */
export const reachingNames = (
  store: SummaryStore,
  { makers, carriers, calls }: NameGraph,
  targets: ReadonlySet<NameId>,
  implying: ReadonlySet<NameId>,
  roles: FileRoles,
): ReachingNames => {
  const names = new Set([...targets, ...implying]);
  carriers.spread(names);
  const tracing = tracepointCalls(store, names);
  if (tracing.length > 0) {
    for (const name of tracing) names.add(name);
    carriers.spread(names);
  }
  return {
    names,
    implying: tracing.length > 0 ? new Set([...implying, ...tracing]) : implying,
    makers,
    ...callsThatLead(store, calls, names, roles),
  };
};

/**
 * Whether the code of a file (a header has mostly none of its own) names something that leads to a target. A call that
 * makes a name of the unit's own leads there only when that name's code does, which is the unit's too.
 */
export const mayUse = (store: SummaryStore, live: ReachingTests, index: SummaryIndex): boolean =>
  live.callers.has(index) || store.refersToAny(index, live.names);

/** Calls of tracepoints, whoever defines them, when what all of them are made of leads to a target. */
const tracepointCalls = (store: SummaryStore, names: ReadonlySet<NameId>): readonly NameId[] => {
  const leads = CALLED_BY_TRACEPOINTS.some((text) => names.has(store.names.find(text) ?? -1));
  const found: NameId[] = [];
  if (!leads) return found;
  for (const name of store.names.beginningWith(TRACEPOINT_PREFIX))
    if (store.definitionsOf(name).length === 0 && callsTracepoint(store.names.textOf(name))) found.push(name);
  return found;
};

/**
 * The live names when some files take the place of others; null when a name becomes live, so that all have to be found
 * anew. Names that are live no more stay: they only cost time.
 */
export const extendReachingNames = (
  store: SummaryStore,
  added: readonly SummaryIndex[],
  live: ReachingNames,
  naming: PastingCalls,
  roles: FileRoles,
): ReachingNames | null => {
  if (makersIn(store, added, naming, roles).size > 0) return null;
  let grows = false;
  const calls = collect(store, added, naming, roles, (carrier) => {
    grows ||= !live.names.has(carrier.name) && hasAny(carrier, live.names);
  });
  if (grows) return null;
  const leading = callsThatLead(store, calls, live.names, roles);
  return {
    ...live,
    calls: new Map([...live.calls, ...leading.calls]),
    callers: new Set([...live.callers, ...leading.callers]),
  };
};

/** Types of a width (include/uapi/linux/types.h), which macros paste as often as names: `u##bits`. Nothing makes them. */
const WIDTH_TYPE = /^(?:_*[us]|__[lb]e|u?int)(?:8|16|32|64)(?:_t)?$/;

/** The names that invocations in headers make; they are spelt out from now on. */
const makersIn = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  naming: PastingCalls,
  { isHeader }: FileRoles,
): ReadonlyMap<NameId, readonly number[]> => {
  const makers = new Map<NameId, number[]>();
  for (const index of summaries) {
    if (!isHeader(index)) continue;
    const summary = store.get(index);
    const calls = naming.makingCalls(index);
    let next = 0;
    for (const item of store.solidItems(index)) {
      if (kindOf(summary, item) !== ItemKind.Invocation) continue;
      const named = new Set<string>();
      const [from, to] = callRange(summary, item);
      while ((calls[next]?.row ?? from) < from) next++;
      for (let call = calls[next]; call !== undefined && call.row < to; call = calls[++next])
        for (const text of call.outcome.named) named.add(text);
      if (isOfTracing(named)) continue;
      for (const text of named) {
        const name = store.names.idOf(text);
        if (store.definitionsOf(name).length > 0 || WIDTH_TYPE.test(text)) continue;
        const known = makers.get(name);
        if (known === undefined) makers.set(name, [index, item]);
        else if (!isMadeBefore(store, known, index, item)) known.push(index, item);
      }
    }
  }
  return makers;
};

/** Whether the same file makes the name further up: what it says of it after that (`DEFINE_GUARD_COND`) only uses it. */
const isMadeBefore = (
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

/** The naming calls of some files; `add` is told what stands in the bodies that headers offer. */
const collect = (
  store: SummaryStore,
  summaries: readonly SummaryIndex[],
  naming: PastingCalls,
  { isHeader }: FileRoles,
  add: (carrier: Carrier) => void,
): readonly PastingCall[] => {
  const calls: PastingCall[] = [];
  for (const index of summaries) {
    const own = naming.namingCalls(index);
    for (const call of own) calls.push(call);
    if (!isHeader(index)) continue;
    let next = 0;
    forEachItem(store.get(index), (summary, row, rows) => {
      const kind = summary.items[row] as number;
      const carries = kind !== ItemKind.Prototype && kind !== ItemKind.Invocation;
      const name = summary.items[row + 2] as number;
      if (carries && rows.refsEnd > rows.refs)
        add({ name, refs: summary.refs, from: rows.refs, to: rows.refsEnd, step: REF_STRIDE });
      for (let call = own[next]; call !== undefined && call.row < rows.callsEnd; call = own[++next])
        if (carries) add({ name, refs: call.names, from: 0, to: call.names.length, step: 1 });
    });
  }
  return calls;
};

/** The calls that make a live name, or one that the unit itself defines. */
const callsThatLead = (
  store: SummaryStore,
  calls: readonly PastingCall[],
  names: ReadonlySet<NameId>,
  { isHeader, isShared }: FileRoles,
): Pick<ReachingNames, 'calls' | 'callers'> => {
  const leading = new Map<SummaryIndex, Set<number>>();
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
    const isLive = made.some((name) => names.has(name));
    if (isLive) callers.add(index);
    else if (!made.some(isOwn)) continue;
    const known = leading.get(index);
    if (known === undefined) leading.set(index, new Set([row]));
    else known.add(row);
  }
  return { calls: leading, callers };
};

/**
 * The names of a unit's own files from which a live name can be reached. They mean nothing outside the unit: what a file
 * defines for others is code of its own, whoever calls it.
 */
export const localReachingNames = (
  store: SummaryStore,
  files: readonly SummaryIndex[],
  live: ReachingTests,
): ReadonlySet<NameId> => {
  const names = new Set<NameId>();
  const carriers: Carrier[] = [];
  for (const index of files) {
    const leading = live.calls.get(index);
    forEachItem(store.get(index), (summary, row, rows) => {
      const kind = summary.items[row];
      if (kind === ItemKind.Prototype || kind === ItemKind.Invocation) return;
      const name = summary.items[row + 2] as number;
      const carrier = { name, refs: summary.refs, from: rows.refs, to: rows.refsEnd, step: REF_STRIDE };
      if (hasAny(carrier, live.names) || (leading && leads(leading, rows))) names.add(name);
      else carriers.push(carrier);
    });
  }
  spreadLocally(carriers, names);
  return names;
};

const leads = (leading: ReadonlySet<number>, { calls, callsEnd }: ItemRows): boolean => {
  for (let row = calls; row < callsEnd; row += CALL_STRIDE) if (leading.has(row)) return true;
  return false;
};
