import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src/source/index.js';
import { recordingContext, textOf } from '../recording-context.js';
import { scratchFolder } from '../scratch-folder.js';
import { type Played, playedServer } from './played-server.js';

const mboxOf = (body: string) =>
  `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ada <ada@example.org>\nSubject: a\n\n${body}\n\n`;
const first: Played = { body: gzipSync(mboxOf('first')) };
const second: Played = { body: gzipSync(mboxOf('second')) };

describe('a message-id', () => {
  it('is fetched from the inbox as a packed mbox', async () => {
    const { options, asked } = playedServer([first]);
    const context = recordingContext();
    const [input] = await openSource('<a/b@example.org>', { workingFolder: '/', lore: options }, context);
    expect(input).toMatchObject({
      name: 'https://inbox.example/all/a%2Fb@example.org/',
      form: 'mbox',
      fidelity: 'exact',
    });
    expect(await textOf(input)).toContain('first');
    expect(asked).toEqual(['GET https://inbox.example/all/a%2Fb@example.org/t.mbox.gz']);
    expect(context.steps).toEqual(['fetch https://inbox.example/all/a%2Fb@example.org/t.mbox.gz']);
  });

  const cases: {
    name: string;
    settings: object;
    age: number;
    answers: Played[];
    text: string;
    codes: string[];
  }[] = [
    { name: 'fresh', settings: {}, age: 1, answers: [second], text: 'first', codes: ['lore-from-cache'] },
    { name: 'old', settings: {}, age: 5000, answers: [second], text: 'second', codes: [] },
    {
      name: 'fresh but refused',
      settings: { refresh: true },
      age: 1,
      answers: [second],
      text: 'second',
      codes: [],
    },
    {
      name: 'old and off line',
      settings: { offline: true },
      age: 5000,
      answers: [],
      text: 'first',
      codes: ['lore-from-cache'],
    },
    {
      name: 'old and the server down',
      settings: {},
      age: 5000,
      answers: [{ status: 500 }],
      text: 'first',
      codes: ['lore-from-cache'],
    },
  ];
  it.each(cases)(
    'is taken from the cache as told: $name',
    async ({ settings, age, answers, text, codes }) => {
      const cacheFolder = join(await scratchFolder(), 'deep', 'cache');
      const fill = playedServer([first], { cacheFolder });
      await openSource('a@example.org', { workingFolder: '/', lore: fill.options }, recordingContext());
      const [name = ''] = await readdir(cacheFolder);
      await utimes(join(cacheFolder, name), 1_000_000, 1_000_000);
      const { options } = playedServer(answers, { cacheFolder, now: 1_000_000_000 + age, ...settings });
      const context = recordingContext();
      const [input] = await openSource('a@example.org', { workingFolder: '/', lore: options }, context);
      expect(await textOf(input)).toContain(text);
      expect(context.diagnostics.map(({ code }) => code)).toEqual(codes);
      expect(await readdir(cacheFolder)).toEqual([name]);
    },
  );

  it('is kept whole when it is fetched many times at once', async () => {
    const cacheFolder = await scratchFolder();
    const { options } = playedServer([first], { cacheFolder, refresh: true });
    const contexts = Array.from({ length: 8 }, () => recordingContext());
    const all = await Promise.all(
      contexts.map((context) => openSource('a@example.org', { workingFolder: '/', lore: options }, context)),
    );
    for (const [input] of all) expect(await textOf(input)).toContain('first');
    expect(contexts.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(await readdir(cacheFolder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.mbox\.gz$/)]);
  });

  it('is read all the same when nothing can be kept', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'file'), '');
    const { options } = playedServer([first], { cacheFolder: join(folder, 'file') });
    const context = recordingContext();
    const [input] = await openSource('a@example.org', { workingFolder: '/', lore: options }, context);
    expect(await textOf(input)).toContain('first');
    expect(context.diagnostics).toMatchObject([{ severity: 'warning', code: 'lore-not-cached' }]);
  });

  it.each([
    {
      spec: 'a@example.org',
      answers: [{ status: 404 }],
      code: 'input',
      message: /^a@example.org: not on https:/,
    },
    {
      spec: 'a@example.org',
      answers: [{ body: '<html>prove that you are human' }],
      code: 'environment',
      message: /not a packed mbox$/,
    },
    { spec: 'a@example.org', settings: { offline: true }, code: 'input', message: /not in the cache$/ },
    { spec: 'a@example.org', settings: { base: 'lore' }, code: 'usage', message: /^lore: not the URL/ },
    { spec: 'https://lore.kernel.org/kvm/', code: 'input', message: /no message in this URL$/ },
    { spec: 'file:///etc/passwd', code: 'input', message: /no message in this URL$/ },
  ])(
    'that cannot be had says why: $spec $message',
    async ({ spec, answers = [], settings = {}, code, message }) => {
      const { options } = playedServer(answers, settings);
      await expect(
        openSource(spec, { workingFolder: '/', lore: options }, recordingContext()),
      ).rejects.toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) });
    },
  );
});
