// Writes fixtures/demo/*.mbox: threads of our own over fixtures/kernel, with diffs that real git made.
// Run `npm run fixtures` after changing the small kernel or the letters; test/cli/demo-fixture.test.ts compares.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opening } from './demo/opening.mjs';
import { removal } from './demo/removal.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.argv[2] ?? join(root, 'fixtures/demo');

const GIT = ['-c', 'core.abbrev=12', '-c', 'user.name=Demo', '-c', 'user.email=demo@example.org'];
const git = (folder, ...words) =>
  execFileSync('git', [...GIT, '-C', folder, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
  });

/** Replaces one piece of text that stands exactly once in the file. */
const edit = (folder, [path, before, after]) => {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  if (text.split(before).length !== 2)
    throw new Error(`${path}: text to replace is not there once:\n${before}`);
  writeFileSync(
    file,
    text.replace(before, () => after),
  );
};

/** The part of a patch mail below the message: `---`, the counts and the diff of the last commit. */
const patchOf = (folder) =>
  `---\n${git(folder, 'diff', '--stat=72', '--summary', 'HEAD~1', 'HEAD')}\n${git(folder, 'diff', 'HEAD~1', 'HEAD')}-- \n2.39.5\n`;

const headers = ({ from, subject, date, id, inReplyTo, references = [] }) =>
  [
    `From: ${from}`,
    'To: kvm@lists.example.org, vfio@lists.example.org',
    `Subject: ${subject}`,
    `Date: ${date}`,
    `Message-ID: <${id}>`,
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`] : []),
    ...(references.length > 0 ? [`References: ${references.map((one) => `<${one}>`).join(' ')}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
  ].join('\n');

/** One mail as mboxrd stores it: see mbox(5), "mboxrd". */
const mboxrd = (mail) =>
  `From mboxrd@z Thu Jan  1 00:00:00 1970\n${headers(mail)}\n\n${mail.body.replace(/^(>*From )/gm, '>$1')}\n`;

const write = (thread) => {
  const folder = mkdtempSync(join(tmpdir(), 'make-demo-'));
  try {
    cpSync(join(root, 'fixtures/kernel'), folder, { recursive: true });
    git(folder, 'init', '-q');
    git(folder, 'add', '-A', '-f');
    git(folder, 'commit', '-q', '-m', 'base');
    const text = thread.mails.map((mail) => {
      if (!mail.edits) return mboxrd(mail);
      for (const one of mail.edits) edit(folder, one);
      git(folder, 'add', '-A');
      git(folder, 'commit', '-q', '-m', mail.subject);
      return mboxrd({ ...mail, body: `${mail.body}${patchOf(folder)}` });
    });
    const whole = git(
      folder,
      'diff',
      '--stat=72',
      `HEAD~${thread.mails.filter((mail) => mail.edits).length}`,
      'HEAD',
    );
    writeFileSync(
      join(target, thread.file),
      text.join('').replace('@STAT@\n', () => whole),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

for (const thread of [removal, opening]) write(thread);
