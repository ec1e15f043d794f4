// Everything that a tree makes, with the way back from a source file to the objects that compile it.
import type { Context } from '../base/context.js';
import type { BlobReader, LaidTree } from '../git/tree.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { Formulas } from '../kbuild/formula/formula.js';
import { KbuildFiles } from '../kbuild/kbuild-files.js';
import { Kernel } from '../kbuild/kernel.js';

/** Which configurations count: those of one `.config`, of one architecture, or all. */
export interface ConfigurationChoice {
  readonly config?: string;
  readonly architecture?: string;
}

/** All objects of one tree. */
export interface WholeKernel {
  readonly kernel: Kernel;
  readonly objectsOf: (source: string) => readonly CompositeObject[];
}

interface Known {
  readonly tree: LaidTree;
  readonly whole: WholeKernel;
}

/** A state and the one before. */
const KEPT = 2;

/** Reads whole kernels; two are kept for the states that have the same Kbuild and the same files. */
export class WholeKernels {
  private readonly formulas = new Formulas();
  private readonly files: KbuildFiles;
  /** The latest first: a state is compared with the one before. */
  private known: readonly Known[] = [];

  constructor(
    reader: BlobReader,
    private readonly choice: ConfigurationChoice,
  ) {
    this.files = new KbuildFiles(reader);
  }

  async of(tree: LaidTree, context: Context): Promise<WholeKernel> {
    const same = this.known.find((one) => hasSameObjects(one.tree, tree));
    if (same !== undefined) return same.whole;
    await this.files.load(tree, context);
    const whole = indexed(new Kernel(this.formulas, this.files, tree, this.choice));
    this.known = [{ tree, whole }, ...this.known].slice(0, KEPT);
    return whole;
  }
}

const hasSameObjects = (a: LaidTree, b: LaidTree): boolean =>
  a.base === b.base &&
  [...new Set([...a.changed, ...b.changed])].every((path) => {
    const [before, after] = [a.blobAt(path), b.blobAt(path)];
    return KbuildFiles.concerns(path) ? before === after : (before === undefined) === (after === undefined);
  });

const indexed = (kernel: Kernel): WholeKernel => {
  const bySource = new Map<string, CompositeObject[]>();
  for (const object of kernel.objects)
    for (const { path, generated } of object.units) {
      if (generated) continue;
      const known = bySource.get(path);
      if (known === undefined) bySource.set(path, [object]);
      else if (!known.includes(object)) known.push(object);
    }
  return { kernel, objectsOf: (source) => bySource.get(source) ?? [] };
};
