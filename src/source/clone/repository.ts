// The interface to a clone of a public-inbox; src/git implements it (public-inbox-v2-format(5)).
import type { Context } from '../../base/context.js';

/** One mail of an epoch. */
export interface ArchivedMail {
  /** Object id of the mail. */
  readonly blob: string;
  /** Its header, and perhaps some of its body. */
  readonly head: Uint8Array;
  /** As the archive decoded it. */
  readonly subject: string;
  /** When it was archived, in seconds since 1970. */
  readonly time: number;
}

/** One epoch: a git repository with a commit a mail. */
export interface InboxEpoch {
  /** Mails in pieces, the newest first, read on demand. */
  readonly mails: (context: Context) => AsyncIterable<readonly ArchivedMail[]>;
  /** All bytes of a mail. */
  readonly read: (blob: string, context: Context) => Promise<Uint8Array>;
}

/** Opens the bare repository of an epoch. */
type OpenEpoch = (folder: string) => InboxEpoch;

/** Threads of late. */
export interface RecentThreads {
  /** With a mail archived since then, in seconds since 1970. */
  readonly since: number;
  /** With a patch that may touch one of these files or folders; all threads with patches when empty. */
  readonly paths: readonly string[];
}

/** Settings for reading a clone. */
export interface CloneOptions {
  readonly openEpoch: OpenEpoch;
  /** A clone to look up what is given in, a message-id, URL or subject. */
  readonly folder?: string;
  /** What is looked for when the clone itself is given: a message-id, URL or subject. */
  readonly find?: string;
  /** Which threads are read when the clone itself is given and nothing is looked for. */
  readonly recent?: RecentThreads;
}
