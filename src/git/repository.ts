// A Linux kernel's git repository as the check uses it: it is read, never written. What has to be written goes to a
// scratch repository beside it. gitrevisions(7), git-ls-tree(1), git-status(1).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId, TreeId } from '../base/id.js';
import { Started } from '../base/started.js';
import { quotePath } from '../patch/path-rule.js';
import { type CommitRange, diffTreeInput, LOG_FORMAT, parseDiffTree, parseLog } from './commit-range.js';
import { discoverRepository, type RepositoryLayout } from './discover.js';
import { safeEnvironment } from './environment.js';
import type { GitTree } from './git-tree.js';
import { readKernelTree } from './kernel-tree.js';
import { type GitPlace, gitOutput } from './process.js';
import { listRefs, type Ref } from './ref.js';
import { optionalCommit, resolveCommit } from './revision.js';
import { ScratchIndex } from './scratch-index.js';
import { createScratchRepository, type ScratchRepository } from './scratch-repository.js';
import { smallOutput } from './small-command.js';
import type { BlobReader } from './tree.js';
import { TreeWriter } from './tree-writer.js';
import { differsFromHead } from './work-tree-status.js';

/** The branch that a branch is compared with (git-rev-parse(1), "@{upstream}"). */
interface Upstream {
  /** `refs/remotes/origin/master` */
  readonly name: string;
  readonly commit: CommitId;
}

/** An open repository. The owner calls `dispose`, which removes temporary objects. */
export interface Repository {
  readonly layout: RepositoryLayout;
  /** A safe way to run git in this repository. Only for src/git. */
  readonly place: GitPlace;
  /** Where new objects go. Only for src/git. */
  readonly scratch: ScratchRepository;
  /** Reads blobs of the repository and of the scratch indexes made from it. */
  readonly reader: BlobReader;
  /**
   * The commit that a revision names. While the repository is open it names the same one, wherever a branch moves to.
   * @throws UserError `input` when it names none.
   */
  readonly resolve: (revision: string, context: Context) => Promise<CommitId>;
  /**
   * The tree of a commit; the last few are kept.
   * @throws UserError `input` when it is not a Linux kernel.
   */
  readonly treeAt: (commit: CommitId, context: Context) => Promise<GitTree>;
  /** Starts to read the tree of a commit. `treeAt` returns it, or throws why it cannot be read. */
  readonly prefetchTree: (commit: CommitId, context: Context) => void;
  /** The id of a commit's tree. */
  readonly treeIdOf: (commit: CommitId) => Promise<TreeId>;
  /**
   * The commits of `A..B`; without a range those of `@{upstream}..HEAD`, and none on a branch that has no upstream.
   * @throws UserError `input` when a name in the range is none.
   */
  readonly commitsOf: (range: string | undefined, context: Context) => Promise<CommitRange>;
  readonly upstreamOf: (branch: string, context: Context) => Promise<Upstream | undefined>;
  /** Branches, remote branches and tags that point at commits, as they were when first asked for. */
  readonly refs: (context: Context) => Promise<readonly Ref[]>;
  /** Whether tracked files of the work tree or the index differ from HEAD. Says false for a bare repository. */
  readonly hasUncommittedChanges: (context: Context) => Promise<boolean>;
  /** An index to apply patches to, one after the other, starting at a tree of this repository. */
  readonly scratchIndex: (base: GitTree) => ScratchIndex;
  /** Writes the trees after one change and the next to a commit's tree, beside the repository. */
  readonly treeWriter: (base: CommitId) => TreeWriter;
  /** Removes all temporary files and ends git. The repository can not be used afterwards. */
  readonly dispose: () => void;
}

/**
 * Opens the repository of a folder: a work tree or a folder in it, a linked worktree, a bare repository.
 * @throws UserError `input` when there is none, `environment` when git is missing or refuses it.
 */
export const openRepository = async (path: string, context: Context): Promise<Repository> => {
  const layout = await discoverRepository(path, process.env, context);
  const scratch = createScratchRepository(
    [layout.objectFolder],
    layout.format,
    process.env,
    layout.workFolder,
  );
  return new KernelRepository(layout, scratch);
};

/** Trees that are kept: several series stand on one base. A tree of the kernel takes some ten megabytes. */
const KEPT_TREES = 3;

/** The repository with its processes and caches. */
class KernelRepository implements Repository {
  readonly place: GitPlace;
  private readonly trees = new Map<CommitId, Started<GitTree>>();
  private listed: Promise<readonly Ref[]> | undefined;
  private readonly commits = new Map<string, Promise<CommitId>>();

