// The repository is opened while mail is read: who of the two is told first, and that nothing is left behind.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { checkSeries } from '../../src/flow/check.js';
import type { Series } from '../../src/series/series.js';
import { kernelRepository } from './temporary-repository.js';

let temporary = '';
const before = process.env['TMPDIR'];
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'beside-'));
});
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(temporary, { recursive: true, force: true });
});

const unreadable = (after: number): Promise<Series> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new UserError('input', 'no such thread')), after);
  });

it.each([
  ['at once', 0, true],
  ['when the repository is open', 300, true],
  ['where there is no repository', 300, false],
])('tells of mail that cannot be read: %s', async (_, after, hasRepository) => {
  const tree = hasRepository ? kernelRepository({ 'a.c': 'int a;\n' }) : temporary;
  process.env['TMPDIR'] = temporary;
  await expect(checkSeries({ tree, series: () => unreadable(after) })).rejects.toThrow('no such thread');
  expect(readdirSync(temporary)).toEqual([]);
});

it('tells of a folder without a repository when the mail was read', async () => {
  const mail =
    'From a Thu Jan  1 00:00:00 1970\nFrom: A <a@example.org>\nSubject: [PATCH] a: b\nMessage-ID: <a@b>\n\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n';
  await expect(checkSeries({ tree: temporary, series: new TextEncoder().encode(mail) })).rejects.toThrow(
    'is not a git repository',
  );
});
