// Commits on top of each other, made in the scratch repository: nobody sees them until they are published
// (git-commit-tree(1), git-interpret-trailers(1)).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { CommitDraft } from '../series/commit-draft.js';
import type { Identity } from './identity.js';
import { firstComplaint, type GitPlace, gitOutput, runGit, unreadableOutput } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';
import type { TreeChange } from './tree-entry.js';
import { TreeWriter } from './tree-writer.js';

/** What a commit holds besides its message. */
export interface CommitContent {
  /** What it changes in the state before it. */
  readonly changes: readonly TreeChange[];
  /** Whether the committer signs off below the message's trailers; as `git am --signoff`. */
  readonly signOff: boolean;
}

/** A line of commits on a base. They stay in the scratch repository, which owns them until they are published. */
export class CommitChain {
  private readonly place: GitPlace;
  private readonly trees: TreeWriter;
  private tip: CommitId;

  constructor(
    scratch: ScratchRepository,
    base: CommitId,
    private readonly committer: Identity,
  ) {
    this.tip = base;
    this.place = scratch.place;
    this.trees = new TreeWriter(scratch, base);
  }

  /** The last commit; the base when none was made. */
  get head(): CommitId {
    return this.tip;
  }

  /**
   * Adds a commit.
   * @throws UserError `input` when git refuses its author, date or message.
   */
  async add(draft: CommitDraft, { changes, signOff }: CommitContent, context: Context): Promise<CommitId> {
    const tree = await this.trees.write(changes);
    const message = signOff ? await this.signedOff(draft.message, context) : draft.message;
    const run = await runGit(
      { folder: this.place.folder, environment: { ...this.place.environment, ...this.people(draft) } },
      ['commit-tree', tree, '-p', this.tip],
      { input: message },
      context,
    );
    if (run.status !== 0) {
      throw new UserError(
        'input',
        `git makes no commit of "${draft.subject}": ${firstComplaint(run.complaint)}`,
        {
          hint: 'The author, date or message of the mail is not one that git can write.',
        },
      );
    }
    const id = run.output.toString().trim();
    if (!/^[0-9a-f]{40,64}$/.test(id)) throw unreadableOutput('commit-tree');
    this.tip = id as CommitId;
    return this.tip;
  }

  private people(draft: CommitDraft): Record<string, string> {
    return {
      GIT_AUTHOR_NAME: draft.author.name,
      GIT_AUTHOR_EMAIL: draft.author.email,
      GIT_AUTHOR_DATE: draft.author.date,
      GIT_COMMITTER_NAME: this.committer.name,
      GIT_COMMITTER_EMAIL: this.committer.email,
    };
  }

  private async signedOff(message: string, context: Context): Promise<string> {
    const signOff = `Signed-off-by: ${this.committer.name} <${this.committer.email}>`;
    const args = ['interpret-trailers', '--no-divider', '--where=end', '--if-exists=addIfDifferentNeighbor'];
    const input = { input: message };
    return (await gitOutput(this.place, [...args, '--trailer', signOff], input, context)).toString();
  }
}
