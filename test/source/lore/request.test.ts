import { describe, expect, it } from 'vitest';
import { MAX_ANSWER_BYTES, MAX_TRIES, redirectTarget, request } from '../../../src/source/lore/request.js';
import { recordingContext } from '../recording-context.js';
import { type Played, playedServer } from './played-server.js';

const URL_ASKED = 'https://inbox.example/all/a@example.org/t.mbox.gz';

const ask = (answers: readonly Played[], settings = {}, method: 'GET' | 'POST' = 'GET') => {
  const server = playedServer(answers, settings);
  return { ...server, result: request(method, URL_ASKED, server.options, recordingContext()) };
};

const redirect = (location: string, status = 302): Played => ({ status, headers: { location } });

describe('request', () => {
  it.each<{ name: string; answers: Played[]; waits: number[] }>([
    { name: 'at once', answers: [{ body: 'ok' }], waits: [] },
    {
      name: 'after a 503 and a 429',
      answers: [{ status: 503 }, { status: 429 }, { body: 'ok' }],
      waits: [1000, 2000],
    },
    {
      name: 'after the time that the server asks for, at most half a minute',
      answers: [
        { status: 429, headers: { 'retry-after': '7' } },
        { status: 503, headers: { 'retry-after': '86400' } },
        { status: 503, headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' } },
        { body: 'ok' },
      ],
      waits: [7000, 30_000, 4000],
    },
    {
      name: 'after a lost connection',
      answers: [{ error: new TypeError('fetch failed') }, { body: 'ok' }],
      waits: [1000],
    },
    {
      name: 'after redirects',
      answers: [redirect('/x/'), redirect('https://b.example/y', 301), { body: 'ok' }],
      waits: [],
    },
  ])('gets the body $name', async ({ answers, waits: expected }) => {
    const { result, waits } = ask(answers);
    expect(await result).toMatchObject({ kind: 'body', bytes: Buffer.from('ok') });
    expect(waits).toEqual(expected);
  });

  it.each([404, 410, 300])('says that there is no such thing for %i', async (status) => {
    expect(await ask([{ status }]).result).toEqual({ kind: 'absent' });
  });

  it('gives up a silent server after the time-out, and tries again', async () => {
    const { result, waits } = ask([{ silent: true }, { body: 'ok' }], { timeoutMs: 5 });
    expect(await result).toMatchObject({ kind: 'body' });
    expect(waits).toEqual([1000]);
  });

  it('gives up a body that stops', async () => {
    const signalled: Played = {
      body: (async function* () {
        yield Buffer.from('o');
        throw new Error('terminated');
      })(),
    };
    expect(await ask([signalled, { body: 'ok' }]).result).toMatchObject({ bytes: Buffer.from('ok') });
  });

  it.each<{ name: string; answers: Played[]; message: RegExp; times: number }>([
    {
      name: 'is down',
      answers: [{ status: 502 }],
      message: /the server answers 502 \(4 tries\)$/,
      times: MAX_TRIES,
    },
    { name: 'refuses', answers: [{ status: 403 }], message: /the server answers 403$/, times: 1 },
    {
      name: 'sends to a file',
      answers: [redirect('file:///etc/passwd')],
      message: /redirected to file:, refused$/,
      times: 1,
    },
    {
      name: 'sends to itself in the clear',
      answers: [redirect('http://inbox.example/')],
      message: /redirected to http:, refused$/,
      times: 1,
    },
    { name: 'sends to nowhere', answers: [{ status: 301 }], message: /redirected to nowhere$/, times: 1 },
    { name: 'sends in circles', answers: [redirect('/again')], message: /more than 5 redirects$/, times: 6 },
    {
      name: 'never stops sending',
      answers: [
        {
          body: (async function* () {
            const piece = new Uint8Array(1024 * 1024);
            for (;;) yield piece;
          })(),
        },
      ],
      message: new RegExp(`more than ${MAX_ANSWER_BYTES / 1024 / 1024} MB$`),
      times: 1,
    },
  ])('is an error of the environment when the server $name', async ({ answers, message, times }) => {
    const { result, asked } = ask(answers);
    await expect(result).rejects.toMatchObject({
      code: 'environment',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(asked).toHaveLength(times);
  });

  it('stops when the user does', async () => {
    const stop = new AbortController();
    const { options } = playedServer([{ silent: true }]);
    const result = request('GET', URL_ASKED, options, recordingContext(stop.signal));
    stop.abort(new Error('stopped'));
    await expect(result).rejects.toThrow('stopped');
  });

  it('asks with the same method after a redirect, but for 303', async () => {
    const { result, asked } = ask([redirect('/a', 307), redirect('/b', 303), { body: 'ok' }], {}, 'POST');
    await result;
    expect(asked).toEqual([
      `POST ${URL_ASKED}`,
      'POST https://inbox.example/a',
      'GET https://inbox.example/b',
    ]);
  });
});

describe('redirectTarget', () => {
  it('leaves out a name and password', () => {
    expect(redirectTarget('http://a.example/x', 'https://u:p@b.example/y')).toBe('https://b.example/y');
  });

  it.each(['javascript:alert(1)', 'data:text/plain,x', 'gopher://x/', 'file:/etc/passwd', 'http://[::'])(
    'refuses %s',
    (to) => {
      expect(() => redirectTarget('http://a.example/x', to)).toThrow(/redirected to/);
    },
  );
});
