// Applies patches one after the other to an index that holds only the touched paths (git-apply(1) "--cached").
// Milliseconds a patch, where a work tree of the kernel takes seconds.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import { type FileChange, type ParsedDiff, pathsOf } from '../patch/diff.js';
import { refuseUnsafePaths } from '../patch/path-rule.js';
import type { FailedFile } from './apply-failure.js';
import { explainRefusal } from './apply-refusal.js';
import { foldersAbove, type GitTree } from './git-tree.js';
import { readIndex, writeIndex } from './index-file.js';
import { changedLinkTargets } from './link-target.js';
import { runGit, unreadableOutput } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';
import { isSameEntry, type TreeChange, type TreeEntry } from './tree-entry.js';

/** The outcome of one patch. */
export type ApplyResult =
  | {
      readonly applied: true;
      /** The state after the patch; `touched` are the paths that it changed. */
      readonly tree: GitTree;
      readonly changes: readonly TreeChange[];
      /** `three-way`: the context had moved, and git merged the blobs that the patch names with the tree's. */
      readonly way: 'plain' | 'three-way';
    }
  | {
      readonly applied: false;
      /** The state before the patch: nothing of it is kept. */
      readonly tree: GitTree;
      readonly files: readonly FailedFile[];
    };

/** How patches are applied. */
export interface ApplyOptions {
  /** Whether a patch that does not apply is merged by the blobs that it names; as `git am --3way`. */
  readonly threeWay: boolean;
}

/** Distinguishes the index files of several scratch indexes in one scratch repository. */
let created = 0;

/**
 * The state of a tree under a series of patches. Each patch that applies moves it on; one that does not leaves it.
 * The index file belongs to this object, and is written anew for each patch.
 */
export class ScratchIndex {
  private readonly file: string;
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
   * Applies a patch (all of its files or none), and moves on to the state after it.
   * @throws UserError `input` when the patch names a path outside the tree or inside `.git`; `environment` when git fails.
   */
  async apply(patch: ParsedDiff, options: ApplyOptions, context: Context): Promise<ApplyResult> {
    const { diff, files } = patch;
    const paths = pathsOf(files);
    refuseUnsafePaths(paths);
    const wanted = this.wantedPaths(paths);
    const before = this.entriesAt(wanted);
    let way: 'plain' | 'three-way' = 'plain';
    let run = await this.attempt(before, diff, [], context);
    const complaint = run.complaint;
    if (run.status !== 0 && options.threeWay && files.some(({ oldBlob }) => oldBlob !== null)) {
      way = 'three-way';
      run = await this.attempt(before, diff, ['--3way'], context);
    }
    const { reader } = this.scratch;
    if (run.status !== 0)
      return {
        applied: false,
        tree: this.current,
        files: await explainRefusal(patch, complaint, this.current, reader),
      };
    const after = readIndex(readFileSync(this.file), this.scratch.format);
    const lost = lostFiles(files, after);
    if (lost.length > 0) return { applied: false, tree: this.current, files: lost };
    const changes = this.changesAmong(wanted, after);
    if (changes.length === 0 && way === 'plain' && files.some((file) => changesFile(file, diff)))
      throw unreadableOutput('apply');
    this.current = this.current.with(changes, await changedLinkTargets(changes, reader));
    return { applied: true, tree: this.current, changes, way };
  }

  /**
   * Whether the state has all of a patch. If git can take the patch back, this moves on to the state without it.
   * @throws UserError as `apply`.
   */
  async unapply({ diff, files }: ParsedDiff, context: Context): Promise<boolean> {
    const paths = pathsOf(files);
    refuseUnsafePaths(paths);
    const wanted = this.wantedPaths(paths);
    const before = this.entriesAt(wanted);
    const backward = await this.attempt(before, diff, ['-R'], context);
    if (backward.status === 0) {
      const changes = this.changesIn(wanted);
      if (changes.length === 0 && files.some((file) => changesFile(file, diff)))
        throw unreadableOutput('apply');
      this.current = this.current.with(changes, await changedLinkTargets(changes, this.scratch.reader));
      return true;
    }
    if (files.every(({ oldBlob }) => oldBlob === null)) return false;
    // A merge by blobs that changes nothing proves it too, where the context has moved.
    const forward = await this.attempt(before, diff, ['--3way'], context);
    // A git that merged says so.
    return forward.status === 0 && forward.complaint !== '' && this.changesIn(wanted).length === 0;
  }

  private changesIn(wanted: readonly string[]): readonly TreeChange[] {
    return this.changesAmong(wanted, readIndex(readFileSync(this.file), this.scratch.format));
  }

  /** The paths that git has to see to judge the patch: the named ones, what lies above them and below them. */
  private wantedPaths(paths: readonly string[]): readonly string[] {
    const wanted = new Set<string>();
    for (const path of paths) {
      wanted.add(path);
      for (const folder of foldersAbove(path)) {
        if (this.current.entryAt(folder) !== undefined) wanted.add(folder);
      }
      // A path that is a file is no folder; to search the tree for a folder takes a while.
      if (this.current.entryAt(path) === undefined && this.current.hasFolder(path)) {
        for (const below of this.current.pathsBelow(path)) wanted.add(below);
      }
    }
    return [...wanted];
  }

  private entriesAt(paths: readonly string[]): ReadonlyMap<string, TreeEntry> {
    const entries = new Map<string, TreeEntry>();
    for (const path of paths) {
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
    // A git that was stopped may have left its lock: nobody else uses this index.
    rmSync(`${this.file}.lock`, { force: true });
    writeFileSync(this.file, writeIndex(before, this.scratch.format));
    const { folder, environment } = this.scratch.place;
    const place = { folder, environment: { ...environment, GIT_INDEX_FILE: this.file } };
    const args = ['apply', '--cached', '--whitespace=nowarn', ...extra, '-'];
    return runGit(place, args, { input: patch }, context);
  }

  private changesAmong(
    wanted: readonly string[],
    entries: ReadonlyMap<string, TreeEntry>,
  ): readonly TreeChange[] {
    return wanted.flatMap((path) => {
      const before = this.current.entryAt(path) ?? null;
      const after = entries.get(path) ?? null;
      return isSameEntry(before, after) ? [] : [{ path, before, after }];
    });
  }
}

/** The lines of a hunk with this sign, in one text. */
const linesWith = (sign: '+' | '-', text: string): string =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : []))
    .join('\n');

/** Whether the part of a patch changes its file: it may replace lines by equal ones. */
const changesFile = ({ kind, oldMode, newMode, binary, hunks }: FileChange, diff: Uint8Array): boolean =>
  kind !== 'modify' ||
  binary !== 'no' ||
  (newMode !== null && newMode !== oldMode) ||
  hunks.some(({ start, end }) => {
    const text = Buffer.from(diff.subarray(start, end)).toString('latin1');
    return linesWith('+', text) !== linesWith('-', text);
  });

/** Files of a patch that git took, but that are no file, link or submodule: a patch may give a file the mode of a folder. */
const lostFiles = (
  files: readonly FileChange[],
  after: ReadonlyMap<string, TreeEntry>,
): readonly FailedFile[] =>
  files.flatMap(({ kind, newPath: path, newMode }) => {
    if (kind !== 'add' || path === null || newMode === null || after.has(path)) return [];
    if (files.some(({ oldPath }) => oldPath === path)) return [];
    return [{ path, reason: 'other', detail: `the mode ${newMode} is not that of a file`, hunks: [] }];
  });
