// The kernel image as one object: all that is only ever built in, so that it is in no module (Documentation/kbuild/makefiles.rst,
// "Built-in object goals").
import type { ModuleName } from '../base/id.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, TRUE } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';

/** The name by which it is asked for; no module can have it. */
export const VMLINUX = 'vmlinux' as ModuleName;

/** Whether a pattern of a query means the kernel image: only its plain name does. */
export const meansVmlinux = (pattern: string): boolean => pattern === VMLINUX;

/** The image of one architecture, with every unit under the condition that it is built in. */
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
