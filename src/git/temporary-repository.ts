// A repository of one commit in a temporary folder, for the demo: files in, repository out, nothing left behind.
import { cpSync } from 'node:fs';
import type { Context } from '../base/context.js';
import { createTemporaryFolder, type TemporaryFolder } from './cleanup.js';
import { safeEnvironment } from './environment.js';
import { gitOutput } from './process.js';

/** The same author and time at each run, so that the commit has the same id. */
const IDENTITY: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.org',
  GIT_AUTHOR_DATE: '2026-03-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.org',
  GIT_COMMITTER_DATE: '2026-03-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/**
 * Copies a folder into a new repository and commits it.
 * @throws UserError `environment` when git or the file system fails.
 */
export const createTemporaryRepository = async (
  source: string,
  subject: string,
  context: Context,
): Promise<TemporaryFolder> => {
  const folder = createTemporaryFolder('demo');
  try {
    cpSync(source, folder.path, { recursive: true });
    const environment = { ...safeEnvironment(process.env), ...IDENTITY };
    const place = { folder: folder.path, environment };
    await gitOutput(place, ['init', '--quiet', '--template='], {}, context);
    await gitOutput(place, ['add', '--all', '--force'], {}, context);
    await gitOutput(place, ['commit', '--quiet', '--no-gpg-sign', '--message', subject], {}, context);
    return folder;
  } catch (error) {
    folder.remove();
    throw error;
  }
};
