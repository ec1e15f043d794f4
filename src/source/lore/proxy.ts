// Fetching through a proxy, as the proxy variables say (curl(1), ENVIRONMENT); undici does the work.
import { createRequire } from 'node:module';
import type { Dispatcher } from 'undici';
import { UserError } from '../../base/error.js';
import type { Fetch, ProxySettings } from './option.js';

/** The proxy that an URL is fetched through, `undefined` when it is fetched directly. */
export const proxyFor = (url: string, { http, https, none }: ProxySettings): string | undefined => {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const direct = none.some((entry) => {
    if (entry === '*') return true;
    const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (onlyPort !== undefined && !name.includes(':') && onlyPort !== effectivePort(protocol, port))
      return false;
    const domain = name.replace(/^\*?\./, '');
    return domain !== '' && (host === domain || host.endsWith(`.${domain}`) || host === entry.toLowerCase());
  });
  if (direct) return undefined;
  return protocol === 'https:' ? https : http;
};

const effectivePort = (protocol: string, port: string): string =>
  port || (protocol === 'https:' ? '443' : '80');

const require = createRequire(import.meta.url);

/** Loaded when something is fetched: every other command starts faster without it. */
const undici = () => require('undici') as typeof import('undici');

/** A `fetch` that goes through the proxies. @throws UserError `usage` when a proxy's URL is none. */
export const proxyFetch = (settings: ProxySettings): Fetch => {
  const agents = new Map<string, Dispatcher>();
  const agentFor = async (proxy: string): Promise<Dispatcher> => {
    const known = agents.get(proxy);
    if (known !== undefined) return known;
    const uri = /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
    if (!URL.canParse(uri) || !/^https?:/i.test(uri)) {
      throw new UserError('usage', `${proxy}: not the URL of an HTTP proxy`, {
        hint: 'Set http_proxy and https_proxy to http://HOST:PORT.',
      });
    }
    const { ProxyAgent } = undici();
    const agent = new ProxyAgent({ uri });
    agents.set(proxy, agent);
    return agent;
  };
  return async (url, request) => {
    const proxy = proxyFor(url, settings);
    const { fetch } = undici();
    return fetch(url, { ...request, ...(proxy === undefined ? {} : { dispatcher: await agentFor(proxy) }) });
  };
};
