// How to query an inbox server: its address, the timeout, the cache. The caller supplies everything.
import { cacheFolderOf } from '../../base/cache-folder.js';

/** The few parts of `fetch` that are needed, so that a test or a proxy can stand in for it. */
export type Fetch = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Answer>;

/** The response of a server. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Proxy URLs by scheme of what is fetched, and the hosts that are reached without one (curl(1), ENVIRONMENT). */
export interface ProxySettings {
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** Host names, `.domain`s, `host:port`s or `*`. */
  readonly none: readonly string[];
}

/** Settings that the command line and the environment supply. */
export interface LoreSettings {
  /** URL of the inbox to search for a bare message-id. */
  readonly base: string;
  /** Folder of fetched threads; `undefined` keeps none. */
  readonly cacheFolder: string | undefined;
  /** Fetch even what the cache has. */
  readonly refresh: boolean;
  /** Never connect: the cache or nothing. */
  readonly offline: boolean;
  /** Silence after which an attempt is given up. */
  readonly timeoutMs: number;
  /** How long a fetched thread is taken to be whole. */
  readonly freshMs: number;
  readonly proxy: ProxySettings;
}

/** Settings with the means to fetch and to wait, which tests replace. */
export interface LoreOptions extends LoreSettings {
  readonly fetch: Fetch;
  /** Waits before the next attempt; rejects when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The time now, in milliseconds since 1970. */
  readonly now: number;
}

/** Holds every list that lore.kernel.org archives. */
export const DEFAULT_LORE = 'https://lore.kernel.org/all/';

/** lore answers within seconds; a thread of thousands takes it some while to pack. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** As b4 does: long enough to work on a series, short enough not to miss the review of the day. */
const DEFAULT_FRESH_MS = 10 * 60 * 1000;

/** Options of the command line about inbox servers. */
export interface LoreFlags {
  readonly lore?: string;
  readonly refresh?: boolean;
  readonly offline?: boolean;
}

/** Settings from environment variables and the command line, which wins. */
export const loreSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  flags: LoreFlags,
): LoreSettings => {
  const { KVM_VFIO_SERIES_LORE: lore } = environment;
  const caches = cacheFolderOf(environment);
  return {
    base: flags.lore ?? (lore || DEFAULT_LORE),
    cacheFolder: caches === undefined ? undefined : `${caches}/lore`,
    refresh: flags.refresh ?? false,
    offline: flags.offline ?? false,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    freshMs: DEFAULT_FRESH_MS,
    proxy: proxySettings(environment),
  };
};

/** Lower case wins, as with curl; `HTTP_PROXY` in capitals is read too, since nothing here is a CGI program. */
export const proxySettings = (environment: Readonly<Record<string, string | undefined>>): ProxySettings => {
  const value = (name: string): string | undefined =>
    environment[name] || environment[name.toUpperCase()] || undefined;
  return {
    http: value('http_proxy') ?? value('all_proxy'),
    https: value('https_proxy') ?? value('all_proxy'),
    none: (value('no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
  };
};
