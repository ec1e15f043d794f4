// The modules that one commit makes, with their sources and conditions.

import { resolve } from 'node:path';
import { type Context, quietContext } from '../base/context.js';
import { defined } from '../base/defined.js';
import { absentModule } from '../edge/absent-module.js';
import { type ModuleDescription, ModuleDescriptions } from '../edge/module-description.js';
import { isModuleLike, moduleMatcher, soughtParts } from '../edge/module-name.js';
import { openRepository } from '../git/repository.js';
import type { Tree } from '../git/tree.js';
import { Formulas } from '../kbuild/formula/formula.js';
import { KbuildFiles } from '../kbuild/kbuild-files.js';
import { Kernel, type KernelOptions } from '../kbuild/kernel.js';
import { MODULE_LIST_VERSION, type ModuleList } from '../result/module-list.js';

/** The query of `modules`. */
export interface ModulesRequest {
  /** Folder of a Linux kernel git repository; it is only read. */
  readonly tree: string;
  /** The folder that relative paths start from; that of the process when absent. */
  readonly workingFolder?: string;
  /** The commit to read; HEAD when absent. */
  readonly revision?: string;
  /** Only modules of this name or glob, or of this path when it has a `/`; also those that can only be built in. */
  readonly name?: string;
  /** Text of one kernel `.config`; all configurations count when absent. */
  readonly config?: string;
  /** One folder of arch/; all count when absent. */
  readonly architecture?: string;
}

const isModule = ({ made }: ModuleDescription): boolean => made.some(({ module }) => module !== undefined);

const describeAll = (kernel: Kernel, name: string | undefined): readonly ModuleDescription[] => {
  const objects = kernel.objects.filter(isModuleLike);
  const named = name === undefined ? objects : objects.filter(moduleMatcher(name));
  const descriptions = new ModuleDescriptions(kernel);
  const described = named.flatMap((object) => descriptions.of(object) ?? []);
  // A single source that is only ever built in is no module, though it may have the name of one (kernel/entry/kvm.o).
  const single = new Set(named.filter(({ units }) => units.length === 1).map(({ path }) => path));
  return described.filter((one) => isModule(one) || (name !== undefined && !single.has(one.path)));
};

/**
 * The modules of one commit.
 * @throws UserError `input` when tree, revision, configuration or architecture are not what they have to be, or no module
 *   has the name; `environment` when git fails.
 */
export const listModules = async (
  request: ModulesRequest,
  context: Context = quietContext(),
): Promise<ModuleList> => {
  const { name, config, architecture } = request;
  const repository = await openRepository(resolve(request.workingFolder ?? '.', request.tree), context);
  try {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const tree: Tree = await repository.treeAt(commit, context);
    const files = new KbuildFiles(repository.reader, name === undefined ? [] : soughtParts([name]));
    await files.load(tree, context);
    context.progress('read Kbuild');
    const formulas = new Formulas();
    const options: KernelOptions = {
      ...defined({ config, architecture }),
    };
    const modulesIn = (more: KernelOptions): { kernel: Kernel; modules: readonly ModuleDescription[] } => {
      const kernel = new Kernel(formulas, files, tree, { ...options, ...more });
      return { kernel, modules: describeAll(kernel, name) };
    };
    // No Makefile spells the name: read the whole tree to see whether it exists.
    const isSought = name !== undefined && soughtParts([name]).length > 0;
    const near = isSought ? modulesIn({ within: files.foldersOfSought(tree) }).modules : [];
    const { kernel, modules } = near.length > 0 ? { kernel: null, modules: near } : modulesIn({});
    if (name !== undefined && modules.length === 0 && kernel !== null) {
      const isNarrowed = config !== undefined || architecture !== undefined;
      throw absentModule(name, kernel, isNarrowed ? () => new Kernel(formulas, files, tree, {}) : null);
    }
    return { schemaVersion: MODULE_LIST_VERSION, commit, asked: name ?? null, modules };
  } finally {
    repository.dispose();
  }
};
