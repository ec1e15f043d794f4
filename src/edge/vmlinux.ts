// The kernel image as one object: every unit that is always built in and so belongs to no module (Documentation/kbuild/makefiles.rst,
// "Built-in object goals").
import type { ModuleName } from '../base/id.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';

/** Its name in queries; no module can have it. */
export const VMLINUX = 'vmlinux' as ModuleName;

/** Whether a pattern means the kernel image; globs never do. */
export const meansVmlinux = (pattern: string): boolean => pattern === VMLINUX;

/** The image of one architecture; the condition of each unit is that it is built in. */
export const vmlinuxOf = (kernel: Kernel, architecture: string): CompositeObject => {
  const { formulas } = kernel;
  const units = kernel.objects.flatMap(({ moduleWhen, builtInWhen, units: own }) =>
    builtInWhen !== FALSE &&
    kernel.isMadeOn(builtInWhen, architecture) &&
    kernel.narrow(moduleWhen, architecture) === FALSE
      ? own.map((unit) => ({ ...unit, when: formulas.and(unit.when, builtInWhen) }))
      : [],
  );
  return { name: VMLINUX, path: VMLINUX, moduleWhen: FALSE, builtInWhen: TRUE, units, makefile: 'Makefile' };
};
