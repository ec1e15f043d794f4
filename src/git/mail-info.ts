// What `git am` takes out of a mail: author, date, message and diff, by git's own reading (git-mailinfo(1)), so that
// commits come out as `git am` makes them.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { firstComplaint, runGit } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';

/** One commit to be: what `git am` would pass on to `git commit-tree`. */
export interface CommitDraft {
  readonly author: {
    readonly name: string;
    readonly email: string;
    /** As the mail writes it; empty when it has none. */
    readonly date: string;
  };
  readonly subject: string;
  /** Subject, empty line, body and trailers; in the form of `git stripspace`. */
  readonly message: string;
  /** From the `---` on, with what surrounds the diff. */
  readonly patch: Uint8Array;
}

/** A mail in parts, for mails whose own bytes are not there any more. Header texts are decoded. */
export interface MailParts {
  /** `Name <address>` */
  readonly from: string;
  readonly date: string;
  readonly subject: string;
  /** Of the body; empty when the mail names none. */
  readonly charset: string;
  /** Transfer-decoded, the diff among it. */
  readonly body: Uint8Array;
}

const headerText = (text: string): string => text.replace(/[\r\n]+[ \t]*/g, ' ').trim();

/** The bytes of a mail with these parts. The header is UTF-8, which `git mailinfo` takes as it is. */
export const mailBytes = (parts: MailParts): Uint8Array => {
  const charset = parts.charset === '' ? '' : `; charset=${headerText(parts.charset).replace(/[;\s]/g, '')}`;
  const header = [
    `From: ${headerText(parts.from)}`,
    `Date: ${headerText(parts.date)}`,
    `Subject: ${headerText(parts.subject)}`,
    'MIME-Version: 1.0',
    `Content-Type: text/plain${charset}`,
    'Content-Transfer-Encoding: 8bit',
  ].join('\n');
  return Buffer.concat([Buffer.from(`${header}\n\n`), parts.body]);
};

/** Reads what `git mailinfo` prints. */
export const parseMailInfo = (output: string): { readonly [field: string]: string } =>
  Object.fromEntries(
    output.split('\n').flatMap((line) => {
      const match = /^(Author|Email|Subject|Date): (.*)$/.exec(line);
      return match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']];
    }),
  );

/**
 * The form of a commit message (git-stripspace(1)): no white space at the end of lines, no two empty lines
 * together, none at either end, one line feed at the end.
 */
export const stripSpace = (text: string): string => {
  const lines = text.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
  const kept = lines.filter((line, at) => line !== '' || (lines[at - 1] ?? '') !== '');
  return kept.join('\n').replace(/^\n+/, '').replace(/\n*$/, '\n').replace(/^\n$/, '');
};

/** Keeps the files of mails apart that are read at the same time. */
let read = 0;

/**
 * Reads a mail as `git am` does.
 * @param label names the patch in errors (`2/3`).
 * @throws UserError `input` when git can not read the mail.
 */
export const readMailInfo = async (
  scratch: ScratchRepository,
  mail: Uint8Array,
  options: { readonly label: string; readonly scissors: boolean },
  context: Context,
): Promise<CommitDraft> => {
  read += 1;
  const messageFile = join(scratch.folder, `mail-${read}-message`);
  const patchFile = join(scratch.folder, `mail-${read}-patch`);
  const scissors = options.scissors ? '--scissors' : '--no-scissors';
  // No --encoding: git 2.39 leaves the text unconverted with it. UTF-8 is what it converts to on its own.
  const args = ['mailinfo', scissors, messageFile, patchFile];
  const run = await runGit(scratch.place, args, { input: mail }, context);
  if (run.status !== 0) {
    throw new UserError('input', `git cannot read the mail of patch ${options.label}`, {
      hint: firstComplaint(run.complaint),
    });
  }
  const info = parseMailInfo(run.output.toString());
  const subject = info['Subject'] ?? '';
  const message = stripSpace(`${subject}\n\n${readFileSync(messageFile, 'utf8')}`);
  const patch = readFileSync(patchFile);
  for (const file of [messageFile, patchFile]) rmSync(file);
  return {
    author: { name: info['Author'] ?? '', email: info['Email'] ?? '', date: info['Date'] ?? '' },
    subject,
    message,
    patch,
  };
};
