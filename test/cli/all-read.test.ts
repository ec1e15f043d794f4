import { Readable, Writable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const nowhere = () => new Writable({ write: (_text, _encoding, done) => done() });

const io = (): Io => ({
  stdin: Readable.from([]),
  stdout: nowhere(),
  stderr: nowhere(),
  env: { PATH: process.env['PATH'], XDG_CACHE_HOME: stage.folder },
  folder: stage.folder,
  outColumns: undefined,
  errColumns: undefined,
});

it.each<[string, readonly string[], boolean]>([
  ['of a whole tree', ['edges', stage.kernel, '--all', '--jobs', '1', '--no-cache'], true],
  ['of a whole tree, by two threads', ['edges', stage.kernel, '--all', '--jobs', '2', '--no-cache'], true],
  ['of no tree', ['show', fixture('demo/removal.mbox')], false],
])('tells who started it when all is read: %s', async (_what, words, isTold) => {
  let told = 0;
  expect(await main(words, io(), () => told++)).toBe(0);
  expect(told > 0).toBe(isTold);
});
