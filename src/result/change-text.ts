// What a series does to the edges, in words: `vfio -> kvm: 2 -> 0; kvm -> vfio: 4 left, unchanged`.
import { edgeIdentity } from '../base/edge.js';
import type { CheckResult, Edge } from './verdict.js';

/** More pairs than these are summed up. */
const MOST_PAIRS = 4;

/** The edges of one direction before and after. */
interface PairChange {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

const pairText = ({ before, after }: PairChange, isOneState: boolean): string => {
  const added = [...after].filter((one) => !before.has(one)).length;
  const removed = [...before].filter((one) => !after.has(one)).length;
  if (isOneState) return String(after.size);
  if (added + removed === 0) return `${after.size} left, unchanged`;
  const both = added > 0 && removed > 0 ? ` (${added} added, ${removed} removed)` : '';
  return `${before.size} -> ${after.size}${both}`;
};

const isChanged = ({ before, after }: PairChange): boolean =>
  before.size !== after.size || [...after].some((one) => !before.has(one));

const pairsOf = (before: readonly Edge[], after: readonly Edge[]): ReadonlyMap<string, PairChange> => {
  const pairs = new Map<string, { before: Set<string>; after: Set<string> }>();
  const note = (edges: readonly Edge[], side: 'before' | 'after'): void => {
    for (const edge of edges) {
      const name = `${edge.consumer} -> ${edge.provider}`;
      const pair = pairs.get(name) ?? { before: new Set(), after: new Set() };
      pair[side].add(edgeIdentity(edge));
      pairs.set(name, pair);
    }
  };
  note(before, 'before');
  note(after, 'after');
  return pairs;
};

/** Each direction with what became of its edges: those that changed first. */
export const changeText = ({
  between: [a, b],
  oneWay,
  states,
}: Pick<CheckResult, 'between' | 'oneWay' | 'states'>): string => {
  const before = states[0]?.edges ?? [];
  const after = states.at(-1)?.edges ?? [];
  const pairs = [...pairsOf(before, after)];
  if (pairs.length === 0) return oneWay ? `no edge from ${a} to ${b}` : `no edge between ${a} and ${b}`;
  if (pairs.length > MOST_PAIRS) {
    const sum = { before: new Set(before.map(edgeIdentity)), after: new Set(after.map(edgeIdentity)) };
    return `edges of ${pairs.length} pairs of modules: ${pairText(sum, states.length === 1)}`;
  }
  const changed = pairs.filter(([, pair]) => isChanged(pair));
  const same = pairs.filter(([, pair]) => !isChanged(pair));
  return [...changed, ...same]
    .map(([name, pair]) => `${name}: ${pairText(pair, states.length === 1)}`)
    .join('; ');
};
