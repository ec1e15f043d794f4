// Newer revisions of a series, searched for on its inbox (public-inbox's search prefixes: nq, s, f, d).
import type { Context } from '../../base/context.js';
import type { MailInput } from '../../base/mail-input.js';
import { once } from '../byte-stream.js';
import { isGzip, unpack } from '../content/gzip.js';
import type { LoreOptions } from './option.js';
import { request } from './request.js';

/** What is known of the series at hand. The caller verifies what the search brings. */
export interface KnownRevision {
  /** b4's `change-id:`, the same in every revision. */
  readonly changeId?: string;
  /** Title of the cover letter or the single patch, without its brackets. */
  readonly title: string;
  /** Address of the author. */
  readonly author: string;
  /** Date of the revision at hand, `YYYYMMDD` (UTC); the search for the title begins there. */
  readonly since?: string;
}

/** A phrase for the search: quotes would end it, and control characters never were in a header. */
const phrase = (text: string): string => text.replaceAll(/["\u0000-\u001f\u007f]+/g, ' ').trim();

/** The searches, the surest first; one that cannot be asked is left out. */
export const revisionQueries = ({ changeId, title, author, since }: KnownRevision): readonly string[] => {
  const [id, words, address] = [phrase(changeId ?? ''), phrase(title), phrase(author)];
  const from = since !== undefined && /^\d{8}$/.test(since) ? ` AND d:${since}..` : '';
  return [
    ...(id === '' ? [] : [`nq:"change-id: ${id}"`]),
    ...(words === '' || !/^\S+@\S+$/.test(address) ? [] : [`s:"${words}" AND f:${address}${from}`]),
  ];
};

/**
 * Threads that may hold newer revisions: those of the first search that finds any. Off line there are none.
 * @throws UserError `environment` when the server cannot be reached.
 */
export const findNewerRevisions = async (
  known: KnownRevision,
  options: LoreOptions,
  context: Context,
): Promise<readonly MailInput[]> => {
  if (options.offline) return [];
  const inbox = options.base.endsWith('/') ? options.base : `${options.base}/`;
  for (const query of revisionQueries(known)) {
    context.progress(`search ${inbox} for newer revisions`);
    const fetched = await request(
      'POST',
      `${inbox}?x=m&t=1&q=${encodeURIComponent(query)}`,
      options,
      context,
    );
    if (fetched.kind === 'body' && isGzip(fetched.bytes)) {
      const name = `${inbox}?q=${query}`;
      return [{ name, form: 'mbox', fidelity: 'exact', bytes: unpack(name, once(fetched.bytes)) }];
    }
  }
  return [];
};
