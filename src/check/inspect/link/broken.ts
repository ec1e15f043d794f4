// The search for links that a patch breaks: what it may break, then everything in the tree that has to do with it, before
// the patch and after it.
import type { Context } from '../../../base/context.js';
import type { GitTree } from '../../../git/git-tree.js';
import type { Finding } from '../../../result/verdict.js';
import { type Breakage, type BreakageQuestion, breakagesIn, newPart } from '../../../user/breakage.js';
import type { SymbolUsage } from '../../../user/user-search.js';
import type { InspectedState, InspectorSetting } from '../inspector.js';
import { brokenFindings } from './finding.js';
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
  for (const { symbols, among } of await searchesOf(suspects, now, setting, context)) {
    const usage = await users.find(symbols, now.tree, context, among);
    const found: Breakage[] = [];
    for (const one of await breakagesIn(usage, question, context))
      if (await isSure(one, suspects, usage, setting, context)) found.push(one);
    if (found.length === 0) continue;
    const broken = new Set(found.map(({ use }) => use.symbol));
    const usageBefore = await users.find(broken, before.tree, context, among);
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
  return brokenFindings(fresh, suspects, now.label);
};

interface Search {
  readonly symbols: ReadonlySet<string>;
  /** Null: the whole tree. */
  readonly among?: ReadonlySet<string>;
}

/** References to names that some line exports are looked at beside those exports alone; all else in the whole tree. */
const searchesOf = async (
  { changes, lost, references }: Suspects,
  now: InspectedState,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Search[]> => {
  const whole = new Set([...changes.keys(), ...lost.keys()]);
  const narrow = new Set<string>();
  const among = new Set<string>();
  const open = [...references].filter(([name]) => !whole.has(name));
  const index = open.length === 0 ? new Map() : await usersFor(setting).exportsOf(now.tree, context);
  for (const [name, paths] of open) {
    const exports: readonly { readonly path: string }[] = index.get(name) ?? [];
    if (exports.length === 0 || [...paths].some((path) => path.endsWith('.h'))) {
      // What a header calls is exported in the usual way, or it is looked for.
      if (exports.length === 0) whole.add(name);
      continue;
    }
    narrow.add(name);
    for (const path of [...paths, ...exports.map((one) => one.path)]) among.add(path);
  }
  return [
    ...(whole.size > 0 ? [{ symbols: whole }] : []),
    ...(narrow.size > 0 ? [{ symbols: narrow, among }] : []),
  ];
};

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
