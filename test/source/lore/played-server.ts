// A server that plays a list of answers and keeps what it was asked.
import type { Answer, Fetch, LoreOptions } from '../../../src/source/lore/option.js';

export interface Played {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array | string;
  /** Thrown instead of an answer. */
  readonly error?: Error;
  /** Never answers; only an abort ends it. */
  readonly silent?: true;
}

export interface PlayedServer {
  readonly options: LoreOptions;
  /** `GET URL`, one for each request. */
  readonly asked: string[];
  readonly waits: number[];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The last answer is given again and again. */
export const playedServer = (
  answers: readonly Played[],
  settings: Partial<LoreOptions> = {},
): PlayedServer => {
  const asked: string[] = [];
  const waits: number[] = [];
  const fetch: Fetch = async (url, { method, signal }): Promise<Answer> => {
    const played = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    asked.push(`${method} ${url}`);
    if (played.error !== undefined) throw played.error;
    if (played.silent) {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    const { status = 200, headers = {}, body = '' } = played;
    return {
      status,
      headers: { get: (name) => headers[name] ?? null },
      body: typeof body === 'string' || body instanceof Uint8Array ? once(Buffer.from(body)) : body,
    };
  };
  return {
    asked,
    waits,
    options: {
      base: 'https://inbox.example/all/',
      cacheFolder: undefined,
      refresh: false,
      offline: false,
      timeoutMs: 60_000,
      freshMs: 1000,
      proxy: { http: undefined, https: undefined, none: [] },
      fetch,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
      now: 0,
      ...settings,
    },
  };
};
