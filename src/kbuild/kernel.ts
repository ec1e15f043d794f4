// Kbuild and Kconfig of one state of the tree: architectures, their CONFIG symbols, and every object.
import { UserError } from '../base/error.js';
import { byCodeUnit } from '../base/order.js';
import type { Tree } from '../git/tree.js';
import type { CompositeObject } from './composite-object.js';
import { configOrigin } from './config-origin.js';
import { Configuration, parseConfig } from './configuration.js';
import { contentOf, type SourceLookup, type Visit } from './folder.js';
import { FALSE, type Formula, type Formulas, TRUE } from './formula/formula.js';
import type { KbuildFiles } from './kbuild-files.js';
import { SymbolTables } from './kconfig/symbol-table.js';
import { Makefile, type MakeWorld } from './makefile/makefile.js';
import type { Word, Words } from './makefile/word.js';
import { joinPath, normalPath } from './path.js';

/** Restricts the analysis to a configuration, an architecture or some folders. */
export interface KernelOptions {
  /** Text of a `.config`. */
  readonly config?: string;
  /** Name of the only architecture to analyse. */
  readonly architecture?: string;
  /** The only folders to analyse, with all folders above them; undefined for all. */
  readonly within?: ReadonlySet<string>;
}

/** The lists of folders in the top Makefile and in those of the architectures. */
const TOP_LISTS = ['init', 'core', 'drivers', 'net', 'libs', 'virt', 'sound'] as const;

const ARCHITECTURE = /^arch\/([^/]+)\/Kconfig$/;

/** The names of a tree's architecture folders, sorted. */
export const architecturesOf = (tree: Tree): readonly string[] => {
  const found = new Set<string>();
  for (const path of tree.paths(ARCHITECTURE)) {
    // A cheap test first: a tree has ninety thousand paths.
    const match = path.startsWith('arch/') ? ARCHITECTURE.exec(path) : null;
    if (match !== null) found.add(match[1] ?? '');
  }
  return [...found].sort(byCodeUnit);
};

/**
 * The objects that Kbuild builds from one tree, and the configurations of its architectures. All conditions are formulas
 * of `formulas`. Conditions of Makefiles are over all architectures; `narrow` specialises them to one.
 * The constructor throws a `UserError` when the tree lacks the wanted architecture or the `.config` names none.
 */
export class Kernel {
  readonly architectures: readonly string[];
  readonly objects: readonly CompositeObject[];
  private readonly narrowed = new Map<string, Formula>();
  private readonly configurations = new Map<string, Configuration>();
  private readonly tables: SymbolTables;
  private readonly assigned: ReadonlyMap<string, string> | undefined;
  private readonly archMakefiles = new Map<string, Makefile>();
  private readonly archWords: Words;

  /** @param files must have loaded `tree`. */
  constructor(
    readonly formulas: Formulas,
    private readonly files: KbuildFiles,
    private readonly tree: Tree,
    private readonly options: KernelOptions,
  ) {
    this.assigned = options.config === undefined ? undefined : parseConfig(options.config);
    this.architectures = chosenArchitectures(architecturesOf(tree), options, this.assigned);
    this.tables = new SymbolTables((path) => this.files.kconfig(this.tree, normalPath(path) ?? path));
    this.archWords = this.architectureWords();
    this.objects = this.walk();
  }

  /** Whether one `.config` fixes all symbols. */
  get isConfigured(): boolean {
    return this.assigned !== undefined;
  }

  /** The symbols that one Kconfig file defines, selects or implies. */
  symbolsIn(path: string): readonly string[] {
    return (this.files.kconfig(this.tree, path) ?? []).flatMap((statement) =>
      statement.kind === 'config' || statement.kind === 'select' || statement.kind === 'imply'
        ? [statement.name]
        : [],
    );
  }

  /** The CONFIG symbols of one architecture. */
  configurationOf(architecture: string): Configuration {
    let configuration = this.configurations.get(architecture);
    if (configuration === undefined) {
      configuration = new Configuration(this.formulas, this.tables.of(architecture), this.assigned);
      this.configurations.set(architecture, configuration);
    }
    return configuration;
  }

  /** Specialises a condition from a Makefile to one architecture. */
  narrow(condition: Formula, architecture: string): Formula {
    if (condition <= TRUE) return condition;
    const key = `${condition} ${architecture}`;
    let narrowed = this.narrowed.get(key);
    if (narrowed === undefined) {
      narrowed = this.configurationOf(architecture).narrow(this.on(condition, architecture));
      this.narrowed.set(key, narrowed);
    }
    return narrowed;
  }

  /** Whether a condition from a Makefile can hold on this architecture; ignores Kconfig. */
  isMadeOn(condition: Formula, architecture: string): boolean {
    return this.on(condition, architecture) !== FALSE;
  }

