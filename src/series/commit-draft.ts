// The commit that `git am` makes of a patch (git-am(1), git-mailinfo(1), git-stripspace(1)), computed without git.
import { trimEndOf } from '../base/trim.js';
import { commitMessage } from './am.js';
import type { Patch } from './patch.js';

/** A commit to be: what goes to `git commit-tree` besides tree and parent. */
export interface CommitDraft {
  readonly author: {
    readonly name: string;
    readonly email: string;
    /** As the mail writes it, with its time zone; empty when it has none. */
    readonly date: string;
  };
  readonly subject: string;
  /** Subject, empty line, body and trailers; in the form of `git stripspace`. */
  readonly message: string;
}

/**
 * The form of a commit message: no white space at the end of lines, no two empty lines together, none at either end,
 * one line feed at the end.
 */
const stripSpace = (text: string): string => {
  const lines = text.split('\n').map((line) => trimEndOf(line, ' \t\r'));
  const kept = lines.filter((line, at) => line !== '' || (lines[at - 1] ?? '') !== '');
  const trimmed = trimEndOf(kept.join('\n'), '\n').replace(/^\n+/, '');
  return trimmed === '' ? '' : `${trimmed}\n`;
};

const oneLine = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').trim();

/** The commit of a patch. @param trailers lines for the end of its message. */
export const commitDraft = (patch: Patch, trailers: readonly string[]): CommitDraft => {
  const { author, dateText } = patch;
  const subject = oneLine(patch.subject);
  return {
    author: { name: author.name, email: author.address, date: oneLine(dateText) },
    subject,
    message: stripSpace(commitMessage({ ...patch, subject }, trailers)),
  };
};
