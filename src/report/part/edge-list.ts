// What the reports of edges share: the edges as the one state of a check, and in numbers.
import { groupBy } from '../../base/group.js';
import type { EdgeList } from '../../result/edge-list.js';
import type { CheckResult, EdgeKind } from '../../result/verdict.js';
import { plural, shown } from './edge-line.js';
import { titleOf } from './state-text.js';

/** As many digits as git shows. */
const SHORT_COMMIT = 12;

/** The edges as the base of a check; the label of the only state is its commit. */
export const asResult = (list: EdgeList): CheckResult => ({
  schemaVersion: 1,
  between: list.between,
  oneWay: list.oneWay,
  base: list.commit,
  states: [
    {
      label: list.commit.slice(0, SHORT_COMMIT),
      applied: true,
      edges: list.edges,
      added: [],
      removed: [],
    },
  ],
  findings: [],
  verdict: { failed: false, reason: countText(list) },
});

/** `kvm <-> vfio at 1234567890ab`. */
export const listTitle = (list: EdgeList): string =>
  `${titleOf(asResult(list))} at ${shown(list.commit.slice(0, SHORT_COMMIT))}`;

/** `6 edges (2 link, 4 dynamic) of 1 pair of modules`; `no edge`. */
export const countText = (list: EdgeList): string => {
  if (list.edges.length === 0) return 'no edge';
  const kinds = [...groupBy(list.edges, ({ kind }) => kind)].map(
    ([kind, edges]) => `${edges.length.toLocaleString('en-US')} ${kind}`,
  );
  const pairs = pairsOf(list).length;
  const of = pairs === 1 ? 'one pair of modules' : `${pairs.toLocaleString('en-US')} pairs of modules`;
  return `${plural(list.edges.length, 'edge')} (${kinds.sort().join(', ')}) of ${of}`;
};

/** A consumer and a provider with the number of their edges. */
export interface Pair {
  readonly consumer: string;
  readonly provider: string;
  readonly counts: { readonly [kind in EdgeKind]?: number };
}

/** The pairs in the order of the edges. */
export const pairsOf = (list: EdgeList): readonly Pair[] => {
  const pairs = new Map<string, { consumer: string; provider: string; counts: Record<string, number> }>();
  for (const { consumer, provider, kind } of list.edges) {
    const key = `${consumer} ${provider}`;
    const pair = pairs.get(key) ?? { consumer, provider, counts: {} };
    pair.counts[kind] = (pair.counts[kind] ?? 0) + 1;
    pairs.set(key, pair);
  }
  return [...pairs.values()];
};

/** More than these, and a list of all of them is no reading matter. */
export const MOST_LISTED = 300;
