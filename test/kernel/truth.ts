// What a compiler and a linker made of a kernel's modules: the link edges of a distribution's build, for comparison.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { truthFolder } from '../outside.js';

const folder = truthFolder() ?? 'no built kernel';
const edgesPath = join(folder, 'debian-6.12.117-amd64.edges.tsv.gz');
/** The file of that build's `.config`. */
export const truthConfigPath = join(folder, 'debian-6.12.117-amd64.config');

/** One edge from a module to another. */
export interface LinkedEdge {
  readonly consumer: string;
  readonly provider: string;
  readonly symbol: string;
  readonly type: string;
  readonly namespace: string | null;
}

export const hasTruth = existsSync(edgesPath) && existsSync(truthConfigPath);

/** The `.config` of that build. */
export const truthConfig = (): string => readFileSync(truthConfigPath, 'utf8');

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const matcher = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll('_', '-').replaceAll('.', '\\.').replaceAll('*', '.*')}$`);

let rows: readonly LinkedEdge[] | undefined;

const allRows = (): readonly LinkedEdge[] => {
  rows ??= gunzipSync(readFileSync(edgesPath))
    .toString('utf8')
    .split('\n')
    .flatMap((line): LinkedEdge[] => {
      const [consumer = '', provider = '', symbol = '', type = '', namespace = ''] = line.split('\t');
      if (provider === '' || provider === 'vmlinux') return [];
      return [
        {
          consumer: nameOf(consumer),
          provider: nameOf(provider),
          symbol,
          type,
          namespace: namespace || null,
        },
      ];
    });
  return rows;
};

/** The link edges from the modules of one glob to those of another. */
export const truthBetween = (from: string, to: string): readonly LinkedEdge[] => {
  const [consumers, providers] = [matcher(from), matcher(to)];
  return allRows().filter(
    ({ consumer, provider }) =>
      consumers.test(consumer.replaceAll('_', '-')) && providers.test(provider.replaceAll('_', '-')),
  );
};

/** `consumer provider symbol` of each edge between two modules, by path. */
export const truthEdges = (): readonly string[] =>
  gunzipSync(readFileSync(edgesPath))
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [consumer, provider = '', symbol] = line.split('\t');
      return provider === '' || provider === 'vmlinux' ? [] : [`${consumer} ${provider} ${symbol}`];
    });

/** The paths of the modules that were built and need a symbol of anyone. */
export const truthConsumers = (): readonly string[] => [
  ...new Set(
    gunzipSync(readFileSync(edgesPath))
      .toString('utf8')
      .split('\n')
      .flatMap((line) => line.split('\t')[0] || []),
  ),
];
