// Which file an `#include` names (gcc manual, "Search Path"; the kernel's order is LINUXINCLUDE in its top Makefile).

import type { Include } from '../csource/summary.js';
import type { Tree } from '../git/tree.js';
import { folderOf, joinPath, normalPath } from '../kbuild/path.js';

/** Folders to search for one translation unit, in order. */
export class IncludePath {
  private readonly found = new Map<string, string | null>();

  /** @param first where to look before the folders: what all units of an architecture share. */
  constructor(
    private readonly tree: Tree,
    private readonly folders: readonly string[],
    readonly first?: IncludePath,
  ) {}

  /** Path of the file that an include in `includer` names; null when the tree has none (generated, or a system header). */
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
    // Kbuild writes a wrapper for each asm header that the architecture lacks (scripts/Makefile.asm-generic).
    if (path.startsWith('asm/')) {
      const name = path.slice('asm/'.length);
      for (const generic of [`include/asm-generic/${name}`, `include/uapi/asm-generic/${name}`])
        if (this.tree.blobAt(generic) !== undefined) return generic;
    }
    return null;
  }

  /** The folders that the kernel's own Makefile searches on an architecture. */
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

  /** Folders from `-I` flags, relative to the top of the tree. */
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

/** Architectures that take their headers from another one (arch/um/Makefile). */
const HEADER_ARCHITECTURES: Readonly<Record<string, string>> = { um: 'x86' };
