// One request to an inbox server: redirects, time-outs, tries with back-off, a cap on what is taken (RFC 9110).
import type { Context } from '../../base/context.js';
import { UserError } from '../../base/error.js';
import type { Answer, LoreOptions } from './option.js';

/** lore's largest threads pack to a few MB; a server that sends more means harm or is broken. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A server that restarts is back within this many tries (1 + 2 + 4 seconds). */
export const MAX_TRIES = 4;

/** As browsers; a server that sends in circles is broken. */
const MAX_REDIRECTS = 5;

const FIRST_WAIT_MS = 1000;

/** A server may ask for more time than a user at a terminal gives it. */
const MAX_WAIT_MS = 30_000;

const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ABSENT = new Set([300, 404, 410]);

/** The body of the answer, or `absent` when the server has no such thing. */
export type Fetched = { readonly kind: 'body'; readonly bytes: Uint8Array } | { readonly kind: 'absent' };

type Attempt =
  | Fetched
  | { readonly kind: 'again'; readonly reason: string; readonly waitMs: number | undefined };

/** @throws UserError `environment` when the server cannot be reached or answers with nonsense. */
export const request = async (
  method: 'GET' | 'POST',
  url: string,
  options: LoreOptions,
  context: Context,
): Promise<Fetched> => {
  let reason = '';
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const result = await tryOnce(method, url, options, context.signal);
    if (result.kind !== 'again') return result;
    reason = result.reason;
    if (attempt + 1 === MAX_TRIES) break;
    const waitMs = Math.min(result.waitMs ?? FIRST_WAIT_MS * 2 ** attempt, MAX_WAIT_MS);
    context.progress(`${hostOf(url)}: ${reason}; again in ${Math.ceil(waitMs / 1000)} s`);
    await options.wait(waitMs, context.signal);
  }
  throw new UserError('environment', `${url}: ${reason} (${MAX_TRIES} tries)`, {
    hint: 'Try again later, name another inbox with --lore, or save the thread and give the file.',
  });
};

const tryOnce = async (
  firstMethod: 'GET' | 'POST',
  firstUrl: string,
  options: LoreOptions,
  stop: AbortSignal,
): Promise<Attempt> => {
  // Counts silence, not the whole: a slow line may take minutes for a long thread.
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), options.timeoutMs);
  try {
    let [method, url] = [firstMethod, firstUrl];
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = await options.fetch(url, {
        method,
        headers: { 'user-agent': 'kvm-vfio-series', accept: '*/*' },
        redirect: 'manual',
        signal: AbortSignal.any([stop, silence.signal]),
      });
      timer.refresh();
      if (!REDIRECTS.has(answer.status)) return await takeAnswer(url, answer, timer);
      await drop(answer);
      if (answer.status === 303) method = 'GET';
      url = redirectTarget(url, answer.headers.get('location'));
    }
    throw new UserError('environment', `${firstUrl}: more than ${MAX_REDIRECTS} redirects`, {
      hint: 'Name the inbox itself with --lore.',
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (stop.aborted) throw error;
    if (silence.signal.aborted) {
      return { kind: 'again', reason: `no answer for ${options.timeoutMs / 1000} s`, waitMs: undefined };
    }
    return { kind: 'again', reason: networkReason(error), waitMs: undefined };
  } finally {
    clearTimeout(timer);
  }
};

/** Where a redirect leads. @throws UserError `environment` when that is not a web address as safe as before. */
export const redirectTarget = (from: string, location: string | null): string => {
  const hint = 'Name the inbox itself with --lore.';
  if (location === null || !URL.canParse(location, from)) {
    throw new UserError('environment', `${from}: redirected to nowhere`, { hint });
  }
  const target = new URL(location, from);
  const web = target.protocol === 'https:' || target.protocol === 'http:';
  if (!web || (new URL(from).protocol === 'https:' && target.protocol !== 'https:')) {
    throw new UserError('environment', `${from}: redirected to ${target.protocol}, refused`, { hint });
  }
  target.username = '';
  target.password = '';
  return target.href;
};

const takeAnswer = async (url: string, answer: Answer, timer: NodeJS.Timeout): Promise<Attempt> => {
  if (answer.status === 200) return { kind: 'body', bytes: await takeBody(url, answer, timer) };
  await drop(answer);
  if (ABSENT.has(answer.status)) return { kind: 'absent' };
  if (AGAIN.has(answer.status)) {
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return {
      kind: 'again',
      reason: `the server answers ${answer.status}`,
      waitMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
    };
  }
  throw new UserError('environment', `${url}: the server answers ${answer.status}`, {
    hint: 'Name another inbox with --lore, or save the thread and give the file.',
  });
};

const takeBody = async (url: string, { body }: Answer, timer: NodeJS.Timeout): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    timer.refresh();
    length += piece.length;
    if (length > MAX_ANSWER_BYTES) {
      throw new UserError('environment', `${url}: more than ${MAX_ANSWER_BYTES / 1024 / 1024} MB`, {
        hint: 'Save the part of the thread that is meant and give the file.',
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

/** Reads the first piece and no more, so that the connection is given back. */
const drop = async ({ body }: Answer): Promise<void> => {
  for await (const _piece of body ?? []) break;
};

const networkReason = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message || cause.name : String(cause);
  return text === '' ? 'cannot be reached' : text;
};

const hostOf = (url: string): string => new URL(url).host;
