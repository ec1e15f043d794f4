// Where the modules of a question are made: one name can have a path on each architecture (arch/*/kvm/kvm).
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import type { Scope } from './scope.js';

export interface ModulePath {
  /** As in modules.order, without `.ko` (`arch/x86/kvm/kvm`). */
  readonly path: string;
  /** The kernel's architecture folders on which this path makes the module, sorted. */
  readonly architectures: readonly string[];
}

export type ModulePaths = ReadonlyMap<ModuleName, readonly ModulePath[]>;

/** The paths of every module that is asked about. */
export const modulePaths = (kernel: Kernel, scopes: readonly Scope[]): ModulePaths => {
  const found = new Map<ModuleName, Map<string, Set<string>>>();
  const note = ({ name, path }: CompositeObject, architecture: string): void => {
    const paths = found.get(name) ?? new Map<string, Set<string>>();
    found.set(name, paths.set(path, (paths.get(path) ?? new Set()).add(architecture)));
  };
  for (const { architecture, consumers, providers } of scopes) {
    const objects = [...consumers, ...providers];
    const isModule = (object: CompositeObject): boolean =>
      object.units.length > 1 || kernel.narrow(object.moduleWhen, architecture) !== FALSE;
    const modules = new Set(objects.filter(isModule).map(({ name }) => name));
    // kernel/entry/kvm.o and the like have a module's name, but are never one.
    for (const object of objects)
      if (isModule(object) || !modules.has(object.name)) note(object, architecture);
  }
  const listed = (paths: ReadonlyMap<string, ReadonlySet<string>>): readonly ModulePath[] =>
    [...paths]
      .map(([path, architectures]) => ({ path, architectures: [...architectures].sort(byCodeUnit) }))
      .sort((a, b) => byCodeUnit(a.path, b.path));
  return new Map([...found].map(([name, paths]) => [name, listed(paths)]));
};
