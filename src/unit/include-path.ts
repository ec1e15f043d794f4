// The include search path (gcc manual, "Search Path"; the kernel's order is LINUXINCLUDE in its top Makefile).

import type { Include } from '../csource/summary.js';
import type { Tree } from '../git/tree.js';
import { folderOf, joinPath, normalPath } from '../kbuild/path.js';

/** The folders to search for headers, in order. Caches results, so it is valid for one tree. */
export class IncludePath {
  private readonly found = new Map<string, string | null>();

  /** @param first a search path to try before the folders: the one that all units of an architecture share. */
  constructor(
    private readonly tree: Tree,
    private readonly folders: readonly string[],
    readonly first?: IncludePath,
  ) {}

  /** The path of the file that an include in `includer` names; null for a file outside the tree (generated or system header). */
  resolve(include: Include, includer: string): string | null {
    if (include.form === 'quote') {
      const beside = joinPath(folderOf(includer), include.path);
      if (beside !== null && this.tree.blobAt(beside) !== undefined) return beside;
    }
    return this.find(include.path);
  }

  private find(path: string): string | null {
    let found = this.found.get(path);
    if (found === undefined) {
      found = this.search(path);
      this.found.set(path, found);
    }
    return found;
  }

  private search(path: string): string | null {
    const shared = this.first?.find(path) ?? null;
    if (shared !== null) return shared;
    for (const folder of this.folders) {
      const candidate = joinPath(folder, path);
      if (candidate !== null && this.tree.blobAt(candidate) !== undefined) return candidate;
    }
    // Kbuild generates a wrapper for each asm header that the architecture lacks (scripts/Makefile.asm-generic).
    if (path.startsWith('asm/')) {
      const name = path.slice('asm/'.length);
      for (const generic of [`include/asm-generic/${name}`, `include/uapi/asm-generic/${name}`])
        if (this.tree.blobAt(generic) !== undefined) return generic;
    }
    return null;
  }

  /** The folders of LINUXINCLUDE on an architecture. */
  static kernelFolders(architecture: string): readonly string[] {
    const header = HEADER_ARCHITECTURES[architecture] ?? architecture;
    return [
      ...(header === architecture
        ? []
        : [`arch/${architecture}/include`, `arch/${architecture}/include/shared`, `arch/${header}/um/asm`]),
      `arch/${header}/include`,
      'include',
      `arch/${header}/include/uapi`,
      'include/uapi',
    ];
  }

  /** The folders of `-I` and similar flags, relative to the top of the tree. */
  static foldersOf(flags: readonly string[]): readonly string[] {
    const folders: string[] = [];
    for (let i = 0; i < flags.length; i++) {
      const flag = flags[i] ?? '';
      const option = /^-(?:I|iquote|isystem|idirafter)(.*)$/.exec(flag);
      if (option === null) continue;
      const value = option[1] === '' ? (flags[++i] ?? '') : (option[1] ?? '');
      const path = normalPath(value);
      if (path !== null) folders.push(path);
    }
    return folders;
  }
}

/** Architectures that use the headers of another one (arch/um/Makefile). */
const HEADER_ARCHITECTURES: Readonly<Record<string, string>> = { um: 'x86' };
