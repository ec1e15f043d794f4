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
  private readonly examined = new Map<string, readonly string[]>();
  private readonly answers = new Map<Formula, boolean>();
  private readonly allowed = new Map<Formula, boolean>();

  /**
   * @param architectures those that are compared: a link is examined on the first that has its user, and on those whose
   * own files changed.
   */
  constructor(
    private readonly before: WholeKernel,
    private readonly now: WholeKernel,
    private readonly providers: Providers,
    /** The symbols whose values the change can decide. */
    private readonly concerned: ReadonlySet<string>,
    private readonly architectures: readonly { readonly name: string; readonly changed: boolean }[],
  ) {}

  /** Whether a configuration that builds the file without a provider is possible now and was not before. */
  isNewlyOpen(name: string, path: string): boolean {
    if (!this.isConcerned(name, path)) return false;
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

  /** Whether the change can concern what the providers need beyond what the user needs. */
  private isConcerned(name: string, path: string): boolean {
    const { module, builtIn } = this.builtOf(path);
    const own = new Set([...this.symbolsIn(module), ...this.symbolsIn(builtIn)]);
    const others = this.symbolsIn(this.openWhen(name, path)).filter((symbol) => !own.has(symbol));
    return others.length === 0 || others.some((symbol) => this.concerned.has(symbol));
  }

  private symbolsIn(formula: Formula): readonly string[] {
    return this.now.kernel.formulas.support(formula).map((variable) => variable.replace(/=m$/, ''));
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
      answer = this.examinedFor(path).some((architecture) => test(open, architecture));
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

  private examinedFor(path: string): readonly string[] {
    let found = this.examined.get(path);
    if (found === undefined) {
      const { kernel } = this.now;
      const { module, builtIn } = this.builtOf(path);
      const exists = kernel.formulas.or(module, builtIn);
      const isMade = (name: string): boolean => {
        const here = kernel.narrow(exists, name);
        return (
          here !== FALSE && kernel.formulas.and(here, kernel.configurationOf(name).known(here)) !== FALSE
        );
      };
      const first = this.architectures.find(({ name }) => isMade(name));
      found = this.architectures.filter((one) => one.changed || one === first).map(({ name }) => name);
      this.examined.set(path, found);
    }
    return found;
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
