// A temporary folder laid out from a table of paths, removed after the test.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Paths that end in `/` are empty folders. */
export const scratchFolder = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'kvs-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, bytes] of Object.entries(files)) {
    if (path.endsWith('/')) {
      await mkdir(join(folder, path), { recursive: true });
      continue;
    }
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
};
