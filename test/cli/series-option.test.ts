// Newer revisions are looked for on an inbox: a small server that answers as public-inbox does.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
let server: Server;
let lore = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const mails = request.method === 'POST' ? found : url.includes('v1@x.org') ? v1 : null;
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
  const input = writeMbox(v1);
  const { stdout } = await stage.run(['show', '-', '--json', '--lore', lore], { input });
  expect(JSON.parse(stdout)).toMatchObject({ revision: 1, diagnostics: [] });
  const latest = await stage.run(['show', '-', '--json', '--lore', lore, '--latest'], { input });
  expect(JSON.parse(latest.stdout)).toMatchObject({ revision: 2 });
});
