// Every thread of the corpus, applied to a real kernel by us and by git am: the same commits, or refused by both.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { UserError } from '../../src/base/error.js';
import { createSeriesBranch } from '../../src/git/commit.js';
import { openRepository } from '../../src/git/repository.js';
import { type AmOptions, choosePatches, writeAm } from '../../src/series/am.js';
import { commitDraft } from '../../src/series/commit-draft.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries, type Series } from '../../src/series/series.js';
import { openSource } from '../../src/source/index.js';
import { kernelPath, seedSeriesPath } from '../kernel/kernel-path.js';
import { corpusPath, hasCorpus } from './place.js';

const context = quietContext();
const threads = hasCorpus
  ? readdirSync(corpusPath('threads')).map((name) => corpusPath(`threads/${name}`))
  : [];
const files = [...threads, ...(seedSeriesPath === undefined ? [] : [seedSeriesPath])];

const COMMITTER = {
  GIT_COMMITTER_NAME: 'Bo Example',
  GIT_COMMITTER_EMAIL: 'bo@example.org',
  GIT_COMMITTER_DATE: '1700000100 +0000',
};
const AM: AmOptions = {
  trailersFrom: 'matched',
  coverTrailers: true,
  linkMask: null,
  signoff: null,
  pick: null,
  allowUnicodeControl: true,
};

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: folder,
    env: { ...process.env, ...COMMITTER, GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();

describe.skipIf(kernelPath === undefined || files.length === 0)('a thread of the corpus', () => {
  let folder = '';
  beforeAll(() => {
    Object.assign(process.env, COMMITTER);
    folder = mkdtempSync(join(tmpdir(), 'kvs-corpus-'));
    git(folder, 'clone', '-q', '--shared', '--bare', kernelPath!, 'ours');
    git(folder, 'clone', '-q', '--shared', '--no-checkout', kernelPath!, 'theirs');
    git(join(folder, 'theirs'), 'config', 'core.sparseCheckout', 'true');
  });
  afterAll(() => {
    for (const name of Object.keys(COMMITTER)) delete process.env[name];
    rmSync(folder, { recursive: true, force: true });
  });

  /** What git am makes in a work tree of the touched paths; null when it refuses. */
  const am = (series: Series, mbox: Buffer): string | null => {
    const clone = join(folder, 'theirs');
    const paths = series.patches.flatMap((patch) =>
      patch.files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]),
    );
    const patterns = [...new Set(paths)].flatMap((path) => (path === null ? [] : [`/${path}\n`]));
    writeFileSync(join(clone, '.git/info/sparse-checkout'), patterns.join(''));
    writeFileSync(join(folder, 'mbox'), mbox);
    git(clone, 'reset', '-q', '--hard', 'origin/HEAD');
    try {
      git(clone, 'am', '-q', '../mbox');
      return git(clone, 'rev-parse', 'HEAD').trim();
    } catch {
      git(clone, 'am', '--abort');
      return null;
    }
  };

  it.each(files.map((file) => [file.slice(file.lastIndexOf('/') + 1), file] as const))(
    '%s',
    async (name, file) => {
      const series = await readSeries(
        await openSource(file, { workingFolder: folder }, context),
        {},
        context,
      );
      const review = reviewSeries(series);
      let mbox: Buffer;
      try {
        mbox = writeAm(series, review, AM).mbox;
      } catch (error) {
        // A series that is not whole is refused before git is asked.
        expect(error).toBeInstanceOf(UserError);
        return;
      }
      const repository = await openRepository(join(folder, 'ours'), context);
      try {
        const patches = choosePatches(series, review, AM).map(({ patch, trailers }) => ({
          label: `${patch.index}/${series.expected}`,
          patch,
          draft: commitDraft(patch, trailers),
        }));
        const base = await repository.resolve('HEAD', context);
        const request = {
          branch: name,
          base,
          patches,
          threeWay: false,
          signOff: false,
          partial: false,
        };
        const result = await createSeriesBranch(repository, request, context);
        expect(result.tip).toBe(am(series, mbox));
        if (file === seedSeriesPath) expect(result.applied).toHaveLength(3);
      } finally {
        repository.dispose();
      }
    },
  );
});
