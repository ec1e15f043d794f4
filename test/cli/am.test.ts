import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diffOf, patchBody, writeMbox } from '../mail/mail-text.js';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const SIGNED = 'Text.\n\nSigned-off-by: Ann <ann@example.org>';
const mails = [
  { id: 'c@x.org', subject: '[PATCH v2 0/2] two', body: 'About.\n' },
  { id: 'a@x.org', subject: '[PATCH v2 1/2] first', answers: 'c@x.org', body: patchBody(SIGNED) },
  {
    id: 'b@x.org',
    subject: '[PATCH v2 2/2] second',
    answers: 'c@x.org',
    body: patchBody(SIGNED, diffOf('b.c')),
  },
  {
    id: 'r@x.org',
    subject: 'Re: x',
    answers: 'c@x.org',
    from: 'Bo <bo@example.net>',
    body: 'Acked-by: Bo <bo@example.net>\n',
  },
  {
    id: 's@x.org',
    subject: 'Re: x',
    answers: 'b@x.org',
    from: 'Bo <bo@example.net>',
    body: 'Reviewed-by: Cy <cy@example.net>\n',
  },
];
const written = (name: string, text: string): string => {
  const path = join(stage.folder, name);
  writeFileSync(path, text);
  return path;
};
const thread = written('thread.mbox', writeMbox(mails));
const toOutput = async (...words: string[]) => (await stage.run(['am', thread, '-o', '-', ...words])).stdout;

describe('am, when somebody objects', () => {
  const objecting = (name: string, body: string): string =>
    written(
      name,
      writeMbox([
        ...mails,
        { id: 'n@x.org', subject: 'Re: x', answers: 'a@x.org', from: 'Bo <bo@example.net>', body },
      ]),
    );

  it('refuses a firm NAK with the words and the message-id', async () => {
    const { code, stdout, stderr } = await stage.run([
      'am',
      objecting('firm.mbox', 'NAK, this leaks.\n'),
      '-o',
      '-',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Bo objects to 1/2: "NAK, this leaks." <n@x.org>');
    expect(stderr).toContain('--despite-objections');
  });

  it.each([
    [
      'a NAK that is overridden',
      'NAK, this leaks.\n',
      ['--despite-objections'],
      'warning: Bo objects to 1/2: "NAK, this leaks."',
    ],
    ['a doubt', 'NAK? :-)\n', [], 'warning: Bo has doubts about 1/2: "NAK? :-)"'],
    ['a question', 'Does this leak?\n', [], 'note: Bo asks about 1/2: "Does this leak?"'],
  ])('writes the mbox and tells %s', async (_, body, words, told) => {
    const { code, stdout, stderr } = await stage.run([
      'am',
      objecting('told.mbox', body),
      '-o',
      '-',
      ...words,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('Subject: [PATCH v2 1/2] first');
    expect(stderr).toContain(told);
  });
});

describe('am', () => {
  it('writes an mbox and the cover letter into a folder', async () => {
    const out = join(stage.folder, 'out');
    const { code, stdout } = await stage.run(['am', thread, '-o', 'out']);
    expect(code).toBe(0);
    expect(stdout).toContain('out/v2_20260407_ann_two.mbx\n');
    expect(readdirSync(out)).toEqual(['v2_20260407_ann_two.cover', 'v2_20260407_ann_two.mbx']);
    expect(readFileSync(join(out, 'v2_20260407_ann_two.mbx'), 'utf8')).toBe(await toOutput());
  });

  it('git am takes the demo series', async () => {
    const { stdout } = await stage.run([
      'am',
      fixture('demo/removal.mbox'),
      '-o',
      '-',
      '--despite-objections',
    ]);
    const mbox = written('removal.mbx', stdout);
    stage.git('-c', 'user.name=T', '-c', 'user.email=t@example.org', 'am', '-q', mbox);
    expect(stage.git('log', '-1', '--format=%(trailers:key=Signed-off-by)')).toContain('Signed-off-by:');
  });

  it.each([
    [['--cherry-pick', '2'], [/\[PATCH v2 2\/2\]/], [/\[PATCH v2 1\/2\]/]],
    [['--no-cover-trailers'], [], [/Acked-by: Bo/]],
    [['--sloppy-trailers'], [/Reviewed-by: Cy/], []],
    [['--trailers-from', 'nobody'], [], [/Acked-by: Bo/]],
    [['--add-link'], [/^Link: https:\/\/lore\.kernel\.org\/r\/a@x\.org$/m], []],
    [['--add-link', '--link-mask', 'https://x.org/%s/'], [/^Link: https:\/\/x\.org\/b@x\.org\/$/m], []],
    [[], [/Acked-by: Bo/], [/Reviewed-by: Cy/, /^Link:/m]],
  ])('%j', async (words, there, notThere) => {
    const text = await toOutput(...words);
    expect(text).toMatch(/^From git@z /);
    for (const pattern of there) expect(text).toMatch(pattern);
    for (const pattern of notThere) expect(text).not.toMatch(pattern);
  });

  it('--signoff adds the one whom git knows, last', async () => {
    const env = { GIT_COMMITTER_NAME: 'Di', GIT_COMMITTER_EMAIL: 'di@example.org' };
    const { stdout } = await stage.run(['am', thread, '-o', '-', '--signoff'], { env });
    expect(stdout.match(/^Signed-off-by: Di <di@example\.org>\n---$/gm)).toHaveLength(2);
  });

  it.each([
    ['a gap', () => [written('gap.mbox', writeMbox(mails.slice(0, 2)))], 2, /2 of 2 missing/],
    ['a patch that is not there', () => [thread, '--cherry-pick', '3'], 2, /patch 3 is not in the series/],
    [
      'an unknown policy',
      () => [thread, '--trailers-from', 'all'],
      2,
      /matched, same-person, anybody, nobody/,
    ],
    [
      'a path outside',
      () => [
        written(
          'out.mbox',
          writeMbox([{ id: 'a', subject: '[PATCH] x', body: patchBody(SIGNED, diffOf('../x')) }]),
        ),
      ],
      2,
      /leaves the tree/,
    ],
    ['a file for a folder', () => [thread, '-o', thread], 4, /no folder to write to/],
  ])('%s: nothing is written', async (_, words, exit, message) => {
    const before = readdirSync(stage.folder);
    const { code, stderr } = await stage.run(['am', ...words()]);
    expect(code).toBe(exit);
    expect(stderr).toMatch(message);
    expect(
      readdirSync(stage.folder).filter((name) => name.endsWith('.mbx') && !before.includes(name)),
    ).toEqual([]);
    expect(existsSync(join(stage.folder, '../x'))).toBe(false);
  });
});
