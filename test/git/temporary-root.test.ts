import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTemporaryRoot } from '../../src/git/temporary-root.js';

const before = process.env['TMPDIR'];
const own = mkdtempSync(join(tmpdir(), 'kvs-test-'));
beforeAll(() => {
  process.env['TMPDIR'] = own;
});
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(own, { recursive: true, force: true });
});

it('is there until it is closed', () => {
  const root = openTemporaryRoot();
  writeFileSync(join(root.path, 'x'), '');
  root.close();
  expect(existsSync(root.path)).toBe(false);
});

/** The name that a root has, of another process. */
const nameOf = (pid: number, start: string): string => {
  const root = openTemporaryRoot();
  root.close();
  const [machine] = /[0-9a-f]{8}/.exec(basename(root.path)) ?? [];
  return `kvm-vfio-series-${machine}-${pid}-${start}-abcdef`;
};

it.each<[string, () => string, boolean]>([
  ['of a process that is gone', () => nameOf(2 ** 22 + 1, '5'), false],
  ['of a process whose id another one has now', () => nameOf(process.pid, '1'), false],
  ['of another machine', () => 'kvm-vfio-series-00000000-1-1-abcdef', true],
  ['that is not named by this program', () => 'kvm-vfio-series-notes', true],
])('the next run finds a folder %s', (_what, name, isKept) => {
  const path = join(own, name());
  mkdirSync(path);
  writeFileSync(join(path, 'x'), '');
  openTemporaryRoot().close();
  expect(existsSync(path)).toBe(isKept);
  rmSync(path, { recursive: true, force: true });
});

it('removes a folder of another machine that is old', () => {
  const path = join(own, 'kvm-vfio-series-00000000-1-1-abcdef');
  mkdirSync(path);
  utimesSync(path, 1, 1);
  openTemporaryRoot().close();
  expect(existsSync(path)).toBe(false);
});

it('leaves the folder of a process that runs', () => {
  const [first, second] = [openTemporaryRoot(), openTemporaryRoot()];
  expect([first, second].map(({ path }) => existsSync(path))).toEqual([true, true]);
  first.close();
  second.close();
});
