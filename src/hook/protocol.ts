// The standard input of a pre-push hook (githooks(5), "pre-push").
import { UserError } from '../base/error.js';
import { isObjectId } from '../base/id.js';

/** One ref that is pushed. */
export interface PushedRef {
  /** `refs/heads/topic`, `HEAD~1`, or `(delete)`. */
  readonly localRef: string;
  /** Null when the remote ref is deleted. */
  readonly localId: string | null;
  /** `refs/heads/topic` */
  readonly remoteRef: string;
  /** Null when the remote does not have the ref yet. */
  readonly remoteId: string | null;
}

const idOf = (text: string): string | null => (/^0+$/.test(text) ? null : text);

/**
 * Reads `<local ref> SP <local id> SP <remote ref> SP <remote id> LF` lines; there may be none.
 * @throws UserError `usage` when a line is not of that form: then it is not git that calls.
 */
export const parsePushedRefs = (input: string): readonly PushedRef[] =>
  input
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      // A local ref may be any revision, with blanks in it (`HEAD@{2 days ago}`); the other three have none.
      const match = /^(.+) ([0-9a-f]+) (\S+) ([0-9a-f]+)$/.exec(line);
      const [, localRef = '', localId = '', remoteRef = '', remoteId = ''] = match ?? [];
      if (!isObjectId(localId) || !isObjectId(remoteId)) {
        throw new UserError('usage', 'the standard input is not what git gives a pre-push hook', {
          hint: 'This command is for git to call; try it with "git push --dry-run".',
        });
      }
      return { localRef, localId: idOf(localId), remoteRef, remoteId: idOf(remoteId) };
    });
