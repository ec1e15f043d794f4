// One folder's Kbuild file: the objects it builds and the folders below it (Documentation/kbuild/makefiles.rst, "The kbuild files").
import type { ModuleName } from '../base/id.js';
import type { CompositeObject, TranslationUnit } from './composite-object.js';
import { FALSE, type Formula, type Formulas, TRUE } from './formula/formula.js';
import type { Makefile, PatternRule } from './makefile/makefile.js';
import { anyOf, type Words, wordsUnder } from './makefile/word.js';
import { joinPath } from './path.js';

/** The conditions and flags with which Kbuild descends into a folder. Several visits of one folder are joined by "or". */
export interface Visit {
  /** The condition under which Kbuild descends into it. */
  readonly when: Formula;
  /** The condition under which its built-in objects are linked into vmlinux: false for a folder in `obj-m` alone. */
  readonly builtInWhen: Formula;
  /** `subdir-ccflags-y` of the folders above. */
  readonly flags: Words;
}

/** The objects that a Kbuild file builds, and the folders that it descends into, by path. */
export interface FolderContent {
  readonly objects: readonly CompositeObject[];
  readonly folders: ReadonlyMap<string, Visit>;
}

/** Returns the source of an object, given its path without suffix; undefined when the tree has none. */
export type SourceLookup = (stem: string) => string | undefined;

interface Listed {
  builtIn: Formula;
  module: Formula;
}

/** The objects and folders in `obj-y`, `obj-m` and `lib-y`, each with the conditions of both kinds. */
const listedOf = (formulas: Formulas, makefile: Makefile): ReadonlyMap<string, Listed> => {
  const listed = new Map<string, Listed>();
  const add = (words: Words, kind: keyof Listed): void => {
    for (const { text, when } of words) {
      const entry = listed.get(text) ?? { builtIn: FALSE, module: FALSE };
      entry[kind] = formulas.or(entry[kind], when);
      listed.set(text, entry);
    }
  };
  add(makefile.words('obj-y'), 'builtIn');
  add(makefile.words('lib-y'), 'builtIn');
  add(makefile.words('obj-m'), 'module');
  // Built-in wins over module (scripts/Makefile.lib).
  for (const entry of listed.values()) entry.module = formulas.without(entry.module, entry.builtIn);
  return listed;
};

/** One evaluated Kbuild file, and how to find the sources of its objects. */
export interface KbuildFile {
  readonly formulas: Formulas;
  readonly folder: string;
  readonly path: string;
  readonly makefile: Makefile;
  readonly sourceOf: SourceLookup;
}

/** The objects and folders of one evaluated Kbuild file. */
export const contentOf = (file: KbuildFile, visit: Visit): FolderContent => {
  const { formulas, folder, path, makefile } = file;
  const below = joined(visit.flags, makefile.words('subdir-ccflags-y'));
  const flags = joined(joined(below, makefile.words('ccflags-y')), makefile.words('EXTRA_CFLAGS'));
  const objects: CompositeObject[] = [];
  const folders = new Map<string, Visit>();
  for (const [word, { builtIn, module }] of listedOf(formulas, makefile)) {
    const builtInWhen = formulas.and(visit.builtInWhen, builtIn);
    if (word.endsWith('/')) {
      const target = joinPath(folder, word);
      const when = formulas.and(visit.when, formulas.or(builtIn, module));
      if (target === null || when === FALSE) continue;
      const known = folders.get(target);
      folders.set(target, {
        when: formulas.or(when, known?.when ?? FALSE),
        builtInWhen: formulas.or(builtInWhen, known?.builtInWhen ?? FALSE),
        flags: below,
      });
    } else if (word.endsWith('.o')) {
      const moduleWhen = formulas.and(visit.when, module);
      const stem = joinPath(folder, word.slice(0, -2));
      if (stem === null || (moduleWhen === FALSE && builtInWhen === FALSE)) continue;
      const units = unitsOf(file, word.slice(0, -2), moduleWhen, flags);
      const name = stem.slice(stem.lastIndexOf('/') + 1) as ModuleName;
      objects.push({ name, path: stem, moduleWhen, builtInWhen, units, makefile: path });
    }
  }
  return { objects, folders };
};

const unitsOf = (
  { formulas, folder, makefile, sourceOf }: KbuildFile,
  object: string,
  moduleWhen: Formula,
  flags: Words,
): readonly TranslationUnit[] => {
  const members = [
    ...makefile.words(`${object}-objs`),
    ...makefile.words(`${object}-y`),
    ...wordsUnder(formulas, makefile.words(`${object}-m`), moduleWhen),
  ].filter(({ text }) => text.endsWith('.o'));
  const whens = new Map<string, Formula>();
  for (const { text, when } of members) whens.set(text, formulas.or(when, whens.get(text) ?? FALSE));
  // Kbuild compiles an object with an empty list from the source of the same name.
  const single = formulas.not(anyOf(formulas, members));
  if (single !== FALSE)
    whens.set(`${object}.o`, single === TRUE ? TRUE : formulas.or(single, whens.get(`${object}.o`) ?? FALSE));
  const units: TranslationUnit[] = [];
  for (const [member, when] of whens) {
    const stem = joinPath(folder, member.slice(0, -2));
    if (stem === null) continue;
    const source = sourceOf(stem) ?? patternSource(makefile.patterns, stem, sourceOf);
    // The list is empty in some configurations only, and the object has no source of its own.
    if (source === undefined && member === `${object}.o` && whens.size > 1) continue;
    units.push({
      path: source ?? `${stem}.c`,
      generated: source === undefined,
      when,
      flags: joined(flags, makefile.words(`CFLAGS_${member}`)),
    });
  }
  return units;
};

/** Concatenates two lists. Nearly every unit has the flags of its folder and no others, so `a` is shared. */
const joined = (a: Words, b: Words): Words => (b.length === 0 ? a : [...a, ...b]);

const patternSource = (
  patterns: readonly PatternRule[],
  stem: string,
  sourceOf: SourceLookup,
): string | undefined => {
  for (const { target, source } of patterns) {
    const [prefix = '', suffix = ''] = (joinPath('', target) ?? '').split('%');
    const object = `${stem}.o`;
    if (!object.startsWith(prefix) || !object.endsWith(suffix)) continue;
    const middle = object.slice(prefix.length, object.length - suffix.length);
    const path = joinPath(
      '',
      source.replace('%', () => middle),
    );
    const found = path === null ? undefined : sourceOf(path.replace(/\.c$/, ''));
    if (found !== undefined) return found;
  }
  return undefined;
};
