// Runs before each test file: the number of runs of a property, and a temporary folder of the file's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { runs } from './runs.js';

fc.configureGlobal({ numRuns: runs(100) });

// What is left in this folder, this file has left.
const before = process.env['TMPDIR'];
const own = mkdtempSync(join(tmpdir(), 'kvs-test-'));
process.env['TMPDIR'] = own;
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(own, { recursive: true, force: true });
});
