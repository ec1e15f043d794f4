// Tries ways to rebuild a file, from the likeliest on, until one makes the blob that the patch names.
import type { AlignedHunk } from './aligned-hunk.js';
import { type Choices, type HunkContext, type HunkWay, hunkWriter } from './hunk-way.js';
import { bytesOf, type FileLines, imageHasher, postImage, type RebuiltHunk } from './post-image.js';

/** Tries for one file: at a third of a millisecond each this stays near a second. */
const MAX_TRIES = 4096;

/** Bytes hashed for one file: about a second of SHA-1, also for a file of 1 MB. */
const MAX_HASHED_BYTES = 512 * 1024 * 1024;

/** Lines written for one file; the ways of a new file of thousands of lines are not all tried. */
const MAX_WRITTEN_LINES = 200_000;

/** Costs added up over the choices; beyond this too little is known. */
const MAX_COST = 9;

/** The best way to write the hunks of a file. */
export interface Found {
  readonly hunks: readonly RebuiltHunk[];
  readonly image: Uint8Array;
  /** Ways that were tried. */
  readonly tries: number;
  /** Whether the image is the blob that the patch names. */
  readonly agrees: boolean;
}

/**
 * The likeliest way to write the hunks, or the first that makes the wanted blob.
 * @param target prefix of the wanted blob id; `undefined` when the pre-image cannot lead to it.
 */
export const search = (
  pre: FileLines,
  aligned: readonly AlignedHunk[],
  context: HunkContext,
  target: string | undefined,
): Found => {
  const writers = aligned.map((hunk) => hunkWriter(hunk, context));
  const ways = writers.map((write) => write(new Map()));
  const hunksOf = (chosen: readonly HunkWay[]): readonly RebuiltHunk[] =>
    aligned.map(({ hunk, start, fit }, index) => ({ hunk, start, fit, lines: chosen[index]?.lines ?? [] }));
  const first = hunksOf(ways);
  let tries = 0;
  if (target !== undefined && aligned.every(({ fit }) => fit === 'exact')) {
    const owner = ways.flatMap(({ choices }, hunk) => choices.map((_costs, choice) => ({ hunk, choice })));
    const hasher = imageHasher(pre, first, target);
    let hashed = 0;
    let written = 0;
    for (const chosen of choicesByCost(ways.flatMap(({ choices }) => choices))) {
      if (tries >= MAX_TRIES || hashed > MAX_HASHED_BYTES || written > MAX_WRITTEN_LINES) break;
      tries += 1;
      for (const number of chosen.keys()) written += aligned[owner[number]?.hunk ?? 0]?.lines.length ?? 0;
      const hunks = chosen.size === 0 ? first : hunksOf(rewrite(writers, ways, owner, chosen));
      const { id, length } = hasher(hunks);
      hashed += length;
      if (id.startsWith(target)) return { hunks, image: bytesOf(postImage(pre, hunks)), tries, agrees: true };
    }
  }
  return { hunks: first, image: bytesOf(postImage(pre, first)), tries, agrees: false };
};

/** The hunks anew that a set of choices touches, the others as they were. */
const rewrite = (
  writers: readonly ((chosen: Choices) => HunkWay)[],
  ways: readonly HunkWay[],
  owner: readonly { readonly hunk: number; readonly choice: number }[],
  chosen: Choices,
): readonly HunkWay[] => {
  const byHunk = new Map<number, Map<number, number>>();
  for (const [number, way] of chosen) {
    const { hunk, choice } = owner[number] ?? { hunk: 0, choice: 0 };
    byHunk.set(hunk, (byHunk.get(hunk) ?? new Map()).set(choice, way));
  }
  return ways.map((way, index) => {
    const choices = byHunk.get(index);
    return choices === undefined ? way : (writers[index]?.(choices) ?? way);
  });
};

/** Sets of choices by rising total cost, the empty one first. @param costs of the ways of each choice. */
function* choicesByCost(costs: readonly (readonly number[])[]): Generator<Choices> {
  for (let total = 0; total <= MAX_COST; total += 1) yield* choicesOfCost(costs, 0, total, new Map());
}

function* choicesOfCost(
  costs: readonly (readonly number[])[],
  from: number,
  total: number,
  chosen: Choices,
): Generator<Choices> {
  if (total === 0) {
    yield chosen;
    return;
  }
  for (let choice = from; choice < costs.length; choice += 1) {
    for (const [way, cost] of (costs[choice] ?? []).entries()) {
      if (way === 0 || cost === 0 || cost > total) continue;
      yield* choicesOfCost(costs, choice + 1, total - cost, new Map(chosen).set(choice, way));
    }
  }
}
