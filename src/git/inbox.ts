// Reads a git epoch of a public-inbox (public-inbox-v2-format(5)): a bare repository with one commit a mail, whose tree
// holds the mail as `m`. A commit that takes a mail back holds `d` instead.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { BatchResponse } from './batch-response.js';
import { safeEnvironment } from './environment.js';
import { type GitPlace, gitOutput, runGit } from './process.js';

/** One mail of an epoch, as src/source looks for it. */
interface InboxMail {
  readonly blob: string;
  /** The first bytes: the whole header of any sane mail. */
  readonly head: Uint8Array;
  readonly subject: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** One epoch of a clone of a public-inbox. */
export interface InboxRepository {
  /** Mails in pieces, the newest first, read on demand. */
  readonly mails: (context: Context) => AsyncGenerator<readonly InboxMail[]>;
  readonly read: (blob: string, context: Context) => Promise<Uint8Array>;
}

/** Commits asked for at once: a few MB of mails, an answer within a tenth of a second. */
const MAILS_PER_PIECE = 1024;

/** Headers of archived mails are about 10 kB. */
const HEAD_BYTES = 64 * 1024;

/** Opens the bare repository of an epoch; nothing is read yet. Its methods throw UserError `environment` when git fails. */
export const openInboxRepository = (folder: string): InboxRepository => {
  const place: GitPlace = { folder, environment: { ...safeEnvironment(process.env), GIT_DIR: folder } };
  return {
    mails: (context) => mailsOf(place, folder, context),
    read: (blob, context) => {
      if (!/^[0-9a-f]{40,64}$/.test(blob)) {
        return Promise.reject(new UserError('input', `${folder}: not an object id of a mail`));
      }
      return gitOutput(place, ['cat-file', 'blob', blob], {}, context);
    },
  };
};

async function* mailsOf(
  place: GitPlace,
  folder: string,
  context: Context,
): AsyncGenerator<readonly InboxMail[]> {
  let next = await tipOf(place, folder, context);
  let mails = 0;
  let commits = 0;
  while (next !== undefined) {
    const page: readonly InboxCommit[] = parseCommits(
      (
        await gitOutput(place, [...LIST, `--max-count=${MAILS_PER_PIECE}`, next, '--'], {}, context)
      ).toString(),
    );
    const found = await readPage(place, page, context);
    mails += found.length;
    commits += page.length;
    if (commits >= MAILS_PER_PIECE && mails === 0) break;
    if (found.length > 0) yield found;
    next = page.at(-1)?.parent;
  }
  if (mails === 0) {
    throw new UserError('input', `${folder}: a git repository, but no clone of a public-inbox`, {
      hint: 'A clone has a commit for each mail, with the mail as its only file "m".',
    });
  }
}

/** The newest commit: what HEAD names, else the first branch (a mirror may have no branch of HEAD's name). */
const tipOf = async (place: GitPlace, folder: string, context: Context): Promise<string | undefined> => {
  const head = await runGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {}, context);
  if (head.status === 0) return head.output.toString().trim();
  const refs = await runGit(
    place,
    ['for-each-ref', '--count=1', '--format=%(objectname)', 'refs/heads'],
    {},
    context,
  );
  if (refs.status !== 0) {
    throw new UserError('environment', `${folder}: git cannot read it: ${refs.complaint.split('\n', 1)[0]}`, {
      hint: 'Test it with "git fsck". If another user owns it, see safe.directory in git-config(1).',
    });
  }
  return refs.output.toString().trim() || undefined;
};

const LIST = ['rev-list', '--first-parent', '--format=%H%x00%P%x00%ct%x00%s'];

interface InboxCommit {
  readonly id: string;
  readonly parent: string | undefined;
  readonly time: number;
  readonly subject: string;
}

/** Lines of `rev-list` as `LIST` asks for them; its own `commit ID` lines are left out. */
const parseCommits = (output: string): readonly InboxCommit[] =>
  output.split('\n').flatMap((line) => {
    const [id = '', parents = '', time = '', ...subject] = line.split('\0');
    if (subject.length === 0) return [];
    return [
      { id, parent: parents.split(' ')[0] || undefined, time: Number(time), subject: subject.join(' ') },
    ];
  });

const readPage = async (
  place: GitPlace,
  page: readonly InboxCommit[],
  context: Context,
): Promise<readonly InboxMail[]> => {
  const mails: InboxMail[] = [];
  let asked = 0;
  const response = new BatchResponse((answer) => {
    const commit = page[asked];
    asked += 1;
    if (commit === undefined || answer.kind !== 'object' || answer.type !== 'blob') return;
    const head = answer.bytes.slice(0, HEAD_BYTES);
    mails.push({ blob: answer.id, head, subject: commit.subject, time: commit.time });
  });
  const input = page.map(({ id }) => `${id}:m\n`).join('');
  await gitOutput(
    place,
    ['cat-file', '--batch'],
    { input, onOutput: (chunk) => response.push(chunk) },
    context,
  );
  return mails;
};
