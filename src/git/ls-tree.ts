// Reads the output of `git ls-tree -r -z` (git-ls-tree(1), "Output Format") in chunks as it comes.
import type { BlobId } from '../base/id.js';
import { unreadableOutput } from './process.js';
import { entryOf, type TreeEntry } from './tree-entry.js';

/** All that one commit's tree holds. Paths are in git's order (by bytes). */
export interface TreeListing {
  /** Regular files, executable ones too. */
  readonly files: ReadonlyMap<string, BlobId>;
  /** The files among them whose mode has the executable bit. */
  readonly executables: ReadonlySet<string>;
  /** Symbolic links and submodules. */
  readonly others: ReadonlyMap<string, TreeEntry>;
}

/** Mode (6), blank, `blob`, blank: what stands before the id of nearly all entries. */
const FILE_PREFIX = '100644 blob ';

/** A parser of `ls-tree -r -z` output. */
export class TreeListingParser {
  private rest: Buffer = Buffer.alloc(0);
  private readonly files = new Map<string, BlobId>();
  private readonly executables = new Set<string>();
  private readonly others = new Map<string, TreeEntry>();

  push(chunk: Buffer): void {
    const first = chunk.indexOf(0) + 1;
    if (first === 0) {
      this.rest = Buffer.concat([this.rest, chunk]);
      return;
    }
    const begun = this.rest.length === 0 ? 0 : first;
    if (begun > 0) this.take(Buffer.concat([this.rest, chunk.subarray(0, begun)]).toString());
    const end = chunk.lastIndexOf(0) + 1;
    this.take(chunk.toString('utf8', begun, end));
    this.rest = Buffer.from(chunk.subarray(end));
  }

  /** @throws UserError `environment` when the output stops in the middle of an entry. */
  finish(): TreeListing {
    if (this.rest.length > 0) throw unreadableOutput('ls-tree');
    return { files: this.files, executables: this.executables, others: this.others };
  }

  private take(text: string): void {
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\0', start);
      const tab = text.indexOf('\t', start);
      const path = text.slice(tab + 1, end);
      if (text.startsWith(FILE_PREFIX, start)) {
        this.files.set(path, text.slice(start + FILE_PREFIX.length, tab) as BlobId);
      } else {
        this.takeOther(text.slice(start, tab), path);
      }
      start = end + 1;
    }
  }

  private takeOther(meta: string, path: string): void {
    const [mode = '', , id = ''] = meta.split(' ');
    const entry = entryOf(mode, id);
    if (entry === undefined) throw unreadableOutput('ls-tree', new Error(meta));
    if (entry.kind === 'file' || entry.kind === 'executable') this.files.set(path, entry.id);
    else this.others.set(path, entry);
    if (entry.kind === 'executable') this.executables.add(path);
  }
}
