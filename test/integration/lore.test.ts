import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailInput } from '../../src/base/mail-input.js';
import { openInboxRepository } from '../../src/git/inbox.js';
import {
  findNewerRevisions,
  type LoreOptions,
  loreSettings,
  openSource,
  proxyFetch,
} from '../../src/source/index.js';
import { recordingContext, textOf } from '../source/recording-context.js';
import { type InboxServer, noInboxServer, startInboxServer } from './inbox-server.js';

const mail = (fields: Readonly<Record<string, string>>, body: string): string =>
  `From mboxrd@z Thu Jan  1 00:00:00 1970\n${Object.entries({
    From: 'Ada Example <ada@example.org>',
    To: 'list@example.org',
    ...fields,
  })
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n${body}\n\n`;

const COVER = mail(
  {
    Subject: '[PATCH 0/1] widget: polish',
    Date: 'Tue, 7 Apr 2026 10:00:00 +0000',
    'Message-ID': '<20260407.a/b+c@example.org>',
  },
  'The cover.\n\nchange-id: 20260407-widget-polish-1',
);
const PATCH = mail(
  {
    Subject: '[PATCH 1/1] widget: polish it',
    Date: 'Tue, 7 Apr 2026 10:00:01 +0000',
    'Message-ID': '<20260407.1@example.org>',
    'In-Reply-To': '<20260407.a/b+c@example.org>',
    References: '<20260407.a/b+c@example.org>',
  },
  'From here on it shines.\n>From the archive.\n---\n widget.c | 1 +\n',
);
const SECOND = mail(
  {
    Subject: '[PATCH v2 0/1] widget: polish',
    Date: 'Wed, 8 Apr 2026 10:00:00 +0000',
    'Message-ID': '<20260408.v2@example.org>',
  },
  'Better.\n\nchange-id: 20260407-widget-polish-1',
);
const OTHER = mail(
  {
    Subject: '[PATCH v2 0/1] widget: polish',
    Date: 'Wed, 8 Apr 2026 11:00:00 +0000',
    From: 'Bob Example <bob@example.org>',
    'Message-ID': '<20260408.other@example.org>',
  },
  'Mine.',
);

const ids = async (inputs: readonly MailInput[]): Promise<string[]> =>
  (await Promise.all(inputs.map(textOf))).flatMap((text) =>
    [...text.matchAll(/^Message-ID: <(.*)>$/gim)].map(([, id = '']) => id).sort(),
  );

if (noInboxServer !== undefined) console.warn(`skipped: real inbox server (${noInboxServer})`);

