// What src/source passes to src/mail.

/** How far the bytes can be trusted to be those that were sent. */
export type Fidelity =
  /** As archived: mbox, .eml, Maildir, inbox server. */
  | 'exact'
  /** From a saved web page: bodies exact, but addresses or Message-IDs may be absent. */
  | 'page'
  /** From text copied out of a page or terminal: leading white space and blank lines are lost. */
  | 'flattened';

/** Bytes of mail from one source. */
export interface MailInput {
  /** What the user gave (path, URL, `-`), for messages. */
  readonly name: string;
  /**
   * `mbox`: many mails one after the other (any dialect); `mail`: exactly one, in RFC 5322 form; `mails`: one or more of
   * these without anything between them.
   */
  readonly form: 'mbox' | 'mail' | 'mails';
  readonly fidelity: Fidelity;
  /** The bytes, unpacked, in pieces of any size; read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}
