// The code that V8 made of the program, kept in the user's cache folder: a check runs much code once or twice, and to
// compile that code takes a tenth of its time.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolderOf } from '../base/cache-folder.js';
import { DiskCache } from '../cache/disk-cache.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Room for the code of some versions of the program and of Node; a record takes 2 MB. */
const CODE_LIMIT = 32 * 1024 * 1024;

/** The script and the V8 that compiles it. */
export interface Compiler {
  /** Path of the script; the compiled code names it. */
  readonly file: string;
  readonly source: Uint8Array;
  /** Flags that were given to V8 while it ran, besides those of the command line. */
  readonly flags: readonly string[];
}

/**
 * Compiled code by script, V8 and V8's flags. A record is whole and the user's own, or it does not count
 * (`DiskCache`). V8 itself refuses code of another version or of other flags.
 */
export class CodeCache {
  private readonly cache: DiskCache | undefined;
  /** False where nothing may be kept: there is no folder, or the user wants none. */
  readonly isWritable: boolean;

  /**
   * @param variables the environment: XDG_CACHE_HOME, HOME, KVM_VFIO_SERIES_CACHE.
   * @param mayWrite false where the user wants nothing kept (`--no-cache`). Compiled code holds no results, so it is
   * read all the same.
   */
  constructor(
    private readonly variables: Variables,
    mayWrite: boolean,
  ) {
    const folder = cacheFolderOf(variables);
    this.cache = folder === undefined ? undefined : new DiskCache(join(folder, 'code'), CODE_LIMIT);
    this.isWritable = folder !== undefined && mayWrite && variables['KVM_VFIO_SERIES_CACHE'] !== '0';
  }

  /** The code of an earlier run, or undefined. */
  async read(compiler: Compiler): Promise<Uint8Array | undefined> {
    return this.cache?.get(this.keyOf(compiler));
  }

  /** Keeps compiled code. A folder that cannot be written is no error. */
  async write(compiler: Compiler, code: Uint8Array): Promise<void> {
    if (this.isWritable) await this.cache?.put(this.keyOf(compiler), code);
  }

  private keyOf({ file, source, flags }: Compiler): string {
    const hash = createHash('sha256').update(source).digest('hex');
    const { version, versions, arch, execArgv } = process;
    return JSON.stringify([
      'code',
      hash,
      file,
      version,
      versions.v8,
      arch,
      flags,
      execArgv,
      this.variables['NODE_OPTIONS'],
    ]);
  }
}
