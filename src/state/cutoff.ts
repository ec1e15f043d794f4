// The cut-off: if no name of the fingerprint has new facts, a state has the edges of the state before at their new lines.
// It compares two summaries of each changed file; an analysis would read the whole closure.

import type { Edge, SourcePlace } from '../base/edge.js';
import type { BlobId } from '../base/id.js';
import type { LineMoves, NameFingerprint } from '../edge/name-fingerprint.js';
import type { BlobReader } from '../git/tree.js';
import type { TreeChange } from '../git/tree-entry.js';
import { isConcerned, isFile } from './read-set.js';
import type { KnownState } from './state-cache.js';

/** So many files are seldom changed for nothing, and an analysis then takes little longer than to find out. */
const MOST_FILES = 64;

/** Where the places in some files are now; null when one of the changes may matter. */
const movesIn = async (
  reading: NameFingerprint,
  changes: readonly TreeChange[],
  reader: BlobReader,
): Promise<ReadonlyMap<string, LineMoves> | null> => {
  const [{ KbuildFiles }, { newNameTable }, { Summariser }, { movesOf }, { languageOf }] = await Promise.all([
    import('../kbuild/kbuild-files.js'),
    import('../csource/keyword.js'),
    import('../csource/summarise.js'),
    import('../edge/name-fingerprint.js'),
    import('../csource/language.js'),
  ]);
  const names = newNameTable();
  const summariser = new Summariser(names);
  const moves = new Map<string, LineMoves>();
  for (const { path, before, after } of changes) {
    if (before === null || after === null || !isFile(before) || !isFile(after)) return null;
    if (KbuildFiles.concerns(path)) return null;
    const versions: Uint8Array[] = [];
    await reader.readBlobs([before.id as BlobId, after.id as BlobId], (bytes) => versions.push(bytes));
    const [then, now] = versions.map((bytes) => summariser.summarise(bytes, languageOf(path)));
    const moved = then === undefined || now === undefined ? null : movesOf(then, now, names, reading, path);
    if (moved === null) return null;
    moves.set(path, moved);
  }
  return moves;
};

/** A place after the moves; null when it is none of those that moved. */
const moved = <T extends SourcePlace>(place: T, moves: ReadonlyMap<string, LineMoves>): T | null => {
  const inFile = moves.get(place.path);
  if (inFile === undefined) return place;
  const line = inFile.get(place.line);
  return line === undefined ? null : { ...place, line };
};

const movedEdge = (edge: Edge, moves: ReadonlyMap<string, LineMoves>): Edge | null => {
  const reference = moved(edge.reference, moves);
  const exported = edge.export === null ? null : moved(edge.export, moves);
  if (reference === null || (exported === null && edge.export !== null)) return null;
  return { ...edge, reference, export: exported };
};

/** The state after some changes; null when it has to be analysed. */
export const stateAfterCutoff = async (
  state: KnownState,
  changes: readonly TreeChange[],
  reader: BlobReader,
): Promise<KnownState | null> => {
  const concerned = changes.filter((change) => isConcerned(state.reading, [change]));
  if (state.names === null || concerned.length > MOST_FILES) return null;
  const moves = await movesIn(state.names, concerned, reader);
  if (moves === null) return null;
  const edges: Edge[] = [];
  for (const edge of state.found.edges) {
    const now = movedEdge(edge, moves);
    if (now === null) return null;
    edges.push(now);
  }
  return { ...state, found: { ...state.found, edges } };
};
