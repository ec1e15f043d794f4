// Generated series, applied by us and by `git am`: author, date, message and tree of each commit are the same.
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { createSeriesBranch } from '../../src/git/commit.js';
import { openRepository } from '../../src/git/repository.js';
import { commitDraft } from '../../src/series/commit-draft.js';
import { readSeries } from '../../src/series/series.js';
import { inputOf } from '../mail/mail-text.js';
import { commit, git, kernelRepository, temporaryFolder, USER, writeFiles } from './temporary-repository.js';

/** Series that are generated; raise it for a long search by hand. */
const SERIES = Number(process.env['GIT_AM_SERIES'] ?? 24);
const context = quietContext();
const kept = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, USER);
});
afterEach(() => {
  for (const name of Object.keys(USER)) delete process.env[name];
  Object.assign(process.env, kept);
});

const AUTHORS = [
  'Rob Example (Arm)',
  'Smith, John',
  'Dot T. Example',
  'Ann',
  'Jörg Übermaß',
  "O'Neil, Ann (Group) Jr.",
  'x, y',
];
const DATES = ['2026-06-30T23:59:59-0800', '1999-12-31T23:59:59+0000', '2026-02-28T00:00:00+1345'];
const LINES = [
  'From: In Body <in@body.example>',
  'Date: Mon, 1 Jan 2024 00:00:00 +0000',
  'Subject: of the text',
  '-- >8 --',
  'index: 3',
  'diff of things',
  '#hash line',
  '',
  '',
  '  indented  ',
  '>From there',
  'Signed-off-by: X <x@example.org>',
  'text\u00a0',
];
const SUBJECTS = [
  'kvm: é fix',
  'trailing dot.',
  'subject with  two  spaces',
  'a: [b] c',
  `long${' long'.repeat(25)}`,
];

const commitShape = fc.record({
  author: fc.constantFrom(...AUTHORS),
  date: fc.constantFrom(...DATES),
  subject: fc.constantFrom(...SUBJECTS),
  body: fc.array(fc.constantFrom(...LINES), { maxLength: 6 }),
  change: fc.constantFrom('text', 'binary', 'new', 'empty', 'link', 'rename', 'mode', 'delete'),
  seed: fc.nat(250),
});
const FORMATS = [
  [],
  ['--no-signature'],
  ['--attach'],
  ['--from=Sender <s@example.org>'],
  ['--no-stat', '-M'],
];

const change = (folder: string, kind: string, seed: number): void => {
  if (kind === 'binary')
    writeFiles(folder, { 'b.bin': new Uint8Array(300).map((_, at) => (at * seed) & 255) });
  else if (kind === 'new') writeFiles(folder, { [`new ${seed}.c`]: `int a${seed};` });
  else if (kind === 'empty') writeFiles(folder, { [`empty ü ${seed}`]: '' });
  else if (kind === 'link') {
    rmSync(join(folder, `link${seed}`), { force: true });
    symlinkSync(`t${seed}`, join(folder, `link${seed}`));
  } else if (kind === 'rename') git(folder, ['mv', '-f', 'move me', 'moved\tü']);
  else if (kind === 'mode') git(folder, ['update-index', '--chmod=+x', 'run me']);
  else if (kind === 'delete') writeFiles(folder, { 'gone.c': null });
  writeFiles(folder, { 'a.c': `${seed}\n-- \n--- a/x\n+++ b/x\nFrom me\n${kind}\n` });
};

const show = (folder: string, range: string): string =>
  git(folder, ['log', '--format=%T%n%an%n%ae%n%ad%n%B%n==', '--date=raw', range]);

it(
  `makes the commits of git am for ${SERIES} series`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(commitShape, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...FORMATS),
        async (commits, format) => {
          const folder = kernelRepository({
            'a.c': 'x\n',
            'move me': 'm\n'.repeat(9),
            'run me': 'r\n',
            'gone.c': 'g\n',
          });
          git(folder, ['checkout', '-q', '-b', 'sent']);
          for (const { author, date, subject, body, change: kind, seed } of commits) {
            if (kind !== 'rename' && kind !== 'delete') change(folder, kind, seed);
            else if (commits.filter((one) => one.change === kind).length === 1) change(folder, kind, seed);
            else change(folder, 'text', seed);
            commit(
              folder,
              { [`n${seed}-${subject.length}`]: `${author}\n` },
              [subject, '', ...body].join('\n'),
            );
            git(folder, [
              'commit',
              '-q',
              '--amend',
              '--no-edit',
              '--author',
              `${author} <x@example.org>`,
              '--date',
              date,
            ]);
          }
          const options = ['format-patch', '--stdout', '--binary', '--subject-prefix=PATCH v3', ...format];
          const mbox = git(folder, [...options, 'main..sent']);
          git(folder, ['checkout', '-q', '-f', 'main']);
          const name = join(temporaryFolder(), 'mbox');
          writeFiles('/', { [name.slice(1)]: Buffer.from(mbox) });
          let wanted: string | null = null;
          git(folder, ['checkout', '-q', '-b', 'am']);
          try {
            git(folder, ['am', '-q', name]);
            wanted = show(folder, 'main..am');
          } catch {
            // What git am refuses is no model.
          }
          const series = await readSeries([inputOf(mbox)], {}, context);
          const repository = await openRepository(folder, context);
          try {
            const base = await repository.resolve('main', context);
            const patches = series.patches.map((patch) => ({
              label: `${patch.index}`,
              patch,
              draft: commitDraft(patch, []),
            }));
            const request = {
              branch: 'ours',
              base,
              patches,
              threeWay: false,
              signOff: false,
              partial: false,
            };
            const made = createSeriesBranch(repository, request, context);
            if (wanted === null) await made.catch(() => undefined);
            else {
              const { refused } = await made;
              expect(refused).toEqual([]);
              expect(show(folder, 'main..ours')).toBe(wanted);
            }
          } finally {
            repository.dispose();
          }
        },
      ),
      { numRuns: SERIES },
    );
  },
  SERIES * 20_000,
);
