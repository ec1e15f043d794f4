// C files of a state as inspectors read them: lines, tokens, definitions, each computed on demand.
import type { BlobId } from '../../base/id.js';
import { type Aggregate, aggregatesOf } from '../../csource/aggregate.js';
import { type Spelling, spell } from '../../csource/spelling.js';
import type { BlobReader, Tree } from '../../git/tree.js';

const C_FILE = /\.[chS]$/;
/** Not compiled into the kernel or its modules. */
const NOT_KERNEL = /^(?:tools|scripts|Documentation|usr)\//;

/** Whether a path is one of the kernel's own C or assembler files. */
export const isKernelSource = (path: string): boolean => C_FILE.test(path) && !NOT_KERNEL.test(path);

/** One C file of a state, with lazily computed tokens and definitions. */
export class SourceFile {
  private spelled: Spelling | null = null;
  private defined: readonly Aggregate[] | null = null;

  constructor(
    readonly path: string,
    readonly blob: BlobId,
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

/**
 * Files of a tree by path; those that it does not have are left out.
 * @param known files that were read before: those that are the same are taken as they are.
 */
export const readSources = async (
  paths: Iterable<string>,
  tree: Tree,
  reader: BlobReader,
  known: readonly SourceFile[] = [],
): Promise<readonly SourceFile[]> => {
  const found: { readonly path: string; readonly blob: BlobId; readonly same: SourceFile | undefined }[] = [];
  for (const path of new Set(paths)) {
    const blob = tree.blobAt(path);
    const same = known.find((file) => file.path === path && file.blob === blob);
    if (blob !== undefined) found.push({ path, blob, same });
  }
  const missing = found.filter(({ same }) => same === undefined).map(({ blob }) => blob);
  const read = new Map<BlobId, Uint8Array>();
  await reader.readBlobs(missing, (bytes, index) => read.set(missing[index] as BlobId, bytes));
  return found.map(
    ({ path, blob, same }) => same ?? new SourceFile(path, blob, read.get(blob) as Uint8Array),
  );
};
