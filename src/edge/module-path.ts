// The paths of the modules of a query: one name can have several (arch/*/kvm/kvm).
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { Scope } from './scope.js';

/** One path of a module. */
interface ModulePath {
  /** As in modules.order, without `.ko` (`arch/x86/kvm/kvm`). */
  readonly path: string;
  /** The architectures (folders under arch/) that build the module from this path, sorted. */
  readonly architectures: readonly string[];
}

/** The paths of modules by name; several objects can have the same name. */
export type ModulePaths = ReadonlyMap<ModuleName, readonly ModulePath[]>;

/** The paths of every module of the query. */
export const modulePaths = (scopes: readonly Scope[]): ModulePaths => {
  const found = new Map<ModuleName, Map<string, Set<string>>>();
  for (const { architecture, consumers, providers } of scopes)
    for (const objects of [consumers, providers])
      for (const { name, path } of objects) {
        const paths = found.get(name) ?? new Map<string, Set<string>>();
        found.set(name, paths.set(path, (paths.get(path) ?? new Set()).add(architecture)));
      }
  const listed = (paths: ReadonlyMap<string, ReadonlySet<string>>): readonly ModulePath[] =>
    [...paths]
      .map(([path, architectures]) => ({ path, architectures: [...architectures].sort(byCodeUnit) }))
      .sort((a, b) => byCodeUnit(a.path, b.path));
  return new Map([...found].map(([name, paths]) => [name, listed(paths)]));
};
