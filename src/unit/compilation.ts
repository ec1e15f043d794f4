// The compiler options of one translation unit on one architecture.

import { languageOf } from '../csource/language.js';
import type { Tree } from '../git/tree.js';
import type { CompositeObject, TranslationUnit } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { IncludePath } from './include-path.js';

/** Headers that the command line includes before each unit (LINUXINCLUDE and c_flags in the kernel's Makefiles). */
export const FORCED_C: readonly string[] = [
  'include/linux/compiler-version.h',
  'include/linux/kconfig.h',
  'include/linux/compiler_types.h',
];
const FORCED_ASM = ['include/linux/compiler-version.h', 'include/linux/kconfig.h'];

/** One translation unit of one object on one architecture. Identity matters: caches use it as a key. */
export interface Compilation {
  readonly object: CompositeObject;
  readonly unit: TranslationUnit;
  readonly architecture: string;
  readonly includePath: IncludePath;
  /** `-D` options: values by name. */
  readonly defines: ReadonlyMap<string, string>;
  /** Paths of the files that `-include` options name, in order. */
  readonly forced: readonly string[];
  /** The condition under which the object contains the unit on this architecture. */
  readonly when: Formula;
}

/** Makes the compilations of a kernel. Units with the same flags share an include path. */
export class Compilations {
  private readonly paths = new Map<string, IncludePath>();
  private readonly architectureFlags = new Map<string, readonly string[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly tree: Tree,
  ) {}

  /** The compilation of a unit; null when the architecture never builds it, or its source is generated. */
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

  /** The search path: folders of LINUXINCLUDE and of the architecture, then those of the unit (scripts/Makefile.lib, c_flags). */
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
