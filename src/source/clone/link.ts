// The links between mails (RFC 5322, 3.6.4): message-ids in Message-ID, In-Reply-To and References.

/** The message-id of a mail, and those of the mails that it answers. */
export interface Links {
  readonly messageId: string | undefined;
  /** Mails that it answers, in the order of the fields. */
  readonly answers: readonly string[];
}

/** A header block of a hostile mail may have megabytes; the ids stand in the first few kB. */
const HEADER_CHARACTERS = 64 * 1024;

/** More references than any thread has levels. */
const MAX_REFERENCES = 1000;

export const linksIn = (head: Uint8Array): Links => {
  const text = Buffer.from(head).subarray(0, HEADER_CHARACTERS).toString('latin1');
  const header = (text.split(/\r?\n\r?\n/, 1)[0] ?? '').replaceAll(/\r?\n[ \t]+/g, ' ');
  const field = (name: string): readonly string[] => {
    const value = new RegExp(`^${name}[ \t]*:(.*)$`, 'im').exec(header)?.[1] ?? '';
    return [...value.matchAll(/<([^<>\s]+)>/g)].slice(0, MAX_REFERENCES).map(([, id = '']) => id);
  };
  return { messageId: field('Message-ID')[0], answers: [...field('References'), ...field('In-Reply-To')] };
};
