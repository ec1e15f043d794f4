// What Kbuild makes: objects of one or more translation units, linked into vmlinux or as a module
// (Documentation/kbuild/makefiles.rst, "Composite Objects").
import type { ModuleName } from '../base/id.js';
import type { Formula } from './formula/formula.js';
import type { Words } from './makefile/word.js';

/** A source file as it is compiled for one object. */
export interface TranslationUnit {
  /** Path of the `.c` or `.S` file; when the tree has none (it is generated), the path that the object would have with `.c`. */
  readonly path: string;
  readonly generated: boolean;
  /** Where the object has this unit, given that the object is made. */
  readonly when: Formula;
  /** Compiler flags (`-I`, `-D`, `-include`, ...) in order, each under its condition. */
  readonly flags: Words;
}

export interface CompositeObject {
  /** File name without `.o` or `.ko` (`vfio-pci-core`). */
  readonly name: ModuleName;
  /** Path as in modules.order, without `.ko` (`drivers/vfio/pci/vfio-pci-core`). */
  readonly path: string;
  /** Where it is a module. */
  readonly moduleWhen: Formula;
  /** Where it is built into vmlinux. */
  readonly builtInWhen: Formula;
  readonly units: readonly TranslationUnit[];
  /** The Makefile that names it. */
  readonly makefile: string;
}
