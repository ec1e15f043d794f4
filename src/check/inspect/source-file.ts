// C files of a state as inspectors read them: lines, tokens, definitions, each found out when it is asked for.
import type { BlobId } from '../../base/id.js';
import { type Aggregate, aggregatesOf } from '../../csource/aggregate.js';
import { type Spelling, spell } from '../../csource/spelling.js';
import type { BlobReader, Tree } from '../../git/tree.js';

const C_FILE = /\.[chS]$/;
/** Not compiled into the kernel or its modules. */
const NOT_KERNEL = /^(?:tools|scripts|Documentation|usr)\//;

/** Whether a path is one of the kernel's own C or assembler files. */
export const isKernelSource = (path: string): boolean => C_FILE.test(path) && !NOT_KERNEL.test(path);

export class SourceFile {
  private spelled: Spelling | null = null;
  private defined: readonly Aggregate[] | null = null;

  constructor(
    readonly path: string,
    private readonly bytes: Uint8Array,
  ) {}

  get lines(): readonly string[] {
    return Buffer.from(this.bytes).toString('latin1').split('\n');
  }

  get spelling(): Spelling {
    this.spelled ??= spell(this.bytes);
    return this.spelled;
  }

  get aggregates(): readonly Aggregate[] {
    this.defined ??= aggregatesOf(this.spelling);
    return this.defined;
  }
}

/** Files of a tree by path; those that it does not have are left out. */
export const readSources = async (
  paths: Iterable<string>,
  tree: Tree,
  reader: BlobReader,
): Promise<readonly SourceFile[]> => {
  const found: { readonly path: string; readonly blob: BlobId }[] = [];
  for (const path of new Set(paths)) {
    const blob = tree.blobAt(path);
    if (blob !== undefined) found.push({ path, blob });
  }
  const files: SourceFile[] = [];
  await reader.readBlobs(
    found.map(({ blob }) => blob),
    (bytes, index) => files.push(new SourceFile(found[index]?.path ?? '', bytes)),
  );
  return files;
};
