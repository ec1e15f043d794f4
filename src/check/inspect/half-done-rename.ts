// Finding: a patch takes a definition away and rewrites some of its uses; others are left as they were, and do not
// compile in the configurations that have them.

import type { Context } from '../../base/context.js';
import { counted } from '../../base/count.js';
import { byCodeUnit } from '../../base/order.js';
import { memberTypesOf } from '../../csource/member-access.js';
import type { Scope } from '../../edge/scope.js';
import type { Kernel } from '../../kbuild/kernel.js';
import type { Finding } from '../../result/verdict.js';
import { compiledWhere } from './compiled-where.js';
import type { InspectedState, InspectorFactory, InspectorSetting } from './inspector.js';
import { mayDefine, type NameUse, usesOf } from './name-use.js';
import { type RemovedName, removedNames } from './removed-name.js';
import { isKernelSource, readSources, type SourceFile } from './source-file.js';

/** More places of one name than this are counted, not listed. */
const MOST_PLACES = 20;
/** A patch that takes more names away than this is a removal, and its words are too many to search for. */
const MOST_NAMES = 200;

const WORD = /[A-Za-z_]\w*/g;

interface Rewritten {
  readonly removed: RemovedName;
  /** How many of its uses the patch rewrote or took away. */
  readonly uses: number;
}

/** Counts the lines between those that two texts begin and end with alike: how many more the old one has of each. */
const countBetween = (old: readonly string[], now: readonly string[], counts: Map<string, number>): void => {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let same = 0;
  while (same < shorter - start && old.at(-1 - same) === now.at(-1 - same)) same++;
  const add = (line: string, by: number): unknown => counts.set(line, (counts.get(line) ?? 0) + by);
  for (const line of old.slice(start, old.length - same)) add(line.trim(), 1);
  for (const line of now.slice(start, now.length - same)) add(line.trim(), -1);
};

/** The lines of the state before that are no more, here or moved elsewhere. */
const goneLines = (before: readonly SourceFile[], now: readonly SourceFile[]): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  const then = new Map(before.map(({ path, lines }) => [path, lines]));
  const left = new Map(now.map(({ path, lines }) => [path, lines]));
  for (const path of new Set([...then.keys(), ...left.keys()]))
    countBetween(then.get(path) ?? [], left.get(path) ?? [], counts);
  return new Set([...counts].filter(([, more]) => more > 0).map(([line]) => line));
};

/** The removed names with uses that the patch rewrites. */
const rewrittenNames = (before: readonly SourceFile[], now: readonly SourceFile[]): readonly Rewritten[] => {
  const gone = goneLines(before, now);
  const words = new Set([...gone].flatMap((line) => line.match(WORD) ?? []));
  const removed = removedNames(before, now, words);
  if (removed.length === 0 || removed.length > MOST_NAMES) return [];
  const types = memberTypesOf(before.flatMap(({ aggregates }) => aggregates));
  const counts = new Map<RemovedName, number>();
  for (const file of before) {
    const { lines } = file;
    const named = new Set(file.spelling.texts);
    for (const name of removed) {
      if (!named.has(name.name)) continue;
      const isHome = file.path === name.path;
      const uses = usesOf(file, name, types, isHome).filter(
        ({ line }) => !(isHome && line === name.line) && gone.has((lines[line - 1] ?? '').trim()),
      );
      if (uses.length > 0) counts.set(name, (counts.get(name) ?? 0) + uses.length);
    }
  }
  return [...counts].map(([name, uses]) => ({ removed: name, uses }));
};

/** Where files that can name it may be: a name of a header of one folder is for the files of its subsystem. */
const pathspecsOf = (names: readonly Rewritten[], near: () => readonly string[]): readonly string[] => {
  const folders = new Set<string>();
  for (const { removed } of names) {
    if (removed.isLocal) folders.add(removed.path);
    else if (/^include\/|^arch\/[^/]+\/include\//.test(removed.path) || removed.path.endsWith('.c'))
      return near();
    else folders.add(removed.path.split('/').slice(0, 2).join('/'));
  }
  return [...folders].sort(byCodeUnit);
};

/**
 * Folders of the queried modules, and of what the series changes outside of the common headers. A search of the
 * whole tree takes longer than all the rest of a check.
 */
const nearFolders = (scopes: readonly Scope[], changed: ReadonlySet<string>): readonly string[] => {
  const folders = new Set<string>();
  const add = (path: string): void => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (folder !== '' && !/^include(?:\/|$)/.test(folder)) folders.add(folder);
  };
  for (const { consumers, providers } of scopes)
    for (const { units } of [...consumers, ...providers]) for (const { path } of units) add(path);
  for (const path of changed) add(path);
  return [...folders].sort(byCodeUnit);
};

