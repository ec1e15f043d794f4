import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { TriageResult } from '../../src/result/triage.js';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const mail = join(stage.folder, 'mail');
mkdirSync(mail);
const reviewed = `${readFileSync(fixture('demo/opening.mbox'), 'utf8')}
From mboxrd@z Thu Jan  1 00:00:00 1970
From: Idris Vale <idris@example.org>
Subject: Re: [PATCH] KVM: refuse a device that nobody has opened
Date: Tue, 3 Mar 2026 09:00:00 +0000
Message-ID: <r1@example.org>
In-Reply-To: <20260303080000.7-1-piet@example.org>

Reviewed-by: Idris Vale <idris@example.org>
`;
cpSync(fixture('demo/removal.mbox'), join(mail, 'removal.mbox'));
writeFileSync(join(mail, 'opening.mbox'), reviewed);
writeFileSync(join(mail, 'nothing.mbox'), '');

const schema = JSON.parse(readFileSync(join(root, 'schema/triage.schema.json'), 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const triage = (...words: readonly string[]) => stage.run(['triage', stage.kernel, ...words]);
const rowsOf = async (...words: readonly string[]): Promise<TriageResult['rows']> => {
  const { code, stdout, stderr } = await triage('--json', ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const result = JSON.parse(stdout);
  validate(result);
  expect(validate.errors).toBeNull();
  return result.rows;
};

describe('triage', () => {
  it('gives a row for each series, what can be acted on first', async () => {
    const rows = await rowsOf('mail');
    expect(rows.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['objection open', expect.stringMatching(/^Viola Strand objects to 3\/3: "/)],
      ['adds edges', 'It adds 1 edge.'],
      ['incomplete', 'It holds no series: empty.'],
    ]);
    expect(rows.map(({ links }) => links)).toEqual([
      { removed: 3, added: 0, remaining: 2, broken: [], violations: [], unknown: 0 },
      { removed: 0, added: 1, remaining: 6, broken: [], violations: [], unknown: 1 },
      null,
    ]);
    expect(rows[0]).toMatchObject({
      title: 'KVM, vfio: hold a guest without looking up symbols',
      inputs: ['mail/removal.mbox'],
      series: { revision: 1, patches: 3, review: { reviewed: 1, acked: 1, naks: 1, reviewedPatches: 3 } },
      base: { ref: 'HEAD', certainty: 'exact' },
      apply: { applied: 3, total: 3, failure: null },
    });
    expect(stage.git('status', '--porcelain')).toBe('');
    expect(stage.leftovers()).toEqual([]);
  });

  it('prints a table, and writes a page besides', async () => {
    const { code, stdout } = await triage('mail', '--html', 'page.html');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^adds edges \(1\)$/m);
    expect(stdout).toMatch(/-0 \+1 =6 {2}KVM: refuse a device/);
    expect(stdout).toMatch(/\n3 series: 1 objection open, 1 adds edges, 1 incomplete\n$/);
    expect(readFileSync(join(stage.folder, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('says to which branches each applies, and leaves out the edges', async () => {
    stage.git('branch', 'one');
    const [row] = await rowsOf('mail/opening.mbox', '--no-edges', '--onto', '*', '--base', 'main');
    expect(row).toMatchObject({
      base: { certainty: 'given' },
      links: null,
      onto: [
        { ref: 'main', applied: 1, total: 1 },
        { ref: 'one', applied: 1, total: 1 },
      ],
    });
  });

  it('reads a clone of a list, and chooses by time and path', async () => {
    const clone = join(stage.folder, 'list.git');
    stage.git('init', '-q', '--bare', clone);
    const mails = reviewed.split(/^From mboxrd.*\n/m).slice(1);
    const commits = mails.map(
      (text, at) =>
        `blob\nmark :${2 * at + 1}\ndata ${Buffer.byteLength(text)}\n${text}\ncommit refs/heads/master\nmark :${2 * at + 2}\n` +
        `committer A <a@example.org> ${1_772_525_000 + at} +0000\ndata 8\n[PATCH] \n${at === 0 ? '' : `from :${2 * at}\n`}M 100644 :${2 * at + 1} m\n\n`,
    );
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['-C', clone, 'fast-import', '--quiet'], { input: commits.join('') });
    const words = ['--no-edges', '--lore', 'list.git', '--since', '2026-03-01'];
    expect(await rowsOf(...words, '--path', 'virt/kvm/', '--path', 'drivers/vfio')).toMatchObject([
      { verdict: 'ready', series: { messageId: '20260303080000.7-1-piet@example.org' } },
    ]);
    expect(await rowsOf(...words, '--path', 'net')).toEqual([]);
    expect(await rowsOf('--no-edges', 'list.git', '--since', '2026-03-04', '--path', 'virt')).toEqual([]);
  });

  it('marks what is new since the last run', async () => {
    const inbox = join(stage.folder, 'inbox');
    mkdirSync(inbox);
    const state = join(stage.folder, '.local/state/kvm-vfio-series/triage.json');
    const news = async (...words: readonly string[]) => {
      const { code, stdout } = await triage('inbox', '--no-edges', '--since-last', '--json', ...words);
      expect(code).toBe(0);
      const result: TriageResult = JSON.parse(stdout);
      validate(result);
      expect(validate.errors).toBeNull();
      return [result.news, ...result.rows.map((row) => row.news)];
    };
    writeFileSync(join(inbox, 'opening.mbox'), reviewed.slice(0, reviewed.lastIndexOf('From mboxrd')));
    expect(await news()).toEqual(['This is the first run for this tree.', undefined]);
    expect(await news()).toEqual([undefined, undefined]);
    writeFileSync(join(inbox, 'opening.mbox'), reviewed);
    cpSync(fixture('demo/removal.mbox'), join(inbox, 'removal.mbox'));
    expect((await news()).sort()).toEqual(['New series.', 'New: 1 mail.', undefined]);
    stage.git('-c', 'user.name=T', '-c', 'user.email=t@x', 'commit', '-q', '--allow-empty', '-m', 'later');
    expect((await news())[0]).toMatch(/^The base moved from [0-9a-f]{12} to [0-9a-f]{12}\.$/);
    expect((await triage('inbox', '--no-edges', '--since-last')).stdout).not.toContain('New');
    writeFileSync(state, '{"x": 1}');
    expect(await triage('inbox', '--since-last')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('triage --reset'),
    });
    expect(await triage('--reset')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await news())[0]).toBe('This is the first run for this tree.');
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['nothing to read', [], 2, /no series given/],
    ['only what cannot be read', ['absent.mbox'], 2, /^$/],
    ['a missing file beside a series', ['absent.mbox', 'mail', '--no-edges'], 2, /^$/],
    ['a time that is none', ['mail', '--since', 'soonish'], 2, /'soonish' names no time in the past/],
    ['a base that is none', ['mail', '--base', 'nowhere'], 2, /no commit is named nowhere/],
    ['a format that is none', ['mail', '--format', 'pdf'], 2, /Allowed choices are text/],
    ['a path that is none', ['mail', '--path', ''], 2, /Give a file or folder/],
  ])('says of %s what to do', async (_, words, code, message) => {
    const ended = await triage(...words);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(message);
  });
});
