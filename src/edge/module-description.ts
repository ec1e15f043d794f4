// The description of a module: its sources, and the conditions under which it is built
// (Documentation/kbuild/makefiles.rst, "Loadable module goals - obj-m", "Composite objects").
import { defined } from '../base/defined.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { conditionText } from '../unit/condition-text.js';
import { existsWhen } from './scope.js';

/**
 * How some architectures build an object. A condition is a formula over CONFIG symbols without their prefix; null: always.
 * It covers the Makefiles only, not the dependencies of these symbols in Kconfig (`depends on`, `select`).
 */
export interface ModuleMaking {
  /** The kernel's architecture folders to which this applies, sorted. */
  readonly architectures: readonly string[];
  /** Condition of a `.ko`; absent: never. */
  readonly module?: string | null;
  /** Condition of linking it into vmlinux; absent: never. */
  readonly builtIn?: string | null;
}

/** A source that is compiled into an object. One per path and condition. */
export interface ModuleSource {
  readonly path: string;
  /** Whether the build generates it; the tree has no file at `path` then. */
  readonly generated: boolean;
  /** Condition, given that the object is built; null: always. */
  readonly condition: string | null;
  readonly architectures: readonly string[];
}

/** One object that can be a module. */
export interface ModuleDescription {
  /** File name without `.ko`. */
  readonly name: string;
  /** As in modules.order, without `.ko`. */
  readonly path: string;
  /** The Makefile that names it. */
  readonly makefile: string;
  /** Together they cover all architectures that can build it; at least one entry. */
  readonly made: readonly ModuleMaking[];
  /** Sorted by path. */
  readonly sources: readonly ModuleSource[];
}

type Open<T extends { readonly architectures: readonly string[] }> = T & { readonly architectures: string[] };

/** Adds an architecture to the entry with an equal key. */
const addTo = <T extends { readonly architectures: readonly string[] }>(
  entries: Map<string, Open<T>>,
  key: string,
  architecture: string,
  make: (architectures: string[]) => Open<T>,
): void => {
  const known = entries.get(key);
  if (known === undefined) entries.set(key, make([architecture]));
  else known.architectures.push(architecture);
};

/** Describes the objects of one kernel. Caches the texts of conditions. */
export class ModuleDescriptions {
  /** Texts by given condition and condition; most architectures share them. */
  private readonly texts = new Map<Formula, Map<Formula, string | null | undefined>>();

  constructor(private readonly kernel: Kernel) {}

  /** Null when no architecture of the kernel can build the object. */
  of(object: CompositeObject): ModuleDescription | null {
    const made = new Map<string, Open<ModuleMaking>>();
    const sources = new Map<string, Open<ModuleSource>>();
    for (const architecture of this.kernel.architectures) this.on(architecture, object, made, sources);
    if (made.size === 0) return null;
    const { name, path, makefile } = object;
    return {
      name,
      path,
      makefile,
      made: [...made.values()],
      sources: [...sources.values()].sort(
        (a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.condition ?? '', b.condition ?? ''),
      ),
    };
  }

  private on(
    architecture: string,
    object: CompositeObject,
    made: Map<string, Open<ModuleMaking>>,
    sources: Map<string, Open<ModuleSource>>,
  ): void {
    const { kernel } = this;
    if (!kernel.isMadeOn(kernel.formulas.or(object.moduleWhen, object.builtInWhen), architecture)) return;
    const exists = existsWhen(kernel, object, architecture);
    if (exists === FALSE) return;
    const module = this.textOf(kernel.narrow(object.moduleWhen, architecture), TRUE);
    const builtIn = this.textOf(kernel.narrow(object.builtInWhen, architecture), TRUE);
    addTo(
      made,
      JSON.stringify([module ?? [module], builtIn ?? [builtIn]]),
      architecture,
      (architectures) => ({
        architectures,
        ...defined({ module, builtIn }),
      }),
    );
    for (const { path, generated, when } of object.units) {
      const condition = this.textOf(kernel.narrow(when, architecture), exists);
      if (condition === undefined) continue;
      addTo(sources, JSON.stringify([path, condition]), architecture, (architectures) => ({
        path,
        generated,
        condition,
        architectures,
      }));
    }
  }

  private textOf(when: Formula, given: Formula): string | null | undefined {
    if (when === FALSE) return undefined;
    if (when === TRUE) return null;
    const row = this.texts.get(given) ?? new Map<Formula, string | null | undefined>();
    this.texts.set(given, row);
    if (!row.has(when)) row.set(when, conditionText(this.kernel.formulas, when, given));
    return row.get(when);
  }
}
