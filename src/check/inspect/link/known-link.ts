// Which references of the modules asked about link for certain: the same object has them already, or another module has
// and none of the modules asked about provides the symbol.
import { pushTo } from '../../../base/group.js';
import { REF_STRIDE } from '../../../csource/summary.js';
import type { TreeFacts } from '../../../edge/analyse.js';
import type { CompositeObject } from '../../../kbuild/composite-object.js';
import { FALSE } from '../../../kbuild/formula/formula.js';

/** The objects asked about by their sources. */
export const objectsByFile = ({ scopes }: TreeFacts): ReadonlyMap<string, readonly CompositeObject[]> => {
  const objects = new Set(scopes.flatMap(({ consumers, providers }) => [...consumers, ...providers]));
  const found = new Map<string, CompositeObject[]>();
  for (const object of objects) for (const { path } of object.units) pushTo(found, path, object);
  return found;
};

/** Whether a file's reference to a name links as before. */
export type KnownLinks = (name: string, path: string) => boolean;

/**
 * @param names the names that are asked about.
 * @param built units that are built otherwise than before: what they had already tells nothing.
 */
export const knownLinks = (
  names: Iterable<string>,
  now: TreeFacts,
  before: TreeFacts,
  built: ReadonlySet<string>,
): KnownLinks => {
  const users = linkedBy(names, before);
  const provided = new Set(now.drafts.filter(({ kind }) => kind === 'link').map(({ symbol }) => symbol));
  const objects = objectsByFile(now);
  return (name, path) => {
    const known = users.get(name);
    if (known === undefined) return false;
    if (built.has(path)) return !provided.has(name);
    const own = objects.get(path) ?? [];
    return (own.length > 0 && own.every((object) => known.has(object.path))) || !provided.has(name);
  };
};

/** The modules that refer to a name which none of their own units defines, by name. */
const linkedBy = (asked: Iterable<string>, facts: TreeFacts): ReadonlyMap<string, ReadonlySet<string>> => {
  const { store, closures } = facts;
  const ids = new Set([...asked].map((name) => store.names.idOf(name)));
  const units = new Map<CompositeObject, number[]>();
  for (const [path, objects] of objectsByFile(facts)) {
    const index = closures.summaryAt(path);
    if (index === undefined) continue;
    for (const object of objects)
      if (object.moduleWhen !== FALSE) units.set(object, [...(units.get(object) ?? []), index]);
  }
  const found = new Map<string, Set<string>>();
  for (const [object, indexes] of units) {
    const own = new Set(indexes);
    const isDefined = (name: number): boolean => {
      const pairs = store.definitionsOf(name);
      for (let i = 0; i < pairs.length; i += 2) if (own.has(pairs[i] as number)) return true;
      return false;
    };
    const names = new Set<number>();
    for (const index of indexes) {
      const { refs } = store.get(index);
      for (let row = 0; row < refs.length; row += REF_STRIDE)
        if (ids.has(refs[row] as number)) names.add(refs[row] as number);
    }
    for (const name of names) {
      if (isDefined(name)) continue;
      const text = store.names.textOf(name);
      found.set(text, (found.get(text) ?? new Set()).add(object.path));
    }
  }
  return found;
};
