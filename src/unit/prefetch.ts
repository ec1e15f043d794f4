// Prefetches headers while git reads Makefiles and this program would wait. The units are not known yet, so it guesses by
// the names of headers. A wrong guess costs time, but changes no result.
import { isHeader } from '../csource/language.js';
import type { Include } from '../csource/summary.js';
import type { Tree, TreeFile } from '../git/tree.js';
import type { SourceFile, SummaryStore } from '../summary/summary-store.js';
import { FORCED_C } from './compilation.js';
import { IncludePath } from './include-path.js';

/** Headers per request: git is always busy, and Makefiles still get more than half of its time. */
const HEADERS_PER_REQUEST = 48;

/** Headers that modules provide for others. */
const OFFERED = /^(?:arch\/[^/]+\/)?include\/.*\.h$/;

const architectureOf = (path: string): string | undefined => /^arch\/([^/]+)\//.exec(path)?.[1];

/** The provided headers whose names begin with a sought part. */
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

/** Reads headers and their includes in the background: `run` until `stop`. Fills the store's prefetched summaries. */
export class Prefetch {
  private stopped = false;
  private readonly seen = new Set<string>();
  private readonly pending: TreeFile[] = [];
  private readonly common: IncludePath;
  private readonly byArchitecture: ReadonlyMap<string, IncludePath>;

  /**
   * @param sought parts of module names, with `-` for `_`: headers are named after modules.
   * @param architectures the architectures to analyse.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly tree: Tree,
    sought: readonly string[],
    architectures: readonly string[],
  ) {
    const offered = offeredHeaders(tree, sought, architectures);
    const having = new Set(offered.map(architectureOf));
    // If some architectures have headers of the modules, only these build the modules.
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

  /** Reads headers until the worklist is empty or `stop` was called. */
  async run(): Promise<void> {
    while (this.pending.length > 0 && !this.stopped) {
      const files = this.pending.splice(0, HEADERS_PER_REQUEST);
      const sources = files.map((file): SourceFile => ({ ...file, language: 'c' }));
      const summaries = await this.store.prefetch(sources);
      summaries.forEach(({ includes }, at) => {
        for (const include of includes) this.follow(include, files[at]?.path ?? '');
      });
    }
  }

  /** Ends `run` after the current request. */
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