  constructor(
    readonly layout: RepositoryLayout,
    readonly scratch: ScratchRepository,
  ) {
    this.place = {
      folder: layout.workFolder ?? layout.gitFolder,
      environment: {
        ...safeEnvironment(process.env),
        GIT_DIR: layout.gitFolder,
        ...(layout.workFolder === undefined ? {} : { GIT_WORK_TREE: layout.workFolder }),
      },
    };
  }

  get reader(): BlobReader {
    return this.scratch.reader;
  }

  readonly dispose = (): void => this.scratch.dispose();

  readonly resolve = (revision: string, context: Context): Promise<CommitId> => {
    const known = this.commits.get(revision);
    if (known !== undefined) return known;
    const commit = resolveCommit(this.place, revision, context);
    this.commits.set(revision, commit);
    commit.catch(() => this.commits.delete(revision));
    return commit;
  };

  readonly prefetchTree = (commit: CommitId, context: Context): void => {
    this.startTree(commit, context);
  };

  readonly treeAt = async (commit: CommitId, context: Context): Promise<GitTree> => {
    const started = this.startTree(commit, context);
    try {
      return await started.result();
    } catch (error) {
      // The next caller tries again: this attempt may have been stopped.
      if (this.trees.get(commit) === started) this.trees.delete(commit);
      throw error;
    }
  };

  readonly treeIdOf = (commit: CommitId): Promise<TreeId> => this.scratch.reader.treeOf(commit);

  readonly commitsOf = async (range: string | undefined, context: Context): Promise<CommitRange> => {
    if (range === undefined) {
      const upstream = await this.upstreamOf('', context);
      const head = await resolveCommit(this.place, 'HEAD', context);
      return upstream === undefined
        ? { base: head, commits: [] }
        : this.commitsBetween(upstream.commit, head, context);
    }
    const ends = /^(.*?)\.\.(?!\.)(.*)$/.exec(range);
    if (ends === null) {
      throw new UserError('input', `${quotePath(range)} is not a range of commits`, {
        hint: 'Write A..B: the commits that B has and A has not.',
      });
    }
    const from = await resolveCommit(this.place, ends[1] || 'HEAD', context);
    return this.commitsBetween(from, await resolveCommit(this.place, ends[2] || 'HEAD', context), context);
  };

  readonly upstreamOf = async (branch: string, context: Context): Promise<Upstream | undefined> => {
    const revision = `${branch}@{upstream}`;
    const commit = await optionalCommit(this.place, revision, context);
    if (commit === undefined) return undefined;
    const name = await smallOutput(this.place, ['rev-parse', '--symbolic-full-name', revision], context);
    return { name: name.trim(), commit };
  };

  readonly refs = (context: Context): Promise<readonly Ref[]> => {
    this.listed ??= listRefs(this.place, context);
    return this.listed;
  };

  readonly hasUncommittedChanges = async (context: Context): Promise<boolean> => {
    const { layout, place, scratch } = this;
    const head = await optionalCommit(place, 'HEAD', context);
    return differsFromHead({ layout, place, scratch, head }, context);
  };

  readonly scratchIndex = (base: GitTree): ScratchIndex => new ScratchIndex(this.scratch, base);

  readonly treeWriter = (base: CommitId): TreeWriter => new TreeWriter(this.scratch, base);

  private startTree(commit: CommitId, context: Context): Started<GitTree> {
    const known = this.trees.get(commit);
    if (known !== undefined) return known;
    const { place, reader } = this.scratch;
    const started = new Started(() =>
      readKernelTree({ place, reader, folder: this.layout.folder }, commit, context),
    );
    this.trees.set(commit, started);
    const [oldest] = this.trees.keys();
    if (this.trees.size > KEPT_TREES && oldest !== undefined) this.trees.delete(oldest);
    return started;
  }

  private async commitsBetween(from: CommitId, to: CommitId, context: Context): Promise<CommitRange> {
    const list = ['log', '--first-parent', '--reverse', ...LOG_FORMAT, to, `^${from}`, '--'];
    const log = parseLog(await smallOutput(this.place, list, context));
    if (log.length === 0) return { base: to, commits: [] };
    const args = ['diff-tree', '-r', '-z', '--no-renames', '--no-ext-diff', '--root', '--stdin'];
    const output = await gitOutput(this.scratch.place, args, { input: diffTreeInput(log) }, context);
    const changes = parseDiffTree(output.toString());
    return {
      base: log[0]?.parent ?? null,
      commits: log.map((commit) => ({ ...commit, changes: changes.get(commit.id) ?? [] })),
    };
  }
}
