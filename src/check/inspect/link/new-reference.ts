// References that a patch adds to functions of which nothing read so far shows that a module can link to them: nobody
// else's module calls them, and no export is in sight. Few patches have one; those are worth a look through the tree.
import type { NameId } from '../../../csource/name-table.js';
import { ItemKind, itemCount, REF_STRIDE } from '../../../csource/summary.js';
import type { TreeFacts } from '../../../edge/analyse.js';
import type { CompositeObject } from '../../../kbuild/composite-object.js';
import { FALSE } from '../../../kbuild/formula/formula.js';
import { kindOf, nameOf } from '../../../summary/item-rows.js';
import type { SummaryIndex } from '../../../summary/summary-store.js';
import type { TouchedFacts } from '../../../user/export-change.js';
import type { InspectedState } from '../inspector.js';

/** For each doubtful symbol the paths of the objects that refer to it now. */
export const newReferences = async (
  { gained }: TouchedFacts,
  state: InspectedState,
  earlier: InspectedState,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  if (gained.size === 0) return new Map();
  const facts = await state.facts();
  const users = objectsByFile(facts);
  const found = new Map<string, ReadonlySet<string>>();
  const names = new Map<NameId, string>();
  for (const [name, path] of gained) {
    const objects = path.endsWith('.h') ? [...users.values()].flat() : (users.get(path) ?? []);
    if (!objects.some(({ moduleWhen }) => moduleWhen !== FALSE)) continue;
    found.set(name, new Set(objects.map((object) => object.path)));
    names.set(facts.store.names.idOf(name), name);
  }
  const { all, isHeader } = facts.closures.roles();
  for (const [id, name] of names) if (isAtHand(id, facts, isHeader)) names.delete(id) && found.delete(name);
  if (names.size === 0) return new Map();
  const declared = declaredIn(facts, [...all].filter(isHeader), names);
  const linked = linkedBefore(await earlier.facts(), names);
  for (const [id, name] of names) if (!declared.has(id) || linked.has(id)) found.delete(name);
  return found;
};

/** The objects in scope by their sources. */
const objectsByFile = ({ scopes }: TreeFacts): ReadonlyMap<string, readonly CompositeObject[]> => {
  const objects = new Set(scopes.flatMap(({ consumers, providers }) => [...consumers, ...providers]));
  const found = new Map<string, CompositeObject[]>();
  for (const object of objects)
    for (const { path } of object.units) found.set(path, [...(found.get(path) ?? []), object]);
  return found;
};

/** Whether a header makes a macro or an inline function of the name. */
const isAtHand = (id: NameId, { store }: TreeFacts, isHeader: (index: SummaryIndex) => boolean): boolean => {
  const pairs = store.definitionsOf(id);
  for (let i = 0; i < pairs.length; i += 2) if (isHeader(pairs[i] as number)) return true;
  return false;
};

/** Those of the names that a header declares as functions. */
const declaredIn = (
  { store }: TreeFacts,
  headers: readonly SummaryIndex[],
  names: ReadonlyMap<NameId, string>,
): ReadonlySet<NameId> => {
  const found = new Set<NameId>();
  for (const index of headers) {
    const summary = store.get(index);
    for (let item = 0; item < itemCount(summary); item++)
      if (kindOf(summary, item) === ItemKind.Prototype && names.has(nameOf(summary, item)))
        found.add(nameOf(summary, item));
  }
  return found;
};

/**
 * Those of the names to which a module in scope linked in the state before, so that they must be exported, or which one
 * of them defines for itself: a module that can be one exports what others of its units call.
 */
const linkedBefore = (facts: TreeFacts, names: ReadonlyMap<NameId, string>): ReadonlySet<NameId> => {
  const found = new Set<NameId>();
  for (const [path, objects] of objectsByFile(facts)) {
    const index = facts.closures.summaryAt(path);
    if (index === undefined || !objects.some(({ moduleWhen }) => moduleWhen !== FALSE)) continue;
    const { refs } = facts.store.get(index);
    for (let row = 0; row < refs.length; row += REF_STRIDE)
      if (names.has(refs[row] as number)) found.add(refs[row] as number);
  }
  return found;
};
