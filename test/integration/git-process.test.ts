import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { gitOutput, runGit } from '../../src/git/process.js';
import { kernelRepository, temporaryFolder } from './temporary-repository.js';

const place = (folder: string) => ({ folder, environment: { PATH: process.env['PATH'] ?? '' } });

/** Longer than a pipe holds, and than is read at once. */
const LONG = 'a line of a long file\n'.repeat(30_000);

describe('the output of a git that goes by a file', () => {
  const collected = async (folder: string, args: readonly string[], spool: string): Promise<string> => {
    const parts: Buffer[] = [];
    const onOutput = (part: Buffer): unknown => parts.push(Buffer.from(part));
    const output = await gitOutput(place(folder), args, { spool, onOutput }, quietContext());
    expect(output).toHaveLength(0);
    return Buffer.concat(parts).toString();
  };

  it('is the same as that by a pipe, and leaves no file', async () => {
    const folder = kernelRepository({ long: LONG });
    const own = temporaryFolder();
    const spool = join(own, 'spool');
    expect(await collected(folder, ['cat-file', 'blob', 'HEAD:long'], spool)).toBe(LONG);
    const args = ['ls-tree', '-r', 'HEAD'];
    const piped = await gitOutput(place(folder), args, {}, quietContext());
    expect(await collected(folder, args, spool)).toBe(piped.toString());
    expect(await gitOutput(place(folder), args, { spool }, quietContext())).toEqual(piped);
    expect(readdirSync(own)).toEqual([]);
  });

  it('is nobody’s when git fails, cannot be started, or is stopped', async () => {
    const folder = kernelRepository();
    const own = temporaryFolder();
    const options = { spool: join(own, 'spool'), onOutput: () => {} };
    const run = await runGit(place(folder), ['cat-file', 'blob', 'HEAD:none'], options, quietContext());
    expect(run.status).not.toBe(0);
    await expect(
      runGit({ folder, environment: { PATH: own } }, ['--version'], options, quietContext()),
    ).rejects.toThrow('git was not found');
    const stopped = new AbortController();
    const waiting = runGit(place(folder), ['cat-file', '--batch-check', '--follow-symlinks'], options, {
      ...quietContext(),
      signal: stopped.signal,
    });
    stopped.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(readdirSync(own)).toEqual([]);
  });

  it('fails with who takes it', async () => {
    const folder = kernelRepository({ long: LONG });
    const onOutput = (): void => {
      throw new Error('not this');
    };
    const spool = join(temporaryFolder(), 'spool');
    await expect(
      gitOutput(place(folder), ['cat-file', 'blob', 'HEAD:long'], { spool, onOutput }, quietContext()),
    ).rejects.toThrow('not this');
  });
});
