// Which links a change to Kconfig opens: it allows a configuration that builds a file and nothing that provides a name
// which the file needs. Conditions of Makefiles and Kconfig decide this; no unit is read.

import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { WholeKernel } from './whole-kernel.js';

/** Where something is built, as a module or in the image. */
interface Built {
  readonly module: Formula;
  readonly builtIn: Formula;
}

/** The paths of the files that export or define a name. */
export type Providers = (name: string) => Iterable<string>;

/** Compares the links of two states that share their formulas. */
export class OpenLinks {
  private readonly built = new Map<string, Built>();
  private readonly answers = new Map<Formula, boolean>();
  private readonly allowed = new Map<Formula, boolean>();

  /** @param architectures those that are compared. */
  constructor(
    private readonly before: WholeKernel,
    private readonly now: WholeKernel,
    private readonly providers: Providers,
    private readonly architectures: readonly string[],
  ) {}

  /** Whether a configuration that builds the file without a provider is possible now and was not before. */
  isNewlyOpen(name: string, path: string): boolean {
    return this.answer(name, path, this.answers, (open, architecture) => this.isNew(open, architecture));
  }

  /** Whether such a configuration is possible now. */
  isOpen(name: string, path: string): boolean {
    const { kernel } = this.now;
    return this.answer(name, path, this.allowed, (open, architecture) => {
      const here = kernel.narrow(open, architecture);
      return kernel.formulas.and(here, kernel.configurationOf(architecture).known(here)) !== FALSE;
    });
  }

  private answer(
    name: string,
    path: string,
    known: Map<Formula, boolean>,
    test: (open: Formula, architecture: string) => boolean,
  ): boolean {
    const open = this.openWhen(name, path);
    if (open === FALSE) return false;
    let answer = known.get(open);
    if (answer === undefined) {
      answer = this.architectures.some((architecture) => test(open, architecture));
      known.set(open, answer);
    }
    return answer;
  }

  private openWhen(name: string, path: string): Formula {
    const { formulas } = this.now.kernel;
    const user = this.builtOf(path);
    const provided: Built[] = [];
    for (const provider of this.providers(name)) {
      if (provider === path) return FALSE;
      if (this.now.objectsOf(provider).length > 0) provided.push(this.builtOf(provider));
    }
    // What no object provides is no question of Kconfig.
    if (provided.length === 0) return FALSE;
    const builtIn = provided.reduce<Formula>((any, one) => formulas.or(any, one.builtIn), FALSE);
    const some = provided.reduce<Formula>((any, one) => formulas.or(any, one.module), builtIn);
    return formulas.or(formulas.without(user.module, some), formulas.without(user.builtIn, builtIn));
  }

  private builtOf(path: string): Built {
    let built = this.built.get(path);
    if (built === undefined) {
      const { formulas } = this.now.kernel;
      const any = (when: (object: CompositeObject) => Formula): Formula =>
        this.now.objectsOf(path).reduce<Formula>((all, object) => {
          const unit = object.units.find((one) => one.path === path);
          return unit === undefined ? all : formulas.or(all, formulas.and(when(object), unit.when));
        }, FALSE);
      built = { module: any(({ moduleWhen }) => moduleWhen), builtIn: any(({ builtInWhen }) => builtInWhen) };
      this.built.set(path, built);
    }
    return built;
  }

  /** Whether Kconfig allows values of the symbols in a condition now that it did not allow before. */
  private isNew(open: Formula, architecture: string): boolean {
    const { formulas } = this.now.kernel;
    const allowedBy = ({ kernel }: WholeKernel): Formula => {
      const here = kernel.narrow(open, architecture);
      const names = new Set(formulas.support(here));
      const all = formulas.and(here, kernel.configurationOf(architecture).known(here));
      return formulas.project(all, (name) => names.has(name));
    };
    const after = allowedBy(this.now);
    if (after === FALSE) return false;
    return !this.before.kernel.architectures.includes(architecture)
      ? true
      : formulas.without(after, allowedBy(this.before)) !== FALSE;
  }
}
