// A kernel build of the user: the symbols that its modules need, and their exporters.
import type { Context } from '../base/context.js';
import { byCodeUnit } from '../base/order.js';
import { ElfObject } from './elf.js';
import { textOf, withFile } from './file.js';
import { type ModuleFile, readModuleFile } from './module-file.js';
import type { BuildPlace } from './place.js';
import { parseSymvers } from './symvers.js';

/** A symbol that a module needs, and its exporter. */
export interface LinkEdge {
  /** Path as in modules.order, without `.ko`. */
  readonly consumer: string;
  /** The same, or `vmlinux`. */
  readonly provider: string;
  readonly symbol: string;
}

/** A kernel build: its modules and their edges. */
export interface Build {
  /** The output of `uname -r` on this kernel; null when no module was read. */
  readonly release: string | null;
  /** The source of the exports: Module.symvers, or without it the modules themselves. */
  readonly exportsFrom: 'Module.symvers' | 'modules';
  /** Of the modules that were asked for, in their order. */
  readonly edges: readonly LinkEdge[];
  /** Symbols without a known exporter, sorted: `vmlinux` counts as their provider. */
  readonly unresolved: readonly string[];
}

/** The provider that is no module. */
export const VMLINUX = 'vmlinux';

/** The edges of modules; `providerOf` gives the exporter of a symbol. */
const resolveEdges = (
  needs: ReadonlyMap<string, readonly string[]>,
  providerOf: (symbol: string) => string | undefined,
): Pick<Build, 'edges' | 'unresolved'> => {
  const unresolved = new Set<string>();
  const edges: LinkEdge[] = [];
  for (const [consumer, symbols] of needs)
    for (const symbol of symbols) {
      const provider = providerOf(symbol);
      if (provider === undefined) unresolved.add(symbol);
      edges.push({ consumer, provider: provider ?? VMLINUX, symbol });
    }
  return { edges, unresolved: [...unresolved].sort(byCodeUnit) };
};

const releaseOf = ({ info }: ModuleFile): string | null => info.get('vermagic')?.[0]?.split(' ')[0] ?? null;

/**
 * Reads a build.
 * @param isWanted whether the edges of the module of that path are wanted. The others are read only where there is no
 *   Module.symvers to say what they export.
 * @throws UserError `input` when a file is not what it has to be.
 */
export const readBuild = async (
  { modules, symvers: path }: BuildPlace,
  isWanted: (path: string) => boolean,
  context: Context,
): Promise<Build> => {
  const symvers = path === undefined ? null : parseSymvers(path, await textOf(path));
  const toRead = symvers === null ? modules : modules.filter((module) => isWanted(module.path));
  const needs = new Map<string, readonly string[]>();
  const exported = new Map<string, string>();
  let release: string | null = null;
  for (const [index, module] of toRead.entries()) {
    context.signal.throwIfAborted();
    context.progress(`read module ${index + 1}/${toRead.length}`);
    const file = await withFile(module.file, async (range) =>
      readModuleFile(module.file, await ElfObject.read(range)),
    );
    release ??= releaseOf(file);
    for (const { symbol } of file.exports) exported.set(symbol, module.path);
    if (isWanted(module.path)) needs.set(module.path, file.needs);
  }
  const providerOf = (symbol: string): string | undefined =>
    symvers?.get(symbol)?.provider ?? exported.get(symbol);
  return {
    release,
    exportsFrom: symvers === null ? 'modules' : 'Module.symvers',
    ...resolveEdges(needs, providerOf),
  };
};
