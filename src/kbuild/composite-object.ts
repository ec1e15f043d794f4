// Kbuild links objects of one or more translation units into vmlinux or into a module
// (Documentation/kbuild/makefiles.rst, "Composite Objects").
import type { ModuleName } from '../base/id.js';
import type { Formula } from './formula/formula.js';
import type { Words } from './makefile/word.js';

/** A source file and how Kbuild compiles it for one object. `kernel.ts` makes it; all formulas belong to the kernel's `Formulas`. */
export interface TranslationUnit {
  /** Path of the `.c` or `.S` file. For a generated source: the path of the object, with the suffix `.c`. */
  readonly path: string;
  readonly generated: boolean;
  /** The condition under which the object contains this unit, given that the object is built. */
  readonly when: Formula;
  /** Compiler flags (`-I`, `-D`, `-include`, ...) in order, each under its condition. */
  readonly flags: Words;
}

/** An object that Kbuild links: a module, a part of vmlinux, or either, depending on the configuration. */
export interface CompositeObject {
  /** File name without `.o` or `.ko` (`vfio-pci-core`). */
  readonly name: ModuleName;
  /** Path as in modules.order, without `.ko` (`drivers/vfio/pci/vfio-pci-core`). */
  readonly path: string;
  /** The condition under which it is a module. */
  readonly moduleWhen: Formula;
  /** The condition under which it is built into vmlinux. It excludes `moduleWhen`. */
  readonly builtInWhen: Formula;
  readonly units: readonly TranslationUnit[];
  /** Path of the Makefile that lists it. */
  readonly makefile: string;
}
