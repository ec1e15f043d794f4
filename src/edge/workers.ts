// Workers: several analyses of one query, each with a share of the modules. They exchange what all of them need.
import { byCodeUnit } from '../base/order.js';
import type { NameId, NameTable } from '../csource/name-table.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Scope } from './scope.js';
import { VMLINUX } from './vmlinux.js';

/** The group of workers, as seen by one of them. All workers call `exchange` equally often and in the same order. */
export interface Workers {
  /** Index of this worker, from 0. */
  readonly number: number;
  readonly count: number;
  /** All-gather barrier: waits for all workers, and returns the value of each, by index. Values must be plain. */
  readonly exchange: <T>(mine: T) => Promise<readonly T[]>;
}

/** A group of one. */
export const ALONE: Workers = { number: 0, count: 1, exchange: async (mine) => [mine] };

/** The union of the workers' names. */
export const exchangeNames = async (
  workers: Workers,
  names: NameTable,
  mine: ReadonlySet<NameId>,
): Promise<ReadonlySet<NameId>> => {
  if (workers.count === 1) return mine;
  const lists = await workers.exchange(Array.from(mine, (name) => names.textOf(name)));
  return new Set(lists.flat().map((text) => names.idOf(text)));
};

/** A worker's run of objects in order of path: objects of one folder share headers, so one worker gets them. */
const runOf = (objects: readonly CompositeObject[], { number, count }: Workers): Set<CompositeObject> => {
  const sorted = [...objects].sort((a, b) => byCodeUnit(a.path, b.path));
  const all = sorted.reduce((sum, { units }) => sum + units.length, 0);
  let before = 0;
  const mine = sorted.filter(({ units }) => {
    const owner = Math.min(count - 1, Math.floor((before * count) / Math.max(all, 1)));
    before += units.length;
    return owner === number;
  });
  return new Set(mine);
};

/** A worker's part of the image; as a provider, each unit can be analysed alone. */
const partOf = (image: CompositeObject, { number, count }: Workers): CompositeObject => {
  const at = (share: number): number => Math.floor((image.units.length * share) / count);
  return { ...image, units: image.units.slice(at(number), at(number + 1)) };
};

/** The scopes with the objects of this worker's share: each module belongs to exactly one worker. */
export const sharesOf = (scopes: readonly Scope[], workers: Workers): readonly Scope[] => {
  if (workers.count === 1) return scopes;
  const isImage = ({ name }: CompositeObject): boolean => name === VMLINUX;
  const sides = scopes.flatMap(({ consumers, providers }) => [...consumers, ...providers]);
  // The same on all architectures, whose edges one worker joins.
  const mine = runOf([...new Set(sides.filter((object) => !isImage(object)))], workers);
  return scopes.map((scope) => {
    return {
      ...scope,
      consumers: scope.consumers.filter((object) =>
        isImage(object) ? workers.number === 0 : mine.has(object),
      ),
      providers: scope.providers.flatMap((object) =>
        isImage(object) ? [partOf(object, workers)] : mine.has(object) ? [object] : [],
      ),
    };
  });
};
