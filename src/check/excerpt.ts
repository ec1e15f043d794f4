// The code around the places of a result, for reports that show code. Read from the trees that were analysed.
import { edgeIdentity } from '../base/edge.js';
import type { BlobId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { BlobReader, Tree } from '../git/tree.js';
import type { Excerpt, Finding } from '../result/verdict.js';
import type { Step } from '../state/step.js';
import type { StateFacts } from './state.js';

/** Lines before and after. */
const AROUND = 3;
/** A result of thousands of edges is read by machines; the first few hundred are enough for people. */
const MOST_EXCERPTS = 300;
/** The longest line of kernel code is shorter; a longer one is generated, or an attack. */
const MOST_COLUMNS = 240;

/** A state together with its tree. */
export interface StateTree extends StateFacts {
  readonly tree: Step['tree'];
}

interface Wanted {
  readonly state: string;
  readonly path: string;
  readonly line: number;
  readonly blob: BlobId;
}

const wantedPlaces = async (
  states: readonly StateTree[],
  findings: readonly Finding[],
): Promise<readonly Wanted[]> => {
  const places = new Map<string, Wanted>();
  for (const { label, tree: treeOf, edges, failures } of states) {
    const told = findings.filter(({ state }) => state === label);
    if (edges.length + failures.length + told.length === 0) continue;
    const tree: Tree = await treeOf();
    const want = (key: string, path: string, line: number): void => {
      const blob = tree.blobAt(path);
      if (blob !== undefined) places.set(key, { state: label, path, line, blob });
    };
    for (const edge of edges) want(edgeIdentity(edge), edge.reference.path, edge.reference.line);
    for (const { path, line } of [...told, ...failures]) {
      if (path !== undefined && line !== undefined) want(`${label} ${path} ${line}`, path, line);
    }
  }
  return [...places.values()].slice(0, MOST_EXCERPTS);
};

const excerptOf = (wanted: Wanted, lines: readonly string[]): Excerpt => {
  const first = Math.max(1, wanted.line - AROUND);
  return {
    state: wanted.state,
    path: wanted.path,
    line: wanted.line,
    first,
    lines: lines.slice(first - 1, wanted.line + AROUND).map((line) => line.slice(0, MOST_COLUMNS)),
  };
};

/** Code around the last reference of each edge, around the findings, and around the hunks that found no place. */
export const readExcerpts = async (
  states: readonly StateTree[],
  findings: readonly Finding[],
  reader: BlobReader,
): Promise<readonly Excerpt[]> => {
  const wanted = await wantedPlaces(states, findings);
  const blobs = [...new Set(wanted.map((one) => one.blob))];
  const texts = new Map<BlobId, readonly string[]>();
  await reader.readBlobs(blobs, (bytes, index) => {
    const blob = blobs[index];
    if (blob !== undefined) texts.set(blob, Buffer.from(bytes).toString('utf8').split('\n'));
  });
  const key = (one: Excerpt): string =>
    JSON.stringify([one.path, String(one.line).padStart(9, '0'), one.state]);
  return wanted
    .map((one) => excerptOf(one, texts.get(one.blob) ?? []))
    .sort((a, b) => byCodeUnit(key(a), key(b)));
};
