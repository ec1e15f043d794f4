// Several analyses of one question, each with a share of the modules: what one has to know of the others is gathered.
import { byCodeUnit } from '../base/order.js';
import type { NameId, NameTable } from '../csource/name-table.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Scope } from './scope.js';
import { VMLINUX } from './vmlinux.js';

/** The others that work at the same question. All of them gather the same things in the same order. */
export interface Workers {
  /** This one's number, from 0. */
  readonly number: number;
  readonly count: number;
  /** What each of them gives here, by number: plain values, which may come from another thread. */
  readonly exchange: <T>(mine: T) => Promise<readonly T[]>;
}

/** Nobody else. */
export const ALONE: Workers = { number: 0, count: 1, exchange: async (mine) => [mine] };

/** The names that any of the peers has. */
export const exchangeNames = async (
  peers: Workers,
  names: NameTable,
  mine: ReadonlySet<NameId>,
): Promise<ReadonlySet<NameId>> => {
  if (peers.count === 1) return mine;
  const lists = await peers.exchange(Array.from(mine, (name) => names.textOf(name)));
  return new Set(lists.flat().map((text) => names.idOf(text)));
};

/** A run of objects by path, so that those of one folder, with the headers that they share, fall to one peer. */
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

/** A part of the image: who provides something need not know what the rest of it does. */
const partOf = (image: CompositeObject, { number, count }: Workers): CompositeObject => {
  const at = (share: number): number => Math.floor((image.units.length * share) / count);
  return { ...image, units: image.units.slice(at(number), at(number + 1)) };
};

/** The scopes with the objects that this peer answers for: each module falls to one of them. */
export const sharesOf = (scopes: readonly Scope[], peers: Workers): readonly Scope[] => {
  if (peers.count === 1) return scopes;
  return scopes.map((scope) => {
    const isImage = ({ name }: CompositeObject): boolean => name === VMLINUX;
    const modules = new Set([...scope.consumers, ...scope.providers].filter((object) => !isImage(object)));
    const mine = runOf([...modules], peers);
    return {
      ...scope,
      consumers: scope.consumers.filter((object) =>
        isImage(object) ? peers.number === 0 : mine.has(object),
      ),
      providers: scope.providers.flatMap((object) =>
        isImage(object) ? [partOf(object, peers)] : mine.has(object) ? [object] : [],
      ),
    };
  });
};
