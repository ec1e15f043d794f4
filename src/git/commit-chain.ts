// Commits on top of each other, made in the scratch repository: nobody sees them until they are published
// (git-commit-tree(1), git-interpret-trailers(1)).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { Identity } from './identity.js';
import type { CommitDraft } from './mail-info.js';
import { firstComplaint, type GitPlace, gitOutput, runGit } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';
import type { TreeChange } from './tree-entry.js';
import { TreeWriter } from './tree-writer.js';

/** What is added to each message, below the trailers that it has. */
export interface MessageAdditions {
  /** `Reviewed-by: A <a@example.org>`; one that is there already is not added again. */
  readonly trailers: readonly string[];
  /** Whether the committer signs off, last of all; as `git am --signoff`. */
  readonly signOff: boolean;
}

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
   * @param changes what it changes in the state before it.
   * @throws UserError `input` when git refuses its author, date or message.
   */
  async add(
    draft: CommitDraft,
    changes: readonly TreeChange[],
    additions: MessageAdditions,
    context: Context,
  ): Promise<CommitId> {
    const tree = await this.trees.write(changes);
    const message = await this.messageOf(draft, additions, context);
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
    this.tip = run.output.toString().trim() as CommitId;
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

  private async messageOf(
    draft: CommitDraft,
    additions: MessageAdditions,
    context: Context,
  ): Promise<string> {
    let message = draft.message;
    if (additions.trailers.length > 0) {
      message = await this.withTrailers(message, additions.trailers, 'addIfDifferent', context);
    }
    if (!additions.signOff) return message;
    const signOff = `Signed-off-by: ${this.committer.name} <${this.committer.email}>`;
    return this.withTrailers(message, [signOff], 'addIfDifferentNeighbor', context);
  }

  private async withTrailers(
    message: string,
    trailers: readonly string[],
    ifExists: string,
    context: Context,
  ): Promise<string> {
    const args = ['interpret-trailers', '--no-divider', '--where=end', `--if-exists=${ifExists}`];
    const all = trailers.flatMap((trailer) => ['--trailer', trailer.replace(/[\r\n]+/g, ' ')]);
    return (await gitOutput(this.place, [...args, ...all], { input: message }, context)).toString();
  }
}
