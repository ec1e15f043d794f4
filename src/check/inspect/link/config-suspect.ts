// The links that a change to Kconfig may break: of the objects whose CONFIG symbols have other rules than before, what
// they need, who needs them, and the code under `#if`s on these symbols.
import type { Context } from '../../../base/context.js';
import { addTo } from '../../../base/group.js';
import type { ExportIndex } from '../../../edge/export-index.js';
import type { GitTree } from '../../../git/git-tree.js';
import { factsOf, isSource } from '../../../user/file-change.js';
import {
  changedSymbols,
  comparedArchitectures,
  concernedSymbols,
  objectsUnder,
} from '../../../user/kconfig-change.js';
import { loadFiles, summaryOf } from '../../../user/mention.js';
import { OpenLinks } from '../../../user/open-link.js';
import type { UserSearch } from '../../../user/user-search.js';

/** Names with the files that need them. */
export type References = ReadonlyMap<string, ReadonlySet<string>>;

/** Above this number of objects the symbols are those of the whole kernel (`PCI`): their own code alone is examined. */
const MOST_OBJECTS = 400;
/** Names that git searches for at once. */
const MOST_NAMES = 2000;

const NONE: References = new Map();

/** The links that a configuration can break which the state before did not allow. */
export const configSuspects = async (
  before: GitTree,
  now: GitTree,
  users: UserSearch,
  context: Context,
): Promise<References> => {
  const files = [...now.touched].filter((path) => /(?:^|\/)Kconfig[^/]*$/.test(path));
  if (files.length === 0) return NONE;
  const [was, whole] = [await users.kernelOf(before, context), await users.kernelOf(now, context)];
  const symbols = changedSymbols(was.kernel, whole.kernel, files);
  if (symbols.size === 0) return NONE;
  const objects = objectsUnder(whole.kernel, symbols);
  const isFew = objects.length <= MOST_OBJECTS;
  if (!isFew)
    context.report({
      severity: 'note',
      code: 'links-unexamined',
      message: `${objects.length} objects depend on ${[...symbols].slice(0, 3).join(', ')}: only code under #if on these symbols is examined for broken links`,
    });
  const paths = new Set(
    (isFew ? objects : []).flatMap(({ units }) =>
      units.flatMap(({ path, generated }) => (generated ? [] : [path])),
    ),
  );
  await loadFiles(paths, now, users.store, context);
  const index = await users.exportsOf(now, context);
  const own = factsOf(paths, now, users.store);
  const textOf = (name: number): string => users.store.names.textOf(name as never);
  const defined = new Map<string, Set<string>>();
  for (const { name, place } of own.definitions.values()) addTo(defined, textOf(name), place.path);
  const providers = (name: string): Iterable<string> => [
    ...(index.get(name) ?? []).map(({ path }) => path),
    ...(defined.get(name) ?? []),
  ];
  const architectures = comparedArchitectures(was.kernel, whole.kernel, files);
  const concerned = concernedSymbols(was.kernel, whole.kernel, symbols, architectures);
  const links = new OpenLinks(was, whole, providers, concerned, architectures);
  const found = new Map<string, Set<string>>();
  for (const { name, place } of own.references.values())
    if (links.isNewlyOpen(textOf(name), place.path)) addTo(found, textOf(name), place.path);
  const offered = exportedIn(index, paths);
  for (const [name, path] of await usersOf(offered, now, users, context))
    if (links.isNewlyOpen(name, path)) addTo(found, name, path);
  for (const [name, path] of await guardedBy(symbols, now, users, context))
    if (links.isOpen(name, path)) addTo(found, name, path);
  return found;
};

const exportedIn = (index: ExportIndex, paths: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    [...index].filter(([, places]) => places.some(({ path }) => paths.has(path))).map(([name]) => name),
  );

type NameInFile = readonly [name: string, path: string];

/** The files that name some symbols, themselves or through a macro or inline function. */
const usersOf = async (
  names: ReadonlySet<string>,
  tree: GitTree,
  users: UserSearch,
  context: Context,
): Promise<readonly NameInFile[]> => {
  if (names.size === 0 || names.size > MOST_NAMES) return [];
  const files = await users.filesNaming(names, tree, context);
  await loadFiles(files, tree, users.store, context);
  const ids = new Set([...names].map((name) => users.store.names.idOf(name)));
  return files.flatMap((path) => {
    const index = summaryOf(path, tree, users.store);
    if (index === undefined) return [];
    return [...users.store.namesUsedIn(index)]
      .filter((name) => ids.has(name))
      .map((name) => [users.store.names.textOf(name), path] as const);
  });
};

/** Code that is compiled under `#if`s on some CONFIG symbols. */
const guardedBy = async (
  symbols: ReadonlySet<string>,
  tree: GitTree,
  users: UserSearch,
  context: Context,
): Promise<readonly NameInFile[]> => {
  const words = new Set([...symbols].map((name) => `CONFIG_${name}`));
  const files = (await users.filesNaming(words, tree, context)).filter(
    (path) => isSource(path) && !path.endsWith('.h'),
  );
  await loadFiles(files, tree, users.store, context);
  const named = new RegExp(`\\b(?:${[...words].join('|')})\\b`);
  return [...factsOf(files, tree, users.store).references].flatMap(([key, { name, place }]) =>
    named.test(key) ? [[users.store.names.textOf(name), place.path] as const] : [],
  );
};
