// The edges as tab-separated values, by the paths of modules.order: a line for each pair of paths that two names have.
import { groupBy } from '../../base/group.js';
import type { EdgeList, EdgeModule } from '../../result/edge-list.js';
import type { Edge, SourcePlace } from '../../result/verdict.js';
import { tsvHead, tsvLine } from '../part/tsv.js';
import type { PieceReport } from '../report.js';

const COLUMNS = [
  'consumer',
  'provider',
  'symbol',
  'kind',
  'export type',
  'namespace',
  'condition',
  'reference',
  'export',
  'architectures',
  'class',
] as const;

const placeText = ({ path, line }: SourcePlace): string => `${path}:${line}`;

/** Where a name is made on some of the architectures; what is no module (`vmlinux`) is its own path. */
type PathsOf = (name: string) => readonly EdgeModule[] | undefined;

const onBoth = (a: readonly string[], b: readonly string[] | undefined): readonly string[] =>
  b === undefined ? a : a.filter((one) => b.includes(one));

const rowsOf = (edge: Edge, pathsOf: PathsOf): string => {
  const { architectures, consumer, provider } = edge;
  let rows = '';
  for (const from of pathsOf(consumer) ?? [{ path: consumer, architectures }])
    for (const to of pathsOf(provider) ?? [{ path: provider, architectures }]) {
      const here = onBoth(onBoth(architectures, from.architectures), to.architectures);
      if (here.length === 0) continue;
      rows += tsvLine([
        from.path,
        to.path,
        edge.symbol,
        edge.kind,
        edge.export?.type ?? '',
        edge.export?.namespace ?? '',
        edge.condition ?? '',
        placeText(edge.reference),
        edge.export === null ? '' : placeText(edge.export),
        here.join(','),
        edge.class ?? 'source',
      ]);
    }
  return rows;
};

function* render(list: EdgeList): Iterable<string> {
  const paths = groupBy(list.modules, ({ name }) => name);
  yield tsvHead(COLUMNS);
  for (const edge of list.edges) yield rowsOf(edge, (name) => paths.get(name));
}

export const tsv: PieceReport<EdgeList> = {
  name: 'tsv',
  description: 'tab-separated values, a line an edge, modules by their paths',
  render,
};
