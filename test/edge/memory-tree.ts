// Kernel trees that live in memory: a record of texts by path, blob ids being hashes of the texts.
import { createHash } from 'node:crypto';
import type { BlobId, CommitId } from '../../src/base/id.js';
import type { BlobReader, LaidTree, WordSearch } from '../../src/git/tree.js';

/** Texts by path; undefined takes a file away from those that a case lays itself over. */
export type Files = Readonly<Record<string, string | undefined>>;

const idOf = (text: string): BlobId => createHash('sha1').update(text).digest('hex') as BlobId;

/** Makes trees, reads the blobs of all that it made, and finds words in them. */
export class MemoryTrees implements BlobReader, WordSearch {
  /** Blobs asked for so far, in order. */
  readonly read: BlobId[] = [];
  private readonly blobs = new Map<BlobId, Uint8Array>();
  private readonly encoder = new TextEncoder();

  /** The tree of some files. `before` is the state that it follows: `touched` is what differs. */
  tree(files: Files, before: Files = files): LaidTree {
    const ids = new Map<string, BlobId>();
    for (const path of Object.keys(files).sort()) {
      const text = files[path];
      if (text === undefined) continue;
      const id = idOf(text);
      ids.set(path, id);
      this.blobs.set(id, this.encoder.encode(text));
    }
    const paths = [...ids.keys()];
    const touched = [...new Set([...paths, ...Object.keys(before)])].filter(
      (path) => files[path] !== before[path],
    );
    return {
      blobAt: (path) => ids.get(path),
      paths: () => paths,
      hasFolder: (folder) => paths.some((path) => path.startsWith(`${folder}/`)),
      touched: new Set(touched),
      base: 'memory' as CommitId,
      changed: new Set(paths),
    };
  }

  readonly readBlobs: BlobReader['readBlobs'] = async (ids, take) => {
    ids.forEach((id, index) => {
      const bytes = this.blobs.get(id);
      if (bytes === undefined) throw new Error(`no blob ${id}`);
      this.read.push(id);
      take(bytes.slice(), index);
    });
  };

  readonly readFiles: BlobReader['readFiles'] = (files, take) =>
    this.readBlobs(
      files.map(({ blob }) => blob),
      take,
    );

  readonly filesWith: WordSearch['filesWith'] = async (tree, words) => {
    const expression = new RegExp(`(?<!\\w)(?:${[...words].join('|')})(?!\\w)`);
    return [...tree.paths()].filter((path) => {
      const bytes = this.blobs.get(tree.blobAt(path) as BlobId);
      return /\.[chS]$/.test(path) && expression.test(Buffer.from(bytes ?? []).toString());
    });
  };

  readonly linesWith: WordSearch['linesWith'] = async (tree, texts) =>
    [...tree.paths()]
      .filter((path) => /\.[chS]$/.test(path))
      .flatMap((path) =>
        Buffer.from(this.blobs.get(tree.blobAt(path) as BlobId) ?? [])
          .toString()
          .split('\n')
          .flatMap((line, at) =>
            texts.some((text) => line.includes(text)) ? [{ path, line: at + 1, text: line }] : [],
          ),
      );
}
