// Where the files of a tree define some structs, found once for each blob.
import type { BlobId } from '../../base/id.js';
import type { Aggregate } from '../../csource/aggregate.js';
import type { BlobReader, Tree } from '../../git/tree.js';
import { SourceFile } from './source-file.js';

/** The definitions of some structs and unions, by file. */
export class StructDefinitions {
  private readonly known = new Map<BlobId, readonly Aggregate[]>();
  private readonly tags: ReadonlySet<string>;
  private readonly mention: RegExp;

  /** @param tags the structs and unions to look for. */
  constructor(
    private readonly reader: BlobReader,
    tags: Iterable<string>,
  ) {
    this.tags = new Set(tags);
    this.mention = new RegExp(`(?:struct|union)\\s[^;{]*\\b(?:${[...this.tags].join('|')})\\b[^;{]*\\{`);
  }

  /** Looks into the files that were not looked into yet. */
  async load(paths: Iterable<string>, tree: Tree): Promise<void> {
    const wanted = new Map<BlobId, string>();
    for (const path of paths) {
      const blob = tree.blobAt(path);
      if (blob !== undefined && !this.known.has(blob)) wanted.set(blob, path);
    }
    const blobs = [...wanted.keys()];
    await this.reader.readBlobs(blobs, (bytes, index) => {
      const blob = blobs[index] as BlobId;
      const may = this.mention.test(Buffer.from(bytes).toString('latin1'));
      const found = may ? new SourceFile(wanted.get(blob) ?? '', blob, bytes).aggregates : [];
      this.known.set(
        blob,
        found.filter(({ keyword, tag }) => keyword !== 'enum' && this.tags.has(tag ?? '')),
      );
    });
  }

  /** The definition of a struct in a file that was loaded; undefined when there is none. */
  in(path: string, tree: Tree, keyword: Aggregate['keyword'], tag: string): Aggregate | undefined {
    const blob = tree.blobAt(path);
    if (blob === undefined) return undefined;
    return this.known.get(blob)?.find((one) => one.keyword === keyword && one.tag === tag);
  }
}
