import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTemporaryFolder, disposeAll, disposeAtExit } from '../../src/git/cleanup.js';

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
  disposeAtExit(() => order.push(1));
  disposeAtExit(() => {
    throw new Error('no');
  });
  const done = disposeAtExit(() => order.push(2));
  done();
  disposeAtExit(() => order.push(3));
  disposeAll();
  disposeAll();
  expect(order).toEqual([2, 3, 1]);
  expect(existsSync(folder.path)).toBe(false);
});

it('is called by the end of the process', () => {
  const folder = createTemporaryFolder('test');
  expect(process.listeners('exit')).toContain(disposeAll);
  folder.remove();
});
