// The search for links that a patch breaks: what it may break, then everything in the tree that has to do with it, before
// the patch and after it.
import type { Context } from '../../../base/context.js';
import type { IndexedExport } from '../../../edge/export-index.js';
import { isPossible } from '../../../edge/scope.js';
import type { GitTree } from '../../../git/git-tree.js';
import { TRUE } from '../../../kbuild/formula/formula.js';
import type { Finding } from '../../../result/verdict.js';
import { type Breakage, type BreakageQuestion, breakagesIn, newPart } from '../../../user/breakage.js';
import type { SearchLimit } from '../../../user/unit-choice.js';
import type { SymbolUsage, UserSearch } from '../../../user/user-search.js';
import type { WholeKernel } from '../../../user/whole-kernel.js';
import type { InspectedState, InspectorSetting } from '../inspector.js';
import { undefinedMacros } from './export-macro.js';
import { exportedTwice } from './exported-twice.js';
import { failuresIn } from './failure.js';
import { brokenFindings } from './finding.js';
import { rustUsers } from './rust-user.js';
import { type Suspects, suspectsOf } from './suspect.js';
import { usersFor } from './users.js';

/** What breaks from one state to the next. */
export const brokenLinksOf = async (
  now: InspectedState,
  before: InspectedState,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Finding[]> => {
  const users = usersFor(setting);
  const suspects = await suspectsOf(now, before, users, context);
  const question = await questionOf(suspects, now.tree, setting);
  const fresh: Breakage[] = [];
  const rust: Finding[] = [];
  for (const { symbols, limit } of await searchesOf(suspects, now, setting, context)) {
    const usage = await users.find(symbols, now.tree, context, limit);
    if (limit.users === undefined) rust.push(...(await rustUsers(suspects, usage, now, setting, context)));
    const found: Breakage[] = [];
    for (const one of await breakagesIn(usage, question, context))
      if (await isSure(one, suspects, usage, setting, context)) found.push(one);
    if (found.length === 0) continue;
    const broken = new Set(found.map(({ use }) => use.symbol));
    const usageBefore = await users.find(broken, before.tree, context, limit);
    const foundBefore = await breakagesIn(usageBefore, { ...question, concerns: () => true }, context);
    // What the base leaves undefined everywhere is made in a way that is not seen.
    const hidden = new Set(
      foundBefore.flatMap(({ use, cause }) =>
        cause.kind === 'undefined' && !suspects.lost.has(use.symbol) ? [use.symbol] : [],
      ),
    );
    for (const one of found) {
      if (one.cause.kind === 'undefined' && hidden.has(one.use.symbol)) continue;
      const part = newPart(one, foundBefore, usage);
      if (part !== null) fresh.push(part);
    }
  }
  const macros = suspects.touched.exportLines;
  const broken = fresh.length === 0 ? [] : await withoutEdges(fresh, now, users, context);
  const { failures, undecided } =
    broken.length === 0
      ? { failures: [], undecided: 0 }
      : failuresIn(broken, (await users.kernelOf(now.tree, context)).kernel);
  if (undecided > 0)
    context.report({
      severity: 'note',
      code: 'links-undecided',
      message: `${now.label}: ${undecided} ${undecided === 1 ? 'link' : 'links'} may break in some configurations; none was found that shows it`,
    });
  return [
    ...brokenFindings(failures, suspects, now.label),
    ...rust,
    ...(await exportedTwice(suspects, now, before, users, context)),
    ...(await undefinedMacros(macros, now.tree, now.label, setting, context)),
  ];
};

/**
 * Without those that `built-in-needs-module` reports: edges of the question whose consumer is built in while the provider is
 * a module, and that fail in no other way.
 */
const withoutEdges = async (
  fresh: readonly Breakage[],
  now: InspectedState,
  users: UserSearch,
  context: Context,
): Promise<readonly Breakage[]> => {
  const { kernel } = await users.kernelOf(now.tree, context);
  const { formulas } = kernel;
  const { drafts } = await now.facts();
  const edges = new Set(
    drafts.map(({ consumer, provider, symbol, architecture }) =>
      [consumer.path, provider.path, symbol, architecture].join(' '),
    ),
  );
  return fresh.filter(({ use, cause, when }) => {
    if (cause.kind !== 'elsewhere') return true;
    const { object, symbol, architecture } = use;
    const provider = cause.export.object;
    if (!edges.has([object.path, provider.path, symbol, architecture].join(' '))) return true;
    const mixed = formulas.and(
      kernel.narrow(object.builtInWhen, architecture),
      kernel.narrow(provider.moduleWhen, architecture),
    );
    return isPossible(kernel, formulas.without(when, mixed), architecture);
  });
};

interface Search {
  readonly symbols: ReadonlySet<string>;
  readonly limit: SearchLimit;
}

/**
 * What went is searched in the whole tree. New references are looked at in their own files, beside the exports of the names
 * if lines show them, and otherwise beside their definitions.
 */
const searchesOf = async (
  { changes, lost, references, touched: { lookups } }: Suspects,
  now: InspectedState,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Search[]> => {
  const whole = new Set([...changes.keys(), ...lost.keys()]);
  const open = [...references].filter(([name]) => !whole.has(name));
  if (open.length === 0) return whole.size > 0 ? [{ symbols: whole, limit: {} }] : [];
  const users = usersFor(setting);
  const index = await users.exportsOf(now.tree, context);
  const kernel = await users.kernelOf(now.tree, context);
  const exported = { symbols: new Set<string>(), users: new Set<string>(), among: new Set<string>() };
  const others = { symbols: new Set<string>(), users: new Set<string>() };
  for (const [name, paths] of open) {
    const exports: readonly IndexedExport[] = index.get(name) ?? [];
    const isLookedUp = lookups.has(name);
    if (exports.some((one) => isForAll(one, kernel) && (!isLookedUp || one.macro.endsWith('_GPL')))) continue;
    if (hasHeader(paths)) {
      whole.add(name);
      continue;
    }
    const group = exports.length > 0 ? exported : others;
    group.symbols.add(name);
    for (const path of await users.withIncluders(paths, now.tree, context)) group.users.add(path);
    for (const { path } of exports) exported.among.add(path);
  }
  return [
    { symbols: whole, limit: {} },
    { symbols: exported.symbols, limit: { users: exported.users, among: exported.among } },
    { symbols: others.symbols, limit: { users: others.users } },
  ].filter(({ symbols }) => symbols.size > 0);
};

/** Whether an export is in every image, for every module. */
const isForAll = ({ macro, path }: IndexedExport, { objectsOf }: WholeKernel): boolean =>
  (macro === 'EXPORT_SYMBOL' || macro === 'EXPORT_SYMBOL_GPL') &&
  objectsOf(path).some(
    ({ builtInWhen, units }) =>
      builtInWhen === TRUE &&
      units.some(
        (unit) =>
          unit.path === path &&
          unit.when === TRUE &&
          !unit.flags.some(({ text }) => text.startsWith('-DDEFAULT_SYMBOL_NAMESPACE=')),
      ),
  );

const questionOf = async (
  { changes, lost, references }: Suspects,
  tree: GitTree,
  { repository }: InspectorSetting,
): Promise<BreakageQuestion> => ({
  concerns: ({ symbol, compilation, place }) => {
    if (changes.has(symbol) || lost.has(symbol)) return true;
    const paths = references.get(symbol);
    return (
      paths !== undefined && (paths.has(compilation.unit.path) || paths.has(place.path) || hasHeader(paths))
    );
  },
  lost: new Set(lost.keys()),
  gplLookups: await asksForGplOnly(tree, repository.reader),
});

const hasHeader = (paths: ReadonlySet<string>): boolean => [...paths].some((path) => path.endsWith('.h'));

const LOOKUP_SOURCE = 'kernel/module/main.c';

/** Whether symbol_get() refuses exports that are not for GPL modules, as it does since 6.6. */
const asksForGplOnly = async (
  tree: GitTree,
  reader: InspectorSetting['repository']['reader'],
): Promise<boolean> => {
  const blob = tree.blobAt(LOOKUP_SOURCE);
  let found = false;
  if (blob !== undefined)
    await reader.readBlobs([blob], (bytes) => {
      found = Buffer.from(bytes).includes('non-GPLONLY');
    });
  return found;
};

/** What is no source of C or assembler, so that a name in it may be a definition: scripts, tables, Rust. */
const OTHER_FILES = [':!*.c', ':!*.h', ':!*.S', ':!Documentation', ':!tools', ':!*.rst', ':!MAINTAINERS'];

/** Whether a breakage is more than something that is made where nothing looks. */
const isSure = async (
  { use, cause }: Breakage,
  { changes, lost }: Suspects,
  usage: SymbolUsage,
  { filesWith }: InspectorSetting,
  context: Context,
): Promise<boolean> => {
  const { symbol, object } = use;
  if (cause.kind !== 'undefined' || cause.unbuilt !== null || changes.has(symbol) || lost.has(symbol))
    return true;
  if (usage.mayBeMade(symbol) || object.units.some(({ generated }) => generated)) return false;
  return (await filesWith([symbol], OTHER_FILES, context)).length === 0;
};