  private on(condition: Formula, architecture: string): Formula {
    return this.formulas.substitute(condition, (variable) =>
      variable.startsWith('arch:') ? variable === `arch:${architecture}` : undefined,
    );
  }

  /** Compiler flags that the architecture's Makefile passes to every unit. */
  architectureFlags(architecture: string): Words {
    const makefile = this.archMakefile(architecture);
    return ['LINUXINCLUDE', 'KBUILD_CPPFLAGS', 'KBUILD_CFLAGS'].flatMap((name) => makefile.words(name));
  }

  /** `$(SRCARCH)`: one word per architecture. The conditions exclude each other. */
  private architectureWords(): Words {
    if (this.architectures.length === 1) return [{ text: this.architectures[0] ?? '', when: TRUE }];
    let rest: Formula = TRUE;
    return this.architectures.map((name): Word => {
      const when = this.formulas.and(rest, this.formulas.variable(`arch:${name}`));
      rest = this.formulas.without(rest, when);
      return { text: name, when };
    });
  }

  private world(folder: string, architecture: string | undefined): MakeWorld {
    const { formulas, tree } = this;
    const given = new Map<string, Words>([
      ['srctree', [{ text: '.', when: TRUE }]],
      ['objtree', [{ text: '.', when: TRUE }]],
      ['src', [{ text: folder === '' ? '.' : folder, when: TRUE }]],
      ['obj', [{ text: folder === '' ? '.' : folder, when: TRUE }]],
      ['SRCARCH', this.archWords],
      ['ARCH', this.archWords],
      ['HEADER_ARCH', this.archWords],
      ['BITS', this.bits()],
    ]);
    if (architecture !== undefined)
      for (const name of ['SRCARCH', 'ARCH', 'HEADER_ARCH'])
        given.set(name, [{ text: architecture, when: TRUE }]);
    return {
      formulas,
      config: (name) => this.configWords(name),
      given: (name) => given.get(name) ?? this.fromArchMakefile(folder, name),
      statementsOf: (path) => {
        const inTree = normalPath(path);
        if (inTree === null) return undefined;
        return this.files.makefile(tree, inTree);
      },
      wildcard: (pattern) => this.wildcard(pattern),
    };
  }

  private fromArchMakefile(folder: string, name: string): Words | undefined {
    const architecture = /^arch\/([^/]+)\//.exec(folder)?.[1];
    if (architecture === undefined) return undefined;
    const words = this.archMakefile(architecture).words(name);
    return words.length === 0 ? undefined : words;
  }

  private archMakefile(architecture: string): Makefile {
    let makefile = this.archMakefiles.get(architecture);
    if (makefile === undefined) {
      makefile = new Makefile(this.world('', architecture));
      this.archMakefiles.set(architecture, makefile);
      makefile.run(this.files.makefile(this.tree, `arch/${architecture}/Makefile`) ?? []);
    }
    return makefile;
  }

  private bits(): Words {
    const is64 = this.config64();
    return [
      { text: '64', when: is64 },
      { text: '32', when: this.formulas.not(is64) },
    ].filter(({ when }) => when !== FALSE);
  }

  private config64(): Formula {
    if (this.assigned !== undefined) return this.assigned.get('64BIT') === 'y' ? TRUE : FALSE;
    return this.formulas.variable('64BIT');
  }

  /** The words of `$(CONFIG_X)` over all architectures; `narrow` specialises the conditions later. */
  private configWords(name: string): Words {
    if (this.assigned !== undefined) {
      const value = this.assigned.get(name);
      return value === undefined || value === 'n' ? [] : [{ text: value, when: TRUE }];
    }
    const some = this.formulas.variable(name);
    const module = this.formulas.and(some, this.formulas.variable(`${name}=m`));
    return [
      { text: 'y', when: this.formulas.without(some, module) },
      { text: 'm', when: module },
    ];
  }

  private wildcard(pattern: string): readonly string[] {
    const path = normalPath(pattern);
    if (path === null) return [];
    if (!/[*?[]/.test(path))
      return this.tree.blobAt(path) !== undefined || this.tree.hasFolder(path) ? [pattern] : [];
    return [];
  }

  private walk(): readonly CompositeObject[] {
    const objects = new Map<string, CompositeObject>();
    const { within } = this.options;
    const counts = ([folder]: readonly [string, Visit]): boolean => within?.has(folder) ?? true;
    const pending: [string, Visit][] = [...this.topFolders()].filter(counts);
    const seen = new Map<string, Formula>();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [folder, visit] = next;
      const before = seen.get(folder) ?? FALSE;
      if (this.formulas.entails(visit.when, before) && seen.has(folder)) continue;
      seen.set(folder, this.formulas.or(before, visit.when));
      const content = this.folderContent(folder, visit);
      for (const object of content.objects)
        objects.set(object.path, this.merged(objects.get(object.path), object));
      pending.push(...[...content.folders].filter(counts));
    }
    return [...objects.values()].sort((a, b) => byCodeUnit(a.path, b.path));
  }

