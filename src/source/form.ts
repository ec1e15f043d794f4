// The two kinds of source form: a place where mail lies (file, Maildir, inbox server) and what its bytes
// hold (mbox, one mail, a packed file). A place finds bytes and passes them on to be read by content.
import type { Context } from '../base/context.js';
import type { MailInput } from '../base/mail-input.js';
import type { Given } from './given.js';
import type { SourceOptions } from './option.js';

/** Bytes whose beginning has been looked at. */
export interface Content {
  /** What the user gave, or the file that was found there. */
  readonly name: string;
  /** The first bytes, at most `HEAD_BYTES`; all of them when there are fewer. */
  readonly head: Uint8Array;
  /** All bytes, the head included; read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Finds what the bytes hold and turns them into mail.
 * @throws UserError `input` when they hold no mail.
 */
export type ReadContent = (content: Content, context: Context) => Promise<readonly MailInput[]>;

/** A place where mail lies. The first listed place that recognises the argument opens it. */
export interface PlaceForm {
  readonly name: string;
  readonly recognises: (given: Given, options: SourceOptions) => boolean;
  /** @throws UserError `input` when no mail is there, `environment` when it cannot be reached. */
  readonly open: (
    given: Given,
    options: SourceOptions,
    readContent: ReadContent,
    context: Context,
  ) => Promise<readonly MailInput[]>;
}

/** What bytes can hold. The first listed content that recognises the head reads it. */
export interface ContentForm {
  readonly name: string;
  readonly recognises: (head: Uint8Array) => boolean;
  /** @throws UserError `input` when it cannot be read after all. */
  readonly read: (
    content: Content,
    readContent: ReadContent,
    context: Context,
  ) => Promise<readonly MailInput[]>;
}
