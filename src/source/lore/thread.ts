// A whole thread from a public-inbox server (`MSGID/t.mbox.gz`), from the cache while it is fresh.
import type { Context } from '../../base/context.js';
import { UserError } from '../../base/error.js';
import { isGzip } from '../content/gzip.js';
import { type InboxAddress, messageUrl } from './address.js';
import { cachedThread, keepThread } from './cache.js';
import type { LoreOptions } from './option.js';
import { request } from './request.js';

/**
 * The thread of a message, an mbox packed with gzip.
 * @throws UserError `input` when the inbox has no such message (or, off line, the cache has not),
 *   `environment` when the server cannot be reached and nothing is cached.
 */
export const fetchThread = async (
  address: InboxAddress,
  options: LoreOptions,
  context: Context,
): Promise<Uint8Array> => {
  const url = `${messageUrl(address)}t.mbox.gz`;
  const { cacheFolder, refresh, offline, freshMs, now } = options;
  const cached = cacheFolder === undefined ? undefined : await cachedThread(cacheFolder, url);
  if (cached !== undefined && (offline || (!refresh && now - cached.fetchedMs < freshMs))) {
    context.report(
      noteOfCache(address, cached.fetchedMs, offline ? 'off line' : 'fetched a short while ago'),
    );
    return cached.bytes;
  }
  if (offline) {
    throw new UserError('input', `${address.messageId}: not in the cache`, {
      hint: 'Leave out --offline, or give a file.',
    });
  }
  try {
    return await fetchAndKeep(address, url, options, context);
  } catch (error) {
    const stale = error instanceof UserError && error.code === 'environment' ? cached : undefined;
    if (stale === undefined || refresh) throw error;
    context.report({
      ...noteOfCache(address, stale.fetchedMs, error instanceof Error ? error.message : ''),
      severity: 'warning',
    });
    return stale.bytes;
  }
};

const fetchAndKeep = async (
  address: InboxAddress,
  url: string,
  options: LoreOptions,
  context: Context,
): Promise<Uint8Array> => {
  context.progress(`fetch ${url}`);
  const fetched = await request('GET', url, options, context);
  if (fetched.kind === 'absent') {
    throw new UserError('input', `${address.messageId}: not on ${address.inbox}`, {
      hint: 'Check the message-id, or name the inbox that has it with --lore.',
    });
  }
  if (!isGzip(fetched.bytes)) {
    throw new UserError('environment', `${url}: the answer is not a packed mbox`, {
      hint: 'The server may want a browser: open the URL there, save the file and give that.',
    });
  }
  if (options.cacheFolder !== undefined) {
    const reason = await keepThread(options.cacheFolder, url, fetched.bytes);
    if (reason !== undefined) {
      context.report({
        severity: 'warning',
        code: 'lore-not-cached',
        message: `the thread could not be kept in the cache: ${reason}`,
      });
    }
  }
  return fetched.bytes;
};

const noteOfCache = ({ messageId }: InboxAddress, fetchedMs: number, reason: string) =>
  ({
    severity: 'note',
    code: 'lore-from-cache',
    message: `thread as fetched at ${new Date(fetchedMs).toISOString()} (${reason}); --refresh fetches it again`,
    messageId,
  }) as const;
