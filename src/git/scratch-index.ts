// Applies patches one after the other to an index that holds only the touched paths (git-apply(1) "--cached").
// Milliseconds a patch, where a work tree of the kernel takes seconds.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import type { BlobId } from '../base/id.js';
import { type FailedFile, failedHunks } from './apply-failure.js';
import { foldersAbove, type GitTree } from './git-tree.js';
import { readIndex, writeIndex } from './index-file.js';
import { type PatchedFile, parsePatchFiles, pathsOfPatch } from './patch-file.js';
import { refuseUnsafePaths } from './patch-path.js';
import { firstComplaint, runGit } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';
import { isSameEntry, type TreeChange, type TreeEntry } from './tree-entry.js';

/** What became of a patch. */
export type ApplyResult =
  | {
      readonly applied: true;
      /** The state after the patch; `touched` are the paths that it changed. */
      readonly tree: GitTree;
      readonly changes: readonly TreeChange[];
      /** `three-way`: the context had moved, and the blobs named by the patch were merged with the tree's. */
      readonly way: 'plain' | 'three-way';
    }
  | {
      readonly applied: false;
      /** The state before the patch: nothing of it is kept. */
      readonly tree: GitTree;
      readonly files: readonly FailedFile[];
    };

export interface ApplyOptions {
  /** Whether a patch that does not apply is merged by the blobs that it names; as `git am --3way`. */
  readonly threeWay: boolean;
}

/** Distinguishes the index files of several scratch indexes in one scratch repository. */
let created = 0;

export class ScratchIndex {
  private readonly file: string;
  /** What the index holds: every path that a patch so far had to do with, where something stands there. */
  private entries: ReadonlyMap<string, TreeEntry> = new Map();
  private current: GitTree;

  constructor(
    private readonly scratch: ScratchRepository,
    base: GitTree,
  ) {
    created += 1;
    this.file = join(scratch.folder, `index-${created}`);
    this.current = base;
  }

  /** The state after the last patch that applied. */
  get tree(): GitTree {
    return this.current;
  }

  /**
   * Applies the diffs in a patch (all of them or none), and moves on to the state after it.
   * @param patch the diff; text around it is passed over.
   * @throws UserError `input` when the patch names a path outside the tree or inside `.git`; `environment` when git fails.
   */
  async apply(patch: Uint8Array, options: ApplyOptions, context: Context): Promise<ApplyResult> {
    const files = parsePatchFiles(patch);
    const paths = pathsOfPatch(files);
    refuseUnsafePaths(paths);
    const wanted = this.wantedPaths(paths);
    const before = this.filled(wanted);
    let way: 'plain' | 'three-way' = 'plain';
    let run = await this.attempt(before, patch, [], context);
    const complaint = run.complaint;
    if (run.status !== 0 && options.threeWay && files.some(hasBlobIds)) {
      way = 'three-way';
      run = await this.attempt(before, patch, ['--3way'], context);
    }
    if (run.status !== 0)
      return { applied: false, tree: this.current, files: await this.explain(files, complaint) };
    this.entries = readIndex(readFileSync(this.file), this.scratch.format);
    const changes = this.changesAmong(wanted);
    this.current = this.current.with(changes, await this.linkTargets(changes));
    return { applied: true, tree: this.current, changes, way };
  }

  /** The paths that git has to see to judge the patch: those named, what stands above them, what stands below them. */
  private wantedPaths(paths: readonly string[]): readonly string[] {
    const wanted = new Set<string>();
    for (const path of paths) {
      wanted.add(path);
      for (const folder of foldersAbove(path)) {
        if (this.current.entryAt(folder) !== undefined) wanted.add(folder);
      }
      // Where a file stands there is no folder, and mostly one does: to count all folders takes a while.
      if (this.current.entryAt(path) === undefined && this.current.hasFolder(path)) {
        for (const below of this.current.pathsBelow(path)) wanted.add(below);
      }
    }
    return [...wanted];
  }

  /** What the index holds, with more paths of the current state. */
  private filled(wanted: readonly string[]): ReadonlyMap<string, TreeEntry> {
    const entries = new Map(this.entries);
    for (const path of wanted) {
      const entry = this.current.entryAt(path);
      if (entry !== undefined) entries.set(path, entry);
    }
    return entries;
  }

