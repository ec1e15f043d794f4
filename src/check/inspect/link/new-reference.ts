// The references that a patch adds and that nothing cheap shows to link: in the code that it changes, in the code that it
// builds for another object, and through macros and inline functions.
import type { Context } from '../../../base/context.js';
import { addTo } from '../../../base/group.js';
import type { NameId } from '../../../csource/name-table.js';
import { REF_STRIDE } from '../../../csource/summary.js';
import type { TreeFacts } from '../../../edge/analyse.js';
import type { GitTree } from '../../../git/git-tree.js';
import { FALSE } from '../../../kbuild/formula/formula.js';
import type { BuildChange } from '../../../user/build-change.js';
import type { TouchedFacts } from '../../../user/export-change.js';
import { factsOf } from '../../../user/file-change.js';
import { ForwardNames } from '../../../user/forward-name.js';
import { loadFiles, summaryOf } from '../../../user/mention.js';
import type { UserSearch } from '../../../user/user-search.js';
import type { InspectedState } from '../inspector.js';
import { knownLinks, objectsByFile } from './known-link.js';

/** Two states and the search over them. */
export interface Change {
  readonly now: InspectedState;
  readonly before: InspectedState;
  readonly users: UserSearch;
}

/** The names with the files that refer to them. */
export const newReferences = async (
  { gained, exports }: TouchedFacts,
  build: BuildChange,
  { now, before, users }: Change,
  context: Context,
): Promise<Map<string, ReadonlySet<string>>> => {
  const byFile = new Map<string, Set<string>>();
  for (const [name, paths] of gained) for (const path of paths) addTo(byFile, path, name);
  const built = new Set(build.gained.map(({ path }) => path));
  await loadFiles(built, now.tree, users.store, context);
  for (const { name, place } of factsOf(built, now.tree, users.store).references.values())
    addTo(byFile, place.path, users.store.names.textOf(name));
  const files = [...byFile].filter(([path]) => /\.[chS]$/.test(path));
  if (files.length === 0) return new Map();
  const facts = await now.facts();
  const gainedExports = new Set(exports.flatMap(({ symbol, before: was }) => (was === null ? [symbol] : [])));
  const headers = new KnownNames(facts, now.tree, users);
  const open = new Map<string, Set<string>>();
  const touched = new Set(
    [...now.tree.touched].flatMap((path) => summaryOf(path, now.tree, users.store) ?? []),
  );
  const linked = namesOfModules(await before.facts());
  for (const [path, names] of files) {
    const known = await headers.namesFor(path, context);
    const isHeader = path.endsWith('.h');
    // A macro or inline function that a module uses and that the patch leaves alone links; a header is used by many units,
    // and all that its code leads to would be looked at in each.
    const reached = known.reachedFrom(
      names,
      (name, file) => touched.has(file) || (!isHeader && !linked.has(name)),
    );
    // What the file reached before links as before.
    const old = built.has(path)
      ? new Set()
      : known.reachedFrom(namesIn(path, before.tree, users), () => !isHeader);
    const own = new Set([...names].filter((name) => gainedExports.has(name)));
    for (const name of declaredBy(path, now.tree, users)) if (names.has(name)) own.add(name);
    for (const name of new Set([...reached, ...own]))
      if ((names.has(name) || !old.has(name)) && !isOwn(name, path, now.tree, users)) addTo(open, name, path);
  }
  return unknownAmong(open, facts, await before.facts(), built);
};

/** The names that the modules of the query refer to. */
const namesOfModules = (facts: TreeFacts): ReadonlySet<NameId> => {
  const names = new Set<NameId>();
  for (const [path, objects] of objectsByFile(facts)) {
    const index = facts.closures.summaryAt(path);
    if (index === undefined || objects.every(({ moduleWhen }) => moduleWhen === FALSE)) continue;
    const { refs } = facts.store.get(index);
    for (let row = 0; row < refs.length; row += REF_STRIDE) names.add(refs[row] as NameId);
  }
  return names;
};

/** Without the links that the modules of the query show to hold. */
const unknownAmong = (
  open: ReadonlyMap<string, ReadonlySet<string>>,
  now: TreeFacts,
  before: TreeFacts,
  built: ReadonlySet<string>,
): Map<string, ReadonlySet<string>> => {
  const isKnown = knownLinks(open.keys(), now, before, built);
  const left = new Map<string, ReadonlySet<string>>();
  for (const [name, paths] of open) {
    const unknown = [...paths].filter((path) => !isKnown(name, path));
    if (unknown.length > 0) left.set(name, new Set(unknown));
  }
  return left;
};

const namesIn = (path: string, tree: GitTree, { store }: UserSearch): readonly string[] =>
  [...factsOf([path], tree, store).references.values()].map(({ name }) => store.names.textOf(name));

/** Whether the file itself defines the name, in whatever way. */
const isOwn = (name: string, path: string, tree: GitTree, { store }: UserSearch): boolean => {
  const index = summaryOf(path, tree, store);
  if (index === undefined) return false;
  const pairs = store.definitionsOf(store.names.idOf(name));
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === index) return true;
  return false;
};

/** The names that a source file declares for itself. */
const declaredBy = (path: string, tree: GitTree, { store }: UserSearch): Iterable<string> => {
  const index = path.endsWith('.c') ? summaryOf(path, tree, store) : undefined;
  return index === undefined ? [] : new ForwardNames(store, [index]).declaredNames();
};

/** The names in the headers of files; those of the query are read already. */
class KnownNames {
  private scoped: ForwardNames | null = null;
  private readonly inScope: ReturnType<typeof objectsByFile>;

  constructor(
    private readonly facts: TreeFacts,
    private readonly tree: GitTree,
    private readonly users: UserSearch,
  ) {
    this.inScope = objectsByFile(facts);
  }

  async namesFor(path: string, context: Context): Promise<ForwardNames> {
    const { closures, store } = this.facts;
    if (path.endsWith('.h') ? closures.summaryAt(path) === undefined : !this.inScope.has(path)) {
      const [last] = [...(await this.users.withIncluders([path], this.tree, context))].reverse();
      const unit = path.endsWith('.h') ? await this.users.unitReading(path, this.tree, context) : last;
      return this.users.namesFor(unit ?? path, this.tree, context);
    }
    if (this.scoped === null) {
      const { all, isHeader } = closures.roles();
      this.scoped = new ForwardNames(store, [...all].filter(isHeader));
    }
    return this.scoped;
  }
}
