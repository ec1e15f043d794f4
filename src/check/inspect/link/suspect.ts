// Names whose links a patch may break: what it takes away, what it needs from now on, and what it builds otherwise.
// A name is a suspect as long as nothing cheap shows that it still links.
import type { Context } from '../../../base/context.js';
import type { SourcePlace } from '../../../base/edge.js';
import type { GitTree } from '../../../git/git-tree.js';
import { KbuildFiles } from '../../../kbuild/kbuild-files.js';
import { type BuildChange, type BuiltUnit, buildChange } from '../../../user/build-change.js';
import { type ExportChange, type TouchedFacts, touchedFacts } from '../../../user/export-change.js';
import { factsOf, isSource } from '../../../user/file-change.js';
import { unquoted } from '../../../user/grant.js';
import { loadFiles } from '../../../user/mention.js';
import type { UserSearch } from '../../../user/user-search.js';
import type { WholeKernel } from '../../../user/whole-kernel.js';
import type { InspectedState } from '../inspector.js';
import { configSuspects } from './config-suspect.js';
import { newReferences } from './new-reference.js';

/** What a patch may break, by symbol. */
export interface Suspects {
  readonly touched: TouchedFacts;
  /** Exports that went or changed. */
  readonly changes: ReadonlyMap<string, ExportChange>;
  /** Definitions that went, or are built in fewer configurations, with their place before. */
  readonly lost: ReadonlyMap<string, SourcePlace>;
  /** Files that objects have in more configurations than before. */
  readonly built: ReadonlySet<string>;
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
  const references = await newReferences(touched, build, { now, before, users }, context);
  for (const more of [
    await configSuspects(before.tree, now.tree, users, context),
    await needingImports(touched, now.tree, users, context),
  ])
    for (const [name, paths] of more)
      references.set(name, new Set([...(references.get(name) ?? []), ...paths]));
  return { touched, changes, lost, built: new Set(build.gained.map(({ path }) => path)), references };
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
