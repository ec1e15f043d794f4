// Which of very many providers can export what few consumers use. The texts of the tree tell it: files that export nothing
// used are neither read nor analysed.
import type { Context } from '../base/context.js';
import { isHeader, languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import type { Tree, TreeLine } from '../git/tree.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import type { Kernel } from '../kbuild/kernel.js';
import { expandedMacros } from '../macro/expanded-macro.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { EXPORTING } from '../unit/primitive.js';
import { exportIndex, symbolsExportedBy } from './export-index.js';
import { isBuilt, type Scope } from './scope.js';

/** Searches the texts of the tree that is analysed. */
export interface TreeTexts {
  /** All lines with the word of an export, perhaps with others. */
  readonly exportLines: (context: Context) => Promise<readonly TreeLine[]>;
  readonly filesWith: (words: ReadonlySet<string>, context: Context) => Promise<readonly string[]>;
}

/** Includes of sources in sources: deeper nesting does not occur. */
const MOST_ROUNDS = 4;

const MADE_EXPORT = /\b_*EXPORT_[A-Z]\w*\s*\(/;
const PLAIN_EXPORT = /EXPORT_\w*\s*\(\s*\w+\s*[,)]/;

/** The exports of a tree by their text. */
export class ExporterChoice {
  private readonly paths = new Map<string, readonly string[]>();
  /** Files with exports whose symbols a macro makes. */
  private readonly unclear = new Set<string>();

  constructor(
    private readonly kernel: Kernel,
    private readonly tree: Tree,
    private readonly texts: TreeTexts,
  ) {}

  async read(store: SummaryStore, context: Context): Promise<void> {
    const lines = await this.texts.exportLines(context);
    for (const found of exportIndex(lines).values())
      for (const one of found)
        for (const symbol of symbolsExportedBy(one))
          this.paths.set(symbol, [...new Set([...(this.paths.get(symbol) ?? []), one.path])]);
    const making = new Set<string>();
    for (const { path, text } of lines) {
      const isDefinition = /^\s*#|\\$/.test(text);
      if (MADE_EXPORT.test(text) && (isDefinition || !PLAIN_EXPORT.test(text))) making.add(path);
    }
    for (const path of making) this.unclear.add(path);
    const headers = [...making].filter(isHeader);
    for (const path of await this.callersOfMacrosIn(headers, store, context)) this.unclear.add(path);
  }

  /** The files that call the exporting macros of some files. */
  private async callersOfMacrosIn(
    paths: readonly string[],
    store: SummaryStore,
    context: Context,
  ): Promise<readonly string[]> {
    const files = paths.flatMap((path) => {
      const blob = this.tree.blobAt(path);
      return blob === undefined ? [] : [{ blob, path, language: languageOf(path) }];
    });
    await store.load(files, context);
    const summaries = files.flatMap(({ blob, language }) => store.indexOf(blob, language) ?? []);
    const primitives = new Set(EXPORTING.map((name) => store.names.idOf(name)));
    const words = [...expandedMacros(store, summaries, primitives, false)]
      .map((name) => store.names.textOf(name))
      .filter((name) => !name.includes('EXPORT_'));
    return words.length === 0 ? [] : this.texts.filesWith(new Set(words), context);
  }

  /** The symbols that the providers can export, as far as their names are spelled. */
  symbols(scopes: readonly Scope[], store: SummaryStore): ReadonlySet<NameId> {
    const sourcesOf = (objects: readonly CompositeObject[]): ReadonlySet<string> =>
      new Set(objects.flatMap(({ units }) => units.map(({ path }) => path)));
    const compiled = sourcesOf(this.kernel.objects);
    const own = sourcesOf([...new Set(scopes.flatMap(({ providers }) => providers))]);
    const isOffered = (path: string): boolean => own.has(path) || !compiled.has(path);
    return new Set(
      [...this.paths]
        .filter(([, paths]) => paths.some(isOffered))
        .map(([symbol]) => store.names.idOf(symbol)),
    );
  }

  /** The scopes with the providers that can export one of the used symbols, or symbols that are not spelled. */
  async narrowed(
    scopes: readonly Scope[],
    used: Iterable<string>,
    context: Context,
  ): Promise<readonly Scope[]> {
    const sources = await this.sourcesOf(
      new Set([...this.unclear, ...[...used].flatMap((symbol) => this.paths.get(symbol) ?? [])]),
      context,
    );
    const { kernel } = this;
    return scopes.map((scope) => ({
      ...scope,
      providers: scope.providers.filter(
        (object) =>
          object.units.some(({ path }) => sources.has(path)) && isBuilt(kernel, object, scope.architecture),
      ),
    }));
  }

  /** Adds the sources that include files which are compiled by no object. */
  private async sourcesOf(paths: Set<string>, context: Context): Promise<ReadonlySet<string>> {
    const units = new Set(this.kernel.objects.flatMap((object) => object.units.map(({ path }) => path)));
    const isPart = (path: string): boolean => !units.has(path) && path.endsWith('.c');
    let parts = [...paths].filter(isPart);
    for (let round = 0; round < MOST_ROUNDS && parts.length > 0; round++) {
      const names = new Set(parts.map((path) => path.slice(path.lastIndexOf('/') + 1)));
      const including = await this.texts.filesWith(names, context);
      parts = including.filter((path) => !paths.has(path) && isPart(path));
      for (const path of including) paths.add(path);
    }
    return paths;
  }
}
