// Names whose links a patch may break: what it takes away, what it needs from now on, and what it builds otherwise.
// A name is a suspect as long as nothing cheap shows that it still links.
import type { Context } from '../../../base/context.js';
import type { SourcePlace } from '../../../base/edge.js';
import type { TreeFacts } from '../../../edge/analyse.js';
import type { GitTree } from '../../../git/git-tree.js';
import { KbuildFiles } from '../../../kbuild/kbuild-files.js';
import { type BuildChange, type BuiltUnit, buildChange } from '../../../user/build-change.js';
import { type ExportChange, type TouchedFacts, touchedFacts } from '../../../user/export-change.js';
import { factsOf, isSource } from '../../../user/file-change.js';
import { unquoted } from '../../../user/grant.js';
import { changedSymbols, objectsUnder } from '../../../user/kconfig-change.js';
import { declaredIn, loadFiles } from '../../../user/mention.js';
import type { UserSearch } from '../../../user/user-search.js';
import type { WholeKernel } from '../../../user/whole-kernel.js';
import type { InspectedState } from '../inspector.js';
import { knownLinks, objectsByFile } from './known-link.js';

/** What a patch may break, by symbol. */
export interface Suspects {
  readonly touched: TouchedFacts;
  /** Exports that went or changed. */
  readonly changes: ReadonlyMap<string, ExportChange>;
  /** Definitions that went, or are built in fewer configurations, with their place before. */
  readonly lost: ReadonlyMap<string, SourcePlace>;
  /** Exports of objects that Kconfig builds in other configurations than before. */
  readonly providers: ReadonlySet<string>;
  /** New references, with the files that have them. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What a patch may break from one state to the next. */
export const suspectsOf = async (
  now: InspectedState,
  before: InspectedState,
  users: UserSearch,
  context: Context,
): Promise<Suspects> => {
  const touched = await touchedFacts(before.tree, now.tree, users, context);
  const build = await buildBetween(before.tree, now.tree, users, context);
  const lost = new Map(touched.lostDefinitions);
  for (const [name, place] of await definitionsIn(build.lost, before.tree, users, context))
    lost.set(name, place);
  for (const name of touched.inlined) lost.delete(name);
  const changes = new Map(
    touched.exports
      .filter(({ symbol, before: was }) => was !== null && !touched.inlined.has(symbol))
      .map((change) => [change.symbol, change]),
  );
  for (const [symbol, places] of await exportsIn(build.lost, before.tree, users, context)) {
    const [place] = places;
    if (!changes.has(symbol) && place !== undefined)
      changes.set(symbol, { symbol, before: place, now: null });
  }
  const config = await configuredOtherwise(before.tree, now.tree, users, context);
  const imports = await needingImports(touched, now.tree, users, context);
  const built = { ...build, gained: [...build.gained, ...config.units] };
  const references = await newReferences(touched, built, now, before, users, context);
  const providers = new Set((await exportsIn(config.units, now.tree, users, context)).keys());
  for (const [name, paths] of imports) references.set(name, paths);
  return { touched, changes, lost, providers, references };
};

/** Whether Makefiles or Kconfig differ, or a file came or went. */
const changesBuild = (before: GitTree, now: GitTree): boolean =>
  [...now.touched].some(
    (path) =>
      KbuildFiles.concerns(path) ||
      (isSource(path) && (before.blobAt(path) === undefined) !== (now.blobAt(path) === undefined)),
  );

const buildBetween = async (
  before: GitTree,
  now: GitTree,
  users: UserSearch,
  context: Context,
): Promise<BuildChange> =>
  changesBuild(before, now)
    ? buildChange(await users.kernelOf(before, context), await users.kernelOf(now, context))
    : { lost: [], gained: [] };

/** More objects than this hang on symbols of the whole kernel, of which no single one tells anything. */
const MOST_CONFIGURED = 40;

/** The units of objects whose CONFIG symbols have other rules than before. */
const configuredOtherwise = async (
  before: GitTree,
  now: GitTree,
  users: UserSearch,
  context: Context,
): Promise<{ readonly units: readonly BuiltUnit[] }> => {
  const paths = [...now.touched].filter((path) => /(?:^|\/)Kconfig[^/]*$/.test(path));
  if (paths.length === 0) return { units: [] };
  const [was, { kernel }] = [await users.kernelOf(before, context), await users.kernelOf(now, context)];
  const objects = objectsUnder(kernel, changedSymbols(was.kernel, kernel, paths));
  if (objects.length > MOST_CONFIGURED) return { units: [] };
  return {
    units: objects.flatMap((object) =>
      object.units.flatMap(({ path, generated }) => (generated ? [] : [{ object, path }])),
    ),
  };
};

/** The names that need a namespace which the patch does not import any more, with all files of the module. */
const needingImports = async (
  { imports }: TouchedFacts,
  tree: GitTree,
  users: UserSearch,
  context: Context,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const found = new Map<string, ReadonlySet<string>>();
  if (imports.length === 0) return found;
  const whole = await users.kernelOf(tree, context);
  const index = await users.exportsOf(tree, context);
  for (const { namespace, place } of imports) {
    const objects = whole.objectsOf(place.path);
    const paths = new Set(objects.flatMap(({ units }) => units.map(({ path }) => path)));
    await loadFiles(paths, tree, users.store, context);
    for (const { name } of factsOf(paths, tree, users.store).references.values()) {
      const symbol = users.store.names.textOf(name);
      const isInIt = index
        .get(symbol)
        ?.some(({ rest, path }) => unquoted(rest) === namespace || takesDefault(whole, path, namespace));
      if (isInIt) found.set(symbol, paths);
    }
  }
  return found;
};

/** Whether the exports of a file are in a namespace by the flags that its Makefile gives. */
const takesDefault = ({ objectsOf }: WholeKernel, path: string, namespace: string): boolean =>
  objectsOf(path).some(({ units }) =>
    units.some(
      (unit) =>
        unit.path === path &&
        unit.flags.some(
          ({ text }) => text.startsWith('-DDEFAULT_SYMBOL_NAMESPACE=') && text.includes(namespace),
        ),
    ),
  );

const definitionsIn = async (
  units: readonly BuiltUnit[],
  tree: GitTree,
  users: UserSearch,
  context: Context,
): Promise<ReadonlyMap<string, SourcePlace>> => {
  const paths = new Set(units.map(({ path }) => path));
  await loadFiles(paths, tree, users.store, context);
  const { definitions } = factsOf(paths, tree, users.store);
  return new Map([...definitions.values()].map(({ name, place }) => [users.store.names.textOf(name), place]));
};

const exportsIn = async (
  units: readonly BuiltUnit[],
  tree: GitTree,
  users: UserSearch,
  context: Context,
): Promise<ReadonlyMap<string, readonly { readonly macro: string; readonly place: SourcePlace }[]>> => {
  const paths = new Set(units.map(({ path }) => path));
  if (paths.size === 0) return new Map();
  const found = new Map<string, readonly { readonly macro: string; readonly place: SourcePlace }[]>();
  for (const [symbol, places] of await users.exportsOf(tree, context)) {
    const own = places.filter(({ path }) => paths.has(path));
    if (own.length > 0)
      found.set(
        symbol,
        own.map(({ macro, path, line }) => ({ macro, place: { path, line } })),
      );
  }
  return found;
};

/** The references that no module of the question shows to link already. */
const newReferences = async (
  { gained, exports }: TouchedFacts,
  build: BuildChange,
  now: InspectedState,
  before: InspectedState,
  users: UserSearch,
  context: Context,
): Promise<Map<string, ReadonlySet<string>>> => {
  const found = new Map<string, Set<string>>();
  const add = (name: string, path: string): void => {
    found.set(name, (found.get(name) ?? new Set()).add(path));
  };
  for (const [name, paths] of gained) for (const path of paths) add(name, path);
  const built = new Set(build.gained.map(({ path }) => path));
  await loadFiles(built, now.tree, users.store, context);
  for (const { name, place } of factsOf(built, now.tree, users.store).references.values())
    add(users.store.names.textOf(name), place.path);
  if (found.size === 0) return found;
  const facts = await now.facts();
  const isKnown = knownLinks(found.keys(), facts, await before.facts(), built);
  const gainedExports = new Set(exports.flatMap(({ symbol, before: was }) => (was === null ? [symbol] : [])));
  const inScope = objectsByFile(facts);
  const declared = new DeclaredNames(facts, inScope, now.tree, users);
  const left = new Map<string, ReadonlySet<string>>();
  for (const [name, paths] of found) {
    const open = new Set<string>();
    for (const path of paths) {
      if (!isCompiled(path) || isKnown(name, path) || isOwn(name, path, now.tree, users)) continue;
      if (await declared.has(name, path, gainedExports, context)) open.add(path);
    }
    if (open.size > 0) left.set(name, open);
  }
  return left;
};

const isCompiled = (path: string): boolean => /\.[chS]$/.test(path);

/** Whether the file itself defines the name, in whatever way. */
const isOwn = (name: string, path: string, tree: GitTree, { store }: UserSearch): boolean => {
  const index = store.indexOf(tree.blobAt(path) ?? ('' as never), path.endsWith('.S') ? 'asm' : 'c');
  if (index === undefined) return false;
  const pairs = store.definitionsOf(store.names.idOf(name));
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === index) return true;
  return false;
};

/** Which names the headers of files declare; those of the question are read already. */
class DeclaredNames {
  private scoped: ReadonlySet<string> | null = null;
  private readonly others = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly facts: TreeFacts,
    private readonly inScope: ReturnType<typeof objectsByFile>,
    private readonly tree: GitTree,
    private readonly users: UserSearch,
  ) {}

  async has(name: string, path: string, exported: ReadonlySet<string>, context: Context): Promise<boolean> {
    if (exported.has(name)) return true;
    if (path.endsWith('.h') || this.inScope.has(path)) return this.inHeaders().has(name);
    let known = this.others.get(path);
    if (known === undefined) {
      known = await this.users.declaredFor(path, this.tree, context);
      this.others.set(path, known);
    }
    return known.has(name);
  }

  private inHeaders(): ReadonlySet<string> {
    if (this.scoped === null) {
      const { closures, store } = this.facts;
      const { all, isHeader } = closures.roles();
      this.scoped = declaredIn(store, [...all].filter(isHeader));
    }
    return this.scoped;
  }
}