  private merged(known: CompositeObject | undefined, object: CompositeObject): CompositeObject {
    if (known === undefined) return object;
    return {
      ...object,
      moduleWhen: this.formulas.or(known.moduleWhen, object.moduleWhen),
      builtInWhen: this.formulas.or(known.builtInWhen, object.builtInWhen),
    };
  }

  private folderContent(folder: string, visit: Visit): ReturnType<typeof contentOf> {
    const inFolder = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const path = this.files.makefile(this.tree, inFolder('Kbuild')) === undefined ? 'Makefile' : 'Kbuild';
    const statements = this.files.makefile(this.tree, inFolder(path)) ?? [];
    const architecture = /^arch\/([^/]+)/.exec(folder)?.[1];
    const makefile = new Makefile(this.world(folder, architecture));
    makefile.run(statements);
    const sourceOf: SourceLookup = (stem) => this.sourceOf(stem);
    return contentOf({ formulas: this.formulas, folder, path: inFolder(path), makefile, sourceOf }, visit);
  }

  private readonly sourceOf = (stem: string): string | undefined =>
    this.tree.blobAt(`${stem}.c`) !== undefined
      ? `${stem}.c`
      : this.tree.blobAt(`${stem}.S`) !== undefined
        ? `${stem}.S`
        : undefined;

  /** The folders in the top Makefile, the top Kbuild file and the Makefiles of the architectures. */
  private topFolders(): ReadonlyMap<string, Visit> {
    const folders = new Map<string, Visit>();
    const add = (words: Words, under: Formula): void => {
      for (const { text, when } of words) {
        const folder = text.endsWith('/') ? joinPath('', text) : null;
        if (folder === null || folder === '') continue;
        const both = this.formulas.or(this.formulas.and(when, under), folders.get(folder)?.when ?? FALSE);
        if (both !== FALSE) folders.set(folder, { when: both, builtInWhen: both, flags: [] });
      }
    };
    const top = new Makefile(this.world('', undefined));
    const isTopList = new RegExp(`^(?:${TOP_LISTS.join('|')})-(?:y|m|\\$\\(CONFIG_\\w+\\))$`);
    top.run(
      (this.files.makefile(this.tree, 'Makefile') ?? []).filter(
        (s) => s.kind === 'assign' && isTopList.test(s.name),
      ),
    );
    for (const list of TOP_LISTS) for (const suffix of ['y', 'm']) add(top.words(`${list}-${suffix}`), TRUE);
    const kbuild = new Makefile(this.world('', undefined));
    kbuild.run(this.files.makefile(this.tree, 'Kbuild') ?? []);
    add(kbuild.words('obj-y'), TRUE);
    add(kbuild.words('obj-m'), TRUE);
    for (const { text, when } of this.archWords) {
      add([{ text: `arch/${text}/`, when: TRUE }], when);
      for (const list of TOP_LISTS)
        for (const suffix of ['y', 'm']) add(this.archMakefile(text).words(`${list}-${suffix}`), when);
    }
    return folders;
  }
}

const chosenArchitectures = (
  all: readonly string[],
  options: KernelOptions,
  assigned: ReadonlyMap<string, string> | undefined,
): readonly string[] => {
  const wanted =
    options.architecture ??
    (assigned === undefined ? undefined : architectureOfConfig(all, options.config ?? '', assigned));
  if (wanted === undefined) return all;
  const written = configOrigin(options.config ?? '')?.architecture;
  if (written !== undefined && written !== wanted && all.includes(written) && wanted !== 'um')
    throw new UserError('input', `the kernel configuration is for ${written}, not for ${wanted}`, {
      hint: `Give --arch ${written}, or a .config of ${wanted}.`,
    });
  if (!all.includes(wanted))
    throw new UserError('input', `this tree has no architecture "${wanted}"`, {
      hint: `It has: ${all.join(', ')}.`,
    });
  return [wanted];
};

/** The Kconfig symbol of an architecture, where it is not the folder's name in capitals. */
const ARCHITECTURE_SYMBOLS: Readonly<Record<string, string>> = { powerpc: 'PPC', sh: 'SUPERH', um: 'UML' };

const architectureOfConfig = (
  all: readonly string[],
  text: string,
  assigned: ReadonlyMap<string, string>,
): string => {
  const named = configOrigin(text)?.architecture;
  if (named !== undefined && all.includes(named)) return named;
  const found = all.filter((name) => assigned.get(ARCHITECTURE_SYMBOLS[name] ?? name.toUpperCase()) === 'y');
  if (found[0] === undefined)
    throw new UserError('input', 'the kernel configuration does not say for which architecture it is', {
      hint: 'Name it with --arch.',
    });
  return found.includes('um') ? 'um' : found[0];
};