  /** Runs git on an index that holds `before`; when it succeeds, the index holds the state after the patch. */
  private attempt(
    before: ReadonlyMap<string, TreeEntry>,
    patch: Uint8Array,
    extra: readonly string[],
    context: Context,
  ) {
    // Of a git that was stopped in the middle: nobody else uses this index.
    rmSync(`${this.file}.lock`, { force: true });
    writeFileSync(this.file, writeIndex(before, this.scratch.format));
    const { folder, environment } = this.scratch.place;
    const place = { folder, environment: { ...environment, GIT_INDEX_FILE: this.file } };
    const args = ['apply', '--cached', '--whitespace=nowarn', ...extra, '-'];
    return runGit(place, args, { input: patch }, context);
  }

  private changesAmong(wanted: readonly string[]): readonly TreeChange[] {
    return wanted.flatMap((path) => {
      const before = this.current.entryAt(path) ?? null;
      const after = this.entries.get(path) ?? null;
      return isSameEntry(before, after) ? [] : [{ path, before, after }];
    });
  }

  private async linkTargets(changes: readonly TreeChange[]): Promise<ReadonlyMap<string, string>> {
    const links = changes.filter(({ after }) => after?.kind === 'link');
    const targets = new Map<string, string>();
    await this.scratch.reader.readBlobs(
      links.map(({ after }) => after?.id as BlobId),
      (bytes, index) => targets.set(links[index]?.path ?? '', Buffer.from(bytes).toString()),
    );
    return targets;
  }

  private async explain(files: readonly PatchedFile[], complaint: string): Promise<readonly FailedFile[]> {
    const corrupt = corruptFile(files, complaint);
    if (corrupt !== undefined) return [corrupt];
    const failed: FailedFile[] = [];
    for (const file of files) {
      const failure = await this.explainFile(file);
      if (failure !== undefined) failed.push(failure);
    }
    if (failed.length > 0) return failed;
    const path = files
      .map((file) => file.newPath ?? file.oldPath ?? '')
      .find((name) => complaint.includes(name));
    return [{ path: path ?? '', reason: 'other', detail: firstComplaint(complaint), hunks: [] }];
  }

  private async explainFile(file: PatchedFile): Promise<FailedFile | undefined> {
    const { oldPath, newPath } = file;
    const failure = (path: string, reason: FailedFile['reason'], detail: string): FailedFile => ({
      path,
      reason,
      detail,
      hunks: [],
    });
    if (newPath !== null && newPath !== oldPath) {
      if (this.current.entryAt(newPath) !== undefined)
        return failure(newPath, 'exists', 'the file exists already');
      if (this.current.hasFolder(newPath)) return failure(newPath, 'is-folder', 'a folder stands there');
    }
    if (oldPath === null) return undefined;
    const entry = this.current.entryAt(oldPath);
    if (entry === undefined || entry.kind === 'submodule') {
      return failure(oldPath, 'absent', 'there is no such file');
    }
    if (file.isBinary) {
      return file.oldId !== undefined && entry.id.startsWith(file.oldId)
        ? undefined
        : failure(oldPath, 'binary', 'the binary file has other content than the patch wants');
    }
    let hunks: FailedFile['hunks'] = [];
    await this.scratch.reader.readBlobs([entry.id as BlobId], (bytes) => {
      hunks = failedHunks(file, bytes);
    });
    if (hunks.length === 0) return undefined;
    return {
      path: oldPath,
      reason: 'hunk',
      detail: `${hunks.length} of ${file.hunks.length} hunks found no place`,
      hunks,
    };
  }
}

const hasBlobIds = (file: PatchedFile): boolean => file.oldId !== undefined;

/** What git says of a patch that it cannot read, at the file where it stopped. */
const corruptFile = (files: readonly PatchedFile[], complaint: string): FailedFile | undefined => {
  const line = /^error: corrupt (?:binary )?patch at (?:line |.*:)(\d+)/m.exec(complaint)?.[1];
  if (line === undefined) return undefined;
  const at = files.findLast((file) => (file.hunks[0]?.patchLine ?? 0) <= Number(line));
  return {
    path: at?.newPath ?? at?.oldPath ?? '',
    reason: 'corrupt',
    detail: `the patch is damaged at its line ${line}`,
    hunks: [],
  };
};
