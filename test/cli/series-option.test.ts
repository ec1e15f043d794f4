// Newer revisions are looked for on an inbox: a small server that answers as public-inbox does.
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';
import { Stage } from './program.js';

const stage = new Stage();
const SIGNED = 'Text.\n\nSigned-off-by: Ann <ann@example.org>';
const v1: readonly MailText[] = [
  { id: 'v1@x.org', subject: '[PATCH] kvm: one thing', body: patchBody(SIGNED) },
];
const v2: readonly MailText[] = [
  {
    id: 'v2@x.org',
    subject: '[PATCH v2] kvm: one thing',
    date: 'Wed, 08 Apr 2026 10:00:00 +0000',
    body: patchBody(SIGNED, diffOf('b.c')),
  },
];
const other: readonly MailText[] = [
  {
    id: 'o@x.org',
    subject: '[PATCH v9] kvm: another thing',
    from: 'Bo <bo@example.net>',
    body: patchBody(SIGNED, diffOf('c.c')),
  },
];

let found: readonly MailText[] = v2;
let thread: readonly MailText[] = v1;
let server: Server;
let lore = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const mails = request.method === 'POST' ? found : url.includes('v1@x.org') ? thread : null;
    request.resume();
    response.statusCode = mails === null ? 404 : 200;
    response.setHeader('content-type', 'application/gzip');
    response.end(mails === null ? '' : gzipSync(writeMbox(mails)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  lore = `http://127.0.0.1:${(server.address() as AddressInfo).port}/all/`;
});
afterAll(() => {
  server.close();
  stage.remove();
});

const show = async (...words: string[]) => {
  const { code, stdout } = await stage.run(['show', '--json', '--lore', lore, '--refresh', ...words]);
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe('a series that is fetched', () => {
  it('names a newer revision, and takes it with --latest', async () => {
    found = v2;
    const document = await show('v1@x.org');
    expect(document).toMatchObject({
      revision: 1,
      diagnostics: [{ code: 'newer-revision', messageId: 'v2@x.org' }],
    });
    expect(await show('v1@x.org', '--latest')).toMatchObject({ revision: 2, revisions: [1, 2] });
    expect(await show('v1@x.org', '--revision', '1')).toMatchObject({ revision: 1, diagnostics: [] });
  });

  it('takes no other series for a newer one', async () => {
    found = other;
    expect(await show('v1@x.org', '--latest')).toMatchObject({ revision: 1, diagnostics: [] });
  });
});

it('a file is not searched for unless --latest asks', async () => {
  found = v2;
  const file = join(stage.folder, 'v1.mbox');
  writeFileSync(file, writeMbox(v1));
  const { stdout } = await stage.run(['show', file, '--json', '--lore', lore]);
  expect(JSON.parse(stdout)).toMatchObject({ revision: 1, diagnostics: [] });
  const latest = await stage.run(['show', file, '--json', '--lore', lore, '--latest']);
  expect(JSON.parse(latest.stdout)).toMatchObject({ revision: 2 });
});

describe('one mail on standard input', () => {
  it.each([
    ['its thread is fetched', [], 1],
    ['not with --offline', ['--offline'], 0],
  ])('%s', async (_, words, tags) => {
    const input = writeMbox(v1);
    thread = [
      ...v1,
      {
        id: 'r@x.org',
        subject: 'Re: x',
        answers: 'v1@x.org',
        from: 'Bo <bo@example.net>',
        body: 'Acked-by: Bo <bo@example.net>',
      },
    ];
    found = [];
    const { stdout } = await stage.run(['show', '-', '--json', '--lore', lore, '--refresh', ...words], {
      input,
    });
    const { patches } = JSON.parse(stdout);
    expect(patches[0].trailers.filter(({ name }: { name: string }) => name === 'Acked-by')).toHaveLength(
      tags,
    );
    thread = v1;
  });

  it('is read alone when its thread cannot be fetched, which is told', async () => {
    const input = writeMbox([{ id: 'unknown@x.org', subject: '[PATCH] kvm: x', body: patchBody(SIGNED) }]);
    const { code, stdout } = await stage.run(['show', '-', '--json', '--lore', lore, '--refresh'], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: 'thread-not-fetched' }]);
  });
});
