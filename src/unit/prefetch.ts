// Headers that will be wanted are read while git still reads Makefiles, which leaves this program idle. Which units there
// are is not known yet, so it goes by the names of headers; what nobody asks for in the end has cost time and nothing else.
import { isHeader } from '../csource/language.js';
import type { Include } from '../csource/summary.js';
import type { Tree, TreeFile } from '../git/tree.js';
import type { SourceFile, SummaryStore } from '../summary/summary-store.js';
import { FORCED_C } from './compilation.js';
import { IncludePath } from './include-path.js';

/** Headers in one request: git always has one more to answer, and Makefiles still get the larger half of its time. */
const HEADERS_PER_REQUEST = 48;

/** Headers that modules offer to others. */
const OFFERED = /^(?:arch\/[^/]+\/)?include\/.*\.h$/;

const architectureOf = (path: string): string | undefined => /^arch\/([^/]+)\//.exec(path)?.[1];

/** Headers whose names begin with a sought part. */
const offeredHeaders = (
  tree: Tree,
  sought: readonly string[],
  architectures: readonly string[],
): readonly string[] => {
  const offered: string[] = [];
  for (const path of tree.paths(OFFERED)) {
    if (!isHeader(path) || !OFFERED.test(path)) continue;
    const stem = path.slice(path.lastIndexOf('/') + 1).replaceAll('_', '-');
    const architecture = architectureOf(path);
    const counts = architecture === undefined || architectures.includes(architecture);
    if (counts && sought.some((part) => stem.startsWith(part))) offered.push(path);
  }
  return offered;
};

export class Prefetch {
  private stopped = false;
  private readonly seen = new Set<string>();
  private readonly pending: TreeFile[] = [];
  private readonly common: IncludePath;
  private readonly byArchitecture: ReadonlyMap<string, IncludePath>;

  /**
   * @param sought parts of module names, `-` for `_`: headers are named after modules.
   * @param architectures those that count.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly tree: Tree,
    sought: readonly string[],
    architectures: readonly string[],
  ) {
    const offered = offeredHeaders(tree, sought, architectures);
    const having = new Set(offered.map(architectureOf));
    // Where some architectures have headers of the modules, the modules are made on these.
    const some = architectures.filter((name) => having.has(name));
    this.common = new IncludePath(tree, ['include', 'include/uapi']);
    this.byArchitecture = new Map(
      (some.length > 0 ? some : architectures).map((name) => [
        name,
        new IncludePath(tree, IncludePath.kernelFolders(name)),
      ]),
    );
    for (const path of [...FORCED_C, ...offered]) this.note(path);
  }

  /** Reads the first headers and what they include, until nothing is left or it is told to stop. */
  async run(): Promise<void> {
    while (this.pending.length > 0 && !this.stopped) {
      const files = this.pending.splice(0, HEADERS_PER_REQUEST);
      const sources = files.map((file): SourceFile => ({ ...file, language: 'c' }));
      const summaries = await this.store.announceQueries(sources);
      summaries.forEach(({ includes }, at) => {
        for (const include of includes) this.follow(include, files[at]?.path ?? '');
      });
    }
  }

  /** What is being read is still read. */
  stop(): void {
    this.stopped = true;
  }

  private follow(include: Include, includer: string): void {
    if (include.form === 'macro') return;
    if (!include.path.startsWith('asm/')) {
      this.note(this.common.resolve(include, includer));
      return;
    }
    const own = this.byArchitecture.get(architectureOf(includer) ?? '');
    for (const path of own === undefined ? this.byArchitecture.values() : [own])
      this.note(path.resolve(include, includer));
  }

  private note(path: string | null): void {
    const blob = path === null || this.seen.has(path) ? undefined : this.tree.blobAt(path);
    if (path === null || blob === undefined) return;
    this.seen.add(path);
    this.pending.push({ path, blob });
  }
}