describe.skipIf(noInboxServer !== undefined)('a real public-inbox server', () => {
  let folder: string;
  let server: InboxServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvs-inbox-'));
    await writeFile(join(folder, 'own.mbox'), COVER + PATCH + SECOND + OTHER);
    server = await startInboxServer(join(folder, 'inbox'), [join(folder, 'own.mbox')]);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const options = (overrides: Partial<LoreOptions> = {}): LoreOptions => {
    const settings = loreSettings({ XDG_CACHE_HOME: join(folder, 'cache') }, { lore: server.url });
    return {
      ...settings,
      fetch: proxyFetch(settings.proxy),
      wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
      now: Date.now(),
      ...overrides,
    };
  };
  const open = (spec: string, overrides: Partial<LoreOptions> = {}) =>
    openSource(spec, { workingFolder: '/', lore: options(overrides) }, recordingContext());

  it.each([
    '20260407.a/b+c@example.org',
    '<20260407.1@example.org>',
    'id:20260407.1@example.org',
    'https://lore.kernel.org/r/20260407.a%2Fb+c@example.org',
    'https://patchwork.example.org/project/widget/patch/20260407.1@example.org/',
  ])('gives the whole thread of %s', async (spec) => {
    expect(await ids(await open(spec))).toEqual(['20260407.1@example.org', '20260407.a/b+c@example.org']);
  });

  it.each(['', 'raw', 't/', 'T/#u', 't.mbox.gz'])(
    'gives the thread of its own URL with "%s"',
    async (view) => {
      const spec = `${server.url}20260407.a%2Fb%2Bc@example.org/${view}`;
      expect(await ids(await open(spec, { base: 'https://unused.example/' }))).toHaveLength(2);
    },
  );

  it('gives off line what it gave before, without the other thread that public-inbox joins by subject', async () => {
    const thread = await ids(await open('20260408.other@example.org'));
    expect(thread).toEqual(['20260408.other@example.org']);
    expect(await ids(await open('20260408.other@example.org', { offline: true }))).toEqual(thread);
    await expect(open('nobody@example.org', { offline: true })).rejects.toMatchObject({ code: 'input' });
  });

  it('keeps its mails in epochs that are read without it', async () => {
    const clone = { openEpoch: openInboxRepository, find: '20260407.1@example.org' };
    const found = await openSource(server.folder, { workingFolder: '/', clone }, recordingContext());
    expect(await ids(found)).toEqual(['20260407.a/b+c@example.org', '20260407.1@example.org']);
  });

  it.each(['T/', 't/', ''])('shows on its page "%s" what it sends as mbox', async (view) => {
    const page = await (await fetch(`${server.url}20260407.1@example.org/${view}`)).text();
    await writeFile(join(folder, 'page.html'), page);
    const inputs = await openSource(join(folder, 'page.html'), { workingFolder: '/' }, recordingContext());
    const shown = await Promise.all(inputs.map(textOf));
    const patch = shown.find((text) => text.includes('\nMessage-ID: <20260407.1@example.org>\n')) ?? '';
    expect(shown).toHaveLength(view === '' ? 1 : 2);
    expect(patch).toMatch(
      /^From: "Ada Example"(?: <ada@example.org>)?\nSubject: \[PATCH 1\/1\] widget: polish it\n/,
    );
    expect(patch).toContain('\nIn-Reply-To: <20260407.a/b+c@example.org>\n');
    expect(patch.slice(patch.indexOf('\n\n') + 2).trimEnd()).toBe(
      'From here on it shines.\nFrom the archive.\n---\n widget.c | 1 +',
    );
  });

  it('says that a message is not there', async () => {
    await expect(open('nobody@example.org')).rejects.toMatchObject({ code: 'input' });
  });

  it('finds newer revisions by change-id', async () => {
    const known = {
      changeId: '20260407-widget-polish-1',
      title: 'widget: polish',
      author: 'ada@example.org',
    };
    const found = await ids(await findNewerRevisions(known, options(), recordingContext()));
    expect(found).toContain('20260408.v2@example.org');
    expect(found).not.toContain('20260408.other@example.org');
  });

  it('finds newer revisions by title and author', async () => {
    const known = { title: 'widget: polish', author: 'ada@example.org', since: '20260408' };
    const found = await ids(await findNewerRevisions(known, options(), recordingContext()));
    expect(found).toContain('20260408.v2@example.org');
    expect(found).not.toContain('20260408.other@example.org');
    const unknown = { title: 'gadget: polish', author: 'ada@example.org' };
    expect(await findNewerRevisions(unknown, options(), recordingContext())).toEqual([]);
  });

  it('is asked through the proxy that is set, but for hosts that need none', async () => {
    const asked: string[] = [];
    const proxy = createServer((_request, answer) => answer.writeHead(500).end());
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const through = { http: `127.0.0.1:${port}`, https: undefined, none: [] };
    const wait = async () => {};
    try {
      await expect(
        open('20260407.1@example.org', { refresh: true, fetch: proxyFetch(through), wait }),
      ).rejects.toMatchObject({
        code: 'environment',
      });
      expect(asked[0]).toBe(new URL(server.url).host);
      const past = proxyFetch({ ...through, none: ['127.0.0.1'] });
      expect(await ids(await open('20260407.1@example.org', { refresh: true, fetch: past }))).toHaveLength(2);
    } finally {
      proxy.close();
    }
  });
});
