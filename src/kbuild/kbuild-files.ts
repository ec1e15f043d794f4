// Reads and parses the Makefiles and Kconfig files of trees, each blob once.
import type { Context } from '../base/context.js';
import type { BlobId } from '../base/id.js';
import { literally } from '../base/regexp.js';
import type { BlobReader, Tree, TreeFile } from '../git/tree.js';
import { type KconfigStatement, parseKconfig } from './kconfig/statement.js';
import { type MakeStatement, parseMakefile } from './makefile/statement.js';
import { folderOf } from './path.js';

const MAKEFILE = /(^|\/)(?:Makefile|Kbuild)(?:[.-][^/]*)?$|\.mk$/;
const KCONFIG = /(^|\/)Kconfig[^/]*$/;
/** A cheap filter: every path that `MAKEFILE` or `KCONFIG` matches also matches this. */
const KBUILD_FILE = /Makefile|Kbuild|Kconfig|\.mk$/;
const CAPITAL_K = 0x4b;
const CAPITAL_M = 0x4d;
const FOLDER_FILE = /^(?:Makefile|Kbuild)$/;
const INCLUDE_LINE = /^[-s]?include\s.*$/gm;
const NOT_KBUILD = /^(?:Documentation|tools|scripts|samples\/bpf)\//;

interface KbuildFile extends TreeFile {
  readonly kind: 'makefile' | 'kconfig';
}

/** Files in one request to git. Requests of others run between two of ours. */
const FILES_PER_REQUEST = 128;

/**
 * Parsed Makefiles and Kconfig files by blob id. A new state reads only the files that its patch changed. `load` a tree
 * before the other methods get it; after `evict` every query throws.
 */
export class KbuildFiles {
  private readonly texts = new Map<BlobId, string>();
  /** Makefiles whose text contains a sought name. */
  private readonly mentioning = new Set<BlobId>();
  /** The file names that each Makefile includes. */
  private readonly including = new Map<BlobId, readonly string[]>();
  private readonly makefiles = new Map<BlobId, readonly MakeStatement[]>();
  private readonly kconfigs = new Map<BlobId, readonly KconfigStatement[]>();
  private readonly sought: readonly RegExp[];
  private isEvicted = false;

  /**
   * @param sought parts of module names, with `-` for `_`; for `foldersOfSought`.
   * @param known texts that are read already.
   */
  constructor(
    private readonly reader: BlobReader,
    sought: readonly string[] = [],
    private readonly known: ReadonlyMap<BlobId, string> = new Map(),
  ) {
    this.sought = sought.map((name) => new RegExp(literally(name).replaceAll('-', '[-_]')));
  }

  /** All texts so far. */
  get read(): ReadonlyMap<BlobId, string> {
    return this.texts;
  }

  /**
   * Reads the files of a tree that are not read yet. Makefiles are parsed on demand. Kconfig files are parsed while git
   * reads, because all of them are needed.
   */
  async load(tree: Tree, context: Context): Promise<void> {
    const wanted = new Map<BlobId, KbuildFile>();
    for (const path of tree.paths(KBUILD_FILE)) {
      if (!KbuildFiles.concerns(path)) continue;
      const id = tree.blobAt(path);
      if (id === undefined || this.texts.has(id)) continue;
      // A file that matches both patterns counts as a Makefile.
      if (MAKEFILE.test(path)) wanted.set(id, { blob: id, path, kind: 'makefile' });
      else if (!wanted.has(id)) wanted.set(id, { blob: id, path, kind: 'kconfig' });
    }
    const files: KbuildFile[] = [];
    for (const file of wanted.values()) {
      const text = this.known.get(file.blob);
      if (text === undefined) files.push(file);
      else this.add(file, text);
    }
    if (files.length > 0) context.progress(`read ${files.length} Makefiles and Kconfig files`);
    const decoder = new TextDecoder('latin1');
    for (let from = 0; from < files.length; from += FILES_PER_REQUEST) {
      context.signal.throwIfAborted();
      const some = files.slice(from, from + FILES_PER_REQUEST);
      await this.reader.readFiles(some, (bytes, index) => {
        const file = some[index] as KbuildFile;
        const text = decoder.decode(bytes);
        this.add(file, text);
        if (file.kind === 'kconfig') this.kconfigs.set(file.blob, parseKconfig(text));
      });
    }
  }

  /** Evicts everything. Call it when no further tree follows and the kernel of the last one is complete. */
  evict(): void {
    this.isEvicted = true;
    const { texts, mentioning, including, makefiles, kconfigs } = this;
    for (const kept of [texts, mentioning, including, makefiles, kconfigs]) kept.clear();
  }

  private add({ blob: id, kind }: KbuildFile, text: string): void {
    this.texts.set(id, text);
    if (this.sought.length === 0 || kind !== 'makefile') return;
    if (this.sought.some((name) => name.test(text))) this.mentioning.add(id);
    const included = [...text.matchAll(INCLUDE_LINE)].map(([line]) => line.replace(/^.*\//, '').trim());
    if (included.length > 0) this.including.set(id, included);
  }

  /**
   * The folders whose Makefiles can build an object with a sought name, and all folders above them. Kbuild lists every
   * object in the Makefile of its folder, or in a file that this Makefile includes.
   */
  foldersOfSought(tree: Tree): ReadonlySet<string> {
    const makefiles: (readonly [string, BlobId])[] = [];
    for (const path of tree.paths(KBUILD_FILE)) {
      const id = KbuildFiles.concerns(path) && MAKEFILE.test(path) ? tree.blobAt(path) : undefined;
      if (id !== undefined) makefiles.push([path, id]);
    }
    const naming = new Set(makefiles.filter(([, id]) => this.mentioning.has(id)).map(([path]) => path));
    const fragments = new Set(
      [...naming].map((path) => path.replace(/^.*\//, '')).filter((name) => !FOLDER_FILE.test(name)),
    );
    const folders = new Set<string>();
    for (const [path, id] of makefiles) {
      if (!naming.has(path) && !this.including.get(id)?.some((name) => fragments.has(name))) continue;
      for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
        folders.add(folder);
    }
    return folders;
  }

  makefile(tree: Tree, path: string): readonly MakeStatement[] | undefined {
    return this.parsed(this.makefiles, tree.blobAt(path), parseMakefile);
  }

  kconfig(tree: Tree, path: string): readonly KconfigStatement[] | undefined {
    return this.parsed(this.kconfigs, tree.blobAt(path), parseKconfig);
  }

  private parsed<T>(
    known: Map<BlobId, T>,
    id: BlobId | undefined,
    parse: (text: string) => T,
  ): T | undefined {
    if (this.isEvicted) throw new Error('Makefiles and Kconfig files were evicted before their last use');
    if (id === undefined) return undefined;
    let statements = known.get(id);
    const text = this.texts.get(id);
    if (statements === undefined && text !== undefined) {
      statements = parse(text);
      known.set(id, statements);
    }
    return statements;
  }

  /** Whether this class reads the path. */
  static concerns(path: string): boolean {
    // A cheap test first: a tree has ninety thousand paths.
    const initial = path.charCodeAt(path.lastIndexOf('/') + 1);
    if (initial !== CAPITAL_K && initial !== CAPITAL_M && !path.endsWith('.mk')) return false;
    return !NOT_KBUILD.test(path) && (MAKEFILE.test(path) || KCONFIG.test(path));
  }
}
