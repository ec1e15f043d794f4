// One patch of a series, ready for git: title, author, message, trailers, the exact bytes of the diff and its model.
import type { Diagnostic } from '../base/diagnostic.js';
import type { MessageId } from '../base/id.js';
import type { Mailbox } from '../mail/address.js';
import { parseAuthor } from '../mail/author.js';
import { type Diff, type FileChange, type ParsedDiff, pathsOf, shownPath } from '../patch/diff.js';
import { parseDiff } from '../patch/parse.js';
import { pathObjection } from '../patch/path-rule.js';
import { type PatchBody, splitBody } from './body.js';
import { quoteOf } from './own-text.js';
import { parseSubject } from './subject.js';
import type { ThreadMail } from './thread.js';
import type { Trailer } from './trailer.js';
import { findUnicodeControl } from './unicode.js';

/**
 * One patch of a series. `diff` and `files` are one parse, made when the mail was read; a rebuilt patch is another `Patch`
 * with a parse of its own.
 */
export interface Patch extends ParsedDiff {
  /** Counted from 1. */
  readonly index: number;
  /** Without brackets; an in-body `Subject:` outranks the mail's. */
  readonly subject: string;
  readonly messageId: MessageId;
  /** An in-body `From:` outranks the mail's. */
  readonly author: Mailbox;
  readonly date: Date | null;
  /** As written, with its time zone. */
  readonly dateText: string;
  /** The commit message without its subject line, trailers included, as written; no trailing newline. */
  readonly message: string;
  /** Trailers that the patch itself carries. */
  readonly trailers: readonly Trailer[];
  /** Between `---` and the diff. */
  readonly notes: string;
  /** The mail from the diff to its end. It begins with the bytes of `diff`; the rest matters when hunks are damaged. */
  readonly rest: Uint8Array;
  /** The revision that this patch was sent with, when a partial re-roll took it from an older one. */
  readonly fromRevision: number | null;
  readonly mail: ThreadMail;
}

const authorOf = (mail: ThreadMail, body: PatchBody): Mailbox =>
  body.inBody.from === null ? mail.message.author : parseAuthor(body.inBody.from);

/**
 * A hunk that ends with the mail was cut off. One that ends before other text has lost white space or was wrapped. It may
 * be rebuilt on the tree, so it gets one diagnostic and stops nothing here.
 */
const cutProblems = (diff: Diff, mail: ThreadMail, subject: string): Diagnostic[] => {
  const flattened = mail.message.fidelity === 'flattened';
  const cut = diff.cut.filter(({ atEnd }) => atEnd && !flattened);
  const problems: Diagnostic[] = cut.map(({ path, line, missing }) => ({
    severity: 'error',
    code: 'patch-cut',
    message: `"${subject}" is cut or damaged: ${missing} lines of the hunk for ${path} are missing`,
    path,
    line,
    messageId: mail.id,
  }));
  const [damaged] = diff.cut.filter(({ atEnd }) => !atEnd || flattened);
  if (damaged !== undefined && cut.length === 0) {
    problems.push({
      severity: 'warning',
      code: 'patch-damaged',
      message: `white space of "${subject}" was lost on the way; it can be applied only if it can be rebuilt`,
      path: damaged.path,
      line: damaged.line,
      messageId: mail.id,
    });
  }
  return problems;
};

/** What git would leave out of the patch without a word. Lines of copied text stand anywhere; a rebuild reads them. */
const lostProblems = (diff: Diff, mail: ThreadMail, subject: string): Diagnostic[] => {
  if (mail.message.fidelity === 'flattened') return [];
  const problem = (
    message: string,
    place: { readonly path?: string; readonly line?: number },
  ): Diagnostic => ({
    severity: 'error',
    code: 'patch-part-lost',
    message: `"${subject}" is damaged: ${message}`,
    ...place,
    messageId: mail.id,
  });
  if (diff.files.length === 0) return [problem('no file of its diff can be read', {})];
  return diff.lost.map(({ path, line, text }) =>
    problem(
      text === null
        ? `its change of ${path} is missing`
        : `no hunk of ${path} holds its line "${quoteOf(text)}"`,
      { path, line },
    ),
  );
};

const LONGEST_SHOWN = 200;

const pathProblems = (files: readonly FileChange[], subject: string, messageId: MessageId): Diagnostic[] =>
  pathsOf(files).flatMap((path) => {
    const objection = pathObjection(path);
    if (objection === undefined) return [];
    const shown = path.length > LONGEST_SHOWN ? `${path.slice(0, LONGEST_SHOWN)}...` : path;
    return {
      severity: 'error',
      code: 'path-escapes-tree',
      message: `"${subject}" names a path that ${objection}: ${shown}`,
      path,
      messageId,
    };
  });

/** Which patch a mail is, and whether text above scissors is left out of it. */
export interface PatchPlace {
  readonly index: number;
  readonly fromRevision: number | null;
  readonly scissors: boolean;
}

/** Reads the patch in a mail; reports `letter-left-out`, `patch-cut`, `patch-damaged`, `patch-part-lost`, `path-escapes-tree`, `patch-flowed`, `unicode-control` and `patch-binary-missing`. */
export const readPatch = (
  mail: ThreadMail,
  place: PatchPlace,
  report: (diagnostic: Diagnostic) => void,
): Patch => {
  const body = splitBody(mail.message, place.scissors);
  const diff = parseDiff(body.diff);
  const subject = body.inBody.subject === null ? mail.subject.title : parseSubject(body.inBody.subject).title;
  if (body.letter !== '') {
    report({
      severity: 'note',
      code: 'letter-left-out',
      message: `text above the patch "${subject}" is not in its commit message: "${quoteOf(body.letter)}"`,
      messageId: mail.id,
    });
  }
  for (const problem of cutProblems(diff, mail, subject)) report(problem);
  for (const problem of lostProblems(diff, mail, subject)) report(problem);
  for (const problem of pathProblems(diff.files, subject, mail.id)) report(problem);
  if (mail.message.flowed) {
    report({
      severity: 'warning',
      code: 'patch-flowed',
      message: `"${subject}" was sent as format=flowed: its white space may be damaged`,
      messageId: mail.id,
    });
  }
  const control = findUnicodeControl(mail.message.bodyText);
  if (control !== null) {
    report({
      severity: 'warning',
      code: 'unicode-control',
      message: `"${subject}" holds an invisible control character ${control.codePoint}`,
      line: control.line,
      messageId: mail.id,
    });
  }
  for (const file of diff.files) {
    if (file.binary === 'named') {
      report({
        severity: 'error',
        code: 'patch-binary-missing',
        message: `"${subject}" changes a binary file but holds no binary patch`,
        path: shownPath(file),
        messageId: mail.id,
      });
    }
  }
  const dateText = body.inBody.date ?? mail.message.dateText;
  const date = new Date(dateText);
  return {
    index: place.index,
    subject,
    messageId: mail.id,
    author: authorOf(mail, body),
    date: Number.isNaN(date.getTime()) ? mail.message.date : date,
    dateText,
    message: body.text,
    trailers: body.trailers,
    notes: body.notes,
    diff: diff.diff,
    files: diff.files,
    rest: body.diff,
    fromRevision: place.fromRevision,
    mail,
  };
};