interface Leftover {
  readonly path: string;
  readonly use: NameUse;
}

/** The uses that are left; none when something that is left may still define the name. */
const leftoversOf = (
  removed: RemovedName,
  files: readonly SourceFile[],
  touched: readonly SourceFile[],
): readonly Leftover[] => {
  const naming = files.filter(
    ({ path, spelling }) =>
      (!removed.isLocal || path === removed.path) && spelling.texts.includes(removed.name),
  );
  if ([...naming, ...touched].some((file) => mayDefine(file, removed))) return [];
  const shared = touched.flatMap(({ aggregates }) => aggregates);
  return naming.flatMap((file) => {
    const types = memberTypesOf([...shared, ...file.aggregates]);
    return usesOf(file, removed, types).map((use) => ({ path: file.path, use }));
  });
};

const whatIsGone = ({ name, kind, struct }: RemovedName): string =>
  kind === 'member' ? `${name} of struct ${struct}` : `${kind} ${name}`;

const findingsOf = (
  label: string,
  kernel: Kernel,
  { removed, uses }: Rewritten,
  leftovers: readonly Leftover[],
): readonly Finding[] => {
  const rewrote = `the patch rewrote ${counted(uses, 'other use')}`;
  return leftovers.slice(0, MOST_PLACES).map(({ path, use }, i) => {
    const { condition, architectures } = compiledWhere(kernel, path, use.conditions);
    const where = [
      condition === null ? '' : ` if ${condition}`,
      architectures === null || architectures.length === kernel.architectures.length
        ? ''
        : ` on ${architectures.length === 0 ? 'no architecture' : architectures.join(', ')}`,
    ].join('');
    const more = leftovers.length - MOST_PLACES;
    const others = i === MOST_PLACES - 1 && more > 0 ? `, and ${more} more places have it` : '';
    return {
      kind: 'half-done-rename',
      severity: 'warning',
      message: `${whatIsGone(removed)} is gone, and ${use.text} is left${where}: ${rewrote}${others}`,
      state: label,
      path,
      line: use.line,
    };
  });
};

/** What the inspector keeps from patch to patch. */
interface Seen {
  /** Paths that the series changed so far. */
  readonly changed: Set<string>;
  /** The files of the patch before: the next patch mostly changes the same ones. */
  files: readonly SourceFile[];
}

const inspectPatch = async (
  now: InspectedState,
  before: InspectedState,
  seen: Seen,
  { repository: { reader }, filesWith }: InspectorSetting,
  context: Context,
): Promise<readonly Finding[]> => {
  const { changed } = seen;
  const paths = now.changes
    .map(({ path }) => path)
    .filter(isKernelSource)
    .sort(byCodeUnit);
  const then = await readSources(paths, before.tree, reader, seen.files);
  const touched = await readSources(paths, now.tree, reader);
  seen.files = touched;
  const rewritten = rewrittenNames(then, touched);
  if (rewritten.length === 0) return [];
  const words = [...new Set(rewritten.map(({ removed }) => removed.name))];
  const { kernel, scopes } = await now.facts();
  const near = (): readonly string[] => nearFolders(scopes, changed);
  const inBase = await filesWith(words, pathspecsOf(rewritten, near), context);
  const own = new Set(paths);
  const others = [...inBase, ...changed].filter((path) => isKernelSource(path) && !own.has(path));
  const files = [...touched, ...(await readSources(others, now.tree, reader))].sort((a, b) =>
    byCodeUnit(a.path, b.path),
  );
  const left = rewritten
    .map((one) => ({ one, leftovers: leftoversOf(one.removed, files, touched) }))
    .filter(({ leftovers }) => leftovers.length > 0);
  if (left.length === 0) return [];
  return left.flatMap(({ one, leftovers }) => findingsOf(now.label, kernel, one, leftovers));
};

/** Uses of a name that a patch leaves behind without the definition. */
export const halfDoneRename: InspectorFactory = (setting) => {
  const seen: Seen = { changed: new Set(), files: [] };
  return async (now, before, context) => {
    if (before === null) return [];
    for (const { path } of now.changes) seen.changed.add(path);
    return inspectPatch(now, before, seen, setting, context);
  };
};
