import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cleanUpAll, cleanUpAtExit, createTemporaryFolder } from '../../src/git/cleanup.js';

it('removes a folder with what is in it, once', () => {
  const folder = createTemporaryFolder('test');
  writeFileSync(join(folder.path, 'x'), '');
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
  folder.remove();
});

it('disposes of what is left, last first, whatever fails', () => {
  const folder = createTemporaryFolder('test');
  const order: number[] = [];
  cleanUpAtExit(() => order.push(1));
  cleanUpAtExit(() => {
    throw new Error('no');
  });
  const done = cleanUpAtExit(() => order.push(2));
  done();
  cleanUpAtExit(() => order.push(3));
  cleanUpAll();
  cleanUpAll();
  expect(order).toEqual([2, 3, 1]);
  expect(existsSync(folder.path)).toBe(false);
});

it('is called by the end of the process', () => {
  const folder = createTemporaryFolder('test');
  expect(process.listeners('exit')).toContain(cleanUpAll);
  folder.remove();
});
