// Where the modules of a question are made: one name can have a path on each architecture (arch/*/kvm/kvm).
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { Scope } from './scope.js';

export interface ModulePath {
  /** As in modules.order, without `.ko` (`arch/x86/kvm/kvm`). */
  readonly path: string;
  /** The kernel's architecture folders on which this path makes the module, sorted. */
  readonly architectures: readonly string[];
}

export type ModulePaths = ReadonlyMap<ModuleName, readonly ModulePath[]>;

/** The paths of every module that is asked about. */
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
