// The flow of `who`: who exports symbols of one commit, and who uses them.
import { type Context, quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import { byCodeUnit } from '../base/order.js';
import { absentModule } from '../edge/absent-module.js';
import { symbolsExportedBy } from '../edge/export-index.js';
import { isModuleLike, moduleMatcher, nearNames } from '../edge/module-name.js';
import type { Repository } from '../git/repository.js';
import type { LaidTree } from '../git/tree.js';
import { GitWordSearch } from '../git/word-search.js';
import { SYMBOL_USAGE_VERSION, type SymbolReport, type SymbolUsageList } from '../result/symbol-usage.js';
import { cachedAnswer } from '../state/answer-cache.js';
import { symbolReports } from '../user/symbol-report.js';
import { UserSearch } from '../user/user-search.js';
import { type EdgeRequest, withRepository } from './request.js';

/** Asks who exports and uses some symbols, or the exports of a module. */
export interface WhoRequest
  extends Pick<EdgeRequest, 'tree' | 'workingFolder' | 'config' | 'architecture' | 'cache'> {
  /** The commit to read; HEAD when absent. */
  readonly revision?: string;
  readonly symbols: readonly string[];
  /** All exports of the modules with this name or glob, besides `symbols`. */
  readonly exportsOf?: string;
}

/** Files that are read at most: each takes milliseconds and memory. */
const MOST_FILES = 20_000;

/** The symbols that modules export, and the paths of the modules. */
const exportsOfModules = async (
  pattern: string,
  search: UserSearch,
  tree: LaidTree,
  context: Context,
): Promise<{ readonly symbols: readonly string[]; readonly paths: ReadonlySet<string> }> => {
  const { kernel } = await search.kernelOf(tree, context);
  const objects = kernel.objects.filter(isModuleLike).filter(moduleMatcher(pattern));
  if (objects.length === 0) throw absentModule(pattern, kernel, null);
  const sources = new Set(objects.flatMap(({ units }) => units.map(({ path }) => path)));
  const symbols = new Set<string>();
  for (const places of (await search.exportsOf(tree, context)).values())
    for (const place of places)
      if (sources.has(place.path)) for (const one of symbolsExportedBy(place)) symbols.add(one);
  return { symbols: [...symbols].sort(byCodeUnit), paths: new Set(objects.map(({ path }) => path)) };
};

const isKnown = ({ exports, definitions, users }: SymbolReport): boolean =>
  exports.length + definitions.length + users.length > 0;

/** @throws UserError `input` when nothing is known of any symbol. */
const failIfUnknown = async (
  reports: readonly SymbolReport[],
  search: UserSearch,
  tree: LaidTree,
  context: Context,
): Promise<void> => {
  if (reports.length === 0 || reports.some(isKnown)) return;
  const [first] = reports.map(({ symbol }) => symbol);
  const near = nearNames(first ?? '', (await search.exportsOf(tree, context)).keys());
  throw new UserError('input', `no code of this tree exports, defines or uses "${first}"`, {
    hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Give the name of a function or variable.',
  });
};

const find = async (
  repository: Repository,
  request: WhoRequest,
  context: Context,
): Promise<SymbolUsageList> => {
  const { symbols, exportsOf } = request;
  const commit = await repository.resolve(request.revision ?? 'HEAD', context);
  const tree = await repository.treeAt(commit, context);
  const search = new UserSearch(repository.reader, new GitWordSearch(repository), request, {
    tellsPaths: true,
    mostFiles: MOST_FILES,
  });
  const exported = exportsOf === undefined ? null : await exportsOfModules(exportsOf, search, tree, context);
  const asked = [...new Set([...symbols, ...(exported?.symbols ?? [])])];
  const usage = await search.find(new Set(asked), tree, context, { allArchitectures: true });
  const all = symbolReports(usage, asked);
  await failIfUnknown(exported === null ? all : [], search, tree, context);
  // A line with the word of an export may be under a condition that no configuration meets.
  const isOffered = ({ symbol, exports }: SymbolReport): boolean =>
    symbols.includes(symbol) || exports.some(({ path }) => exported?.paths.has(path));
  return {
    schemaVersion: SYMBOL_USAGE_VERSION,
    commit,
    exportsOf: exportsOf ?? null,
    allFiles: usage.allFiles,
    allArchitectures: usage.complete || !usage.allFiles,
    symbols: all.filter(isOffered),
  };
};

/** The answer of an earlier run on the same tree, else a new one. */
const cached = async (
  repository: Repository,
  request: WhoRequest,
  context: Context,
): Promise<SymbolUsageList> => {
  const { cache, symbols, exportsOf, config, architecture } = request;
  if (cache === undefined) return find(repository, request, context);
  const commit = await repository.resolve(request.revision ?? 'HEAD', context);
  const tree = await repository.treeIdOf(commit);
  const question = ['who', SYMBOL_USAGE_VERSION, tree, symbols, exportsOf, config, architecture];
  const found = await cachedAnswer(cache, question, () =>
    find(repository, { ...request, revision: commit }, context),
  );
  return { ...found, commit };
};

/**
 * Who exports symbols of one commit, and who uses them.
 * @throws UserError `input` when tree, revision or module names are wrong, or nothing is known of the symbols;
 *   `environment` when git fails.
 */
export const symbolUsage = (
  request: WhoRequest,
  context: Context = quietContext(),
): Promise<SymbolUsageList> =>
  withRepository(request, context, (repository) => cached(repository, request, context));
