// Where among added lines an empty line of context stood that the damage swallowed: only style can show it.
import type { AlignedLine } from './aligned-hunk.js';
import { likeness } from './gap.js';

/** The same lines in another order; the higher its `cost`, the less likely it is. */
export interface Order {
  readonly lines: readonly AlignedLine[];
  readonly cost: number;
}

/** Longest run of added lines in which each place is tried. */
const MAX_RUN = 60;

const DECLARATION =
  /^(?:static|const|struct|union|enum|unsigned|int|bool|void|char|long|size_t|[us]\d\d?|\w+_t)\b.*[;,]$/;

/**
 * The ways to order one run of added lines and the swallowed lines among it, the likeliest first.
 * @param replaces whether removed lines stand right before the run; what takes their place comes first.
 */
export const ordersOf = (
  run: readonly AlignedLine[],
  before: string | undefined,
  after: string | undefined,
  replaces: boolean,
): readonly Order[] => {
  const empty = run.filter(({ kind }) => kind === 'swallowed');
  const added = run.filter(({ kind }) => kind === 'added');
  if (empty.length === 0 || added.length === 0) return [{ lines: run, cost: 0 }];
  const texts = added.map(({ text }) => text.trim());
  const places = added.length > MAX_RUN ? [0, added.length] : [...added.keys(), added.length];
  const seen = new Set<string>();
  return places
    .map((place) => ({
      place,
      penalty:
        penaltyOf(place, texts, before?.trim() ?? '', after?.trim() ?? '') +
        (replaces && place < added.length ? 2 : 0),
    }))
    .sort((a, b) => a.penalty - b.penalty || b.place - a.place)
    .flatMap(({ place }) => {
      // An added empty line next to the swallowed one makes the same file in either order.
      const key = [...texts.slice(0, place), '', ...texts.slice(place)].join('\n');
      if (seen.has(key)) return [];
      seen.add(key);
      return [[...added.slice(0, place), ...empty, ...added.slice(place)]];
    })
    .map((lines, index) => ({ lines, cost: index }));
};

const penaltyOf = (place: number, added: readonly string[], before: string, after: string): number => {
  const above = place === 0 ? before : (added[place - 1] ?? '');
  const below = place === added.length ? after : (added[place] ?? '');
  let penalty = 0;
  if (above === '' || below === '') penalty += 4;
  if (above.endsWith('{') || below.startsWith('}')) penalty += 3;
  if (/^(?:if|else|for|while)\b/.test(above) && !/[;{}]$/.test(above)) penalty += 3;
  if (/(?:[,(|&+=?*/-])$/.test(above) && !above.endsWith('*/')) penalty += 3;
  if (place > 0 && place < added.length) penalty += 1;
  if (/^\w+:$/.test(below) || below.startsWith('/*')) penalty -= 1;
  if (DECLARATION.test(above) && !DECLARATION.test(below)) penalty -= 0.5;
  if (DECLARATION.test(above) && DECLARATION.test(below)) penalty += 0.5;
  return penalty + likeness(above, below);
};
