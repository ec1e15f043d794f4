// How one translation unit is compiled on one architecture: where its headers are, and which files it can include at all.

import { languageOf } from '../csource/language.js';
import type { Tree } from '../git/tree.js';
import type { CompositeObject, TranslationUnit } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { IncludePath } from './include-path.js';

/** Headers that the kernel's command line includes before the unit (LINUXINCLUDE and c_flags in its Makefiles). */
export const FORCED_C: readonly string[] = [
  'include/linux/compiler-version.h',
  'include/linux/kconfig.h',
  'include/linux/compiler_types.h',
];
const FORCED_ASM = ['include/linux/compiler-version.h', 'include/linux/kconfig.h'];

export interface Compilation {
  readonly object: CompositeObject;
  readonly unit: TranslationUnit;
  readonly architecture: string;
  readonly includePath: IncludePath;
  readonly defines: ReadonlyMap<string, string>;
  readonly forced: readonly string[];
  /** Where the object has the unit, on this architecture. */
  readonly when: Formula;
}

/** Compilations of a kernel; include paths are shared by units with the same flags. */
export class Compilations {
  private readonly paths = new Map<string, IncludePath>();
  private readonly architectureFlags = new Map<string, readonly string[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly tree: Tree,
  ) {}

  /** How a unit is compiled; null when the architecture never has it. */
  of(object: CompositeObject, unit: TranslationUnit, architecture: string): Compilation | null {
    const when = this.kernel.narrow(unit.when, architecture);
    if (when === FALSE || unit.generated) return null;
    const own = this.flagsOf(unit, architecture);
    const flags = [...this.commonFlags(architecture), ...own];
    const includePath = this.includePathOf(IncludePath.foldersOf(own), architecture);
    const forced = languageOf(unit.path) === 'asm' ? FORCED_ASM : FORCED_C;
    return {
      object,
      unit,
      architecture,
      includePath,
      defines: definesOf(flags),
      forced: [...forced, ...forcedOf(flags)],
      when,
    };
  }

  /** LINUXINCLUDE and the architecture's flags, which nearly all units share, then the unit's own (scripts/Makefile.lib, c_flags). */
  private includePathOf(own: readonly string[], architecture: string): IncludePath {
    const key = [architecture, ...own].join(' ');
    let path = this.paths.get(key);
    if (path === undefined) {
      const common = [
        ...IncludePath.kernelFolders(architecture),
        ...IncludePath.foldersOf(this.commonFlags(architecture)),
      ];
      path =
        own.length === 0
          ? new IncludePath(this.tree, common)
          : new IncludePath(this.tree, own, this.includePathOf([], architecture));
      this.paths.set(key, path);
    }
    return path;
  }

  private commonFlags(architecture: string): readonly string[] {
    let flags = this.architectureFlags.get(architecture);
    if (flags === undefined) {
      flags = this.kernel
        .architectureFlags(architecture)
        .filter(({ when }) => this.kernel.narrow(when, architecture) !== FALSE)
        .map(({ text }) => text);
      this.architectureFlags.set(architecture, flags);
    }
    return flags;
  }

  private flagsOf(unit: TranslationUnit, architecture: string): readonly string[] {
    return unit.flags
      .filter(({ when }) => this.kernel.narrow(when, architecture) !== FALSE)
      .map(({ text }) => text);
  }
}

const definesOf = (flags: readonly string[]): ReadonlyMap<string, string> => {
  const defines = new Map<string, string>();
  for (const flag of flags) {
    const match = /^-D(\w+)(?:=(.*))?$/.exec(flag);
    if (match !== null) defines.set(match[1] ?? '', match[2] ?? '1');
  }
  return defines;
};

const forcedOf = (flags: readonly string[]): readonly string[] => {
  const forced: string[] = [];
  flags.forEach((flag, i) => {
    if (flag === '-include' && flags[i + 1] !== undefined)
      forced.push((flags[i + 1] as string).replace(/^\.\//, ''));
  });
  return forced;
};
