import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DIFF_REPORTS } from '../../src/report/diff/index.js';
import type { Comparison } from '../../src/result/comparison.js';
import { published } from '../report/schema.js';
import { fixture, Stage } from './program.js';
import { FIRST, second } from './reroll.js';

const stage = new Stage();
afterAll(() => stage.remove());

const written = (name: string, text: string): string => {
  const path = join(stage.folder, name);
  writeFileSync(path, text);
  return path;
};
const first = fixture('demo/removal.mbox');
const again = written('v2.mbox', second());
const both = written('both.mbox', FIRST + second());
const validate = published('diff');

const compared = async (...words: string[]): Promise<Comparison> => {
  const { code, stdout, stderr } = await stage.run(['diff', stage.kernel, ...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const result = JSON.parse(stdout);
  validate(result);
  expect(validate.errors).toBeNull();
  return result;
};

describe('diff', () => {
  it('says what became of patches, tags, objections and edges', async () => {
    const result = await compared(first, again);
    expect([result.before.revision, result.after.revision]).toEqual([1, 2]);
    expect(result.patches.map(({ change }) => change)).toEqual(['reworded', 'reworded', 'changed']);
    expect(result.patches[2]!.lines).toContain('-+\treturn file->flags & FILE_COHERENT;');
    // Folded into the patch it is the same tag; the cover letter's is told once.
    expect(result.patches.map(({ tags }) => tags)).toEqual(Array(3).fill({ gained: [], lost: [] }));
    expect(result.cover).toMatchObject({ gained: [], lost: [{ name: 'Acked-by' }] });
    expect(
      result.objections.map(({ state, reason, kind, by, before, after }) => [
        [state, reason, kind, by.split(' ')[0]],
        [before, after],
      ]),
    ).toEqual([
      [
        ['open', 'not-taken-back', 'nak', 'Viola'],
        [3, 3],
      ],
      [
        ['new', 'first-raised', 'question', 'Tomas'],
        [2, 2],
      ],
    ]);
    const counts = [result.edges!.before, result.edges!.after].map(({ states, end }) => [
      end.kind,
      states.map(({ label, edges }) => [label, edges.length]),
    ]);
    const states = [
      ['base', 5],
      ['1/3', 4],
      ['2/3', 3],
      ['3/3', 2],
    ];
    expect(counts).toEqual([
      ['whole', states],
      ['whole', states],
    ]);
    expect(result.edges!.left).toEqual({ onlyBefore: [], onlyAfter: [] });
  });

  it('is the same from one thread, from several files, and by the last two revisions', async () => {
    const expected = await compared(first, again);
    expect(await compared(both)).toEqual(expected);
    expect(await compared(both, '--revisions', '1,2')).toEqual(expected);
    expect(await compared(again, first, '--revisions', 'v1,v2')).toEqual(expected);
  });

  it('the edges are those that check says', async () => {
    const { edges } = await compared(first, again);
    for (const [side, path] of [
      [edges!.before, first],
      [edges!.after, again],
    ] as const) {
      const { stdout } = await stage.run(['check', stage.kernel, '--series', path, '--json']);
      expect(side.states).toEqual(JSON.parse(stdout).states);
    }
  });

  it('takes a NAK for answered when who gave it agrees', async () => {
    const result = await compared(first, written('content.mbox', second(true)));
    expect(result.objections.find(({ kind }) => kind === 'nak')).toMatchObject({
      state: 'answered',
      reason: 'taken-back',
    });
    expect(result.patches[2]!.tags.gained).toMatchObject([{ name: 'Reviewed-by' }]);
  });

  it('says which edges only one revision leaves, and what a dropped patch was', async () => {
    const without = second()
      .split(/^(?=From mboxrd)/m)
      .filter((mail) => !mail.includes('[PATCH v2 3/3]') && !mail.startsWith('b2', mail.indexOf('<') + 1))
      .join('')
      .replace(/\[PATCH v2 (\d)\/3\]/g, '[PATCH v2 $1/2]');
    const result = await compared(first, written('two.mbox', without));
    expect(result.patches.map(({ change }) => change)).toEqual(['reworded', 'reworded', 'removed']);
    expect(result.edges!.left!.onlyAfter.map(({ symbol }) => symbol)).toEqual(['vfio_file_coherent']);
    expect(result.objections.find(({ kind }) => kind === 'nak')).toMatchObject({
      state: 'answered',
      reason: 'patch-removed',
      after: null,
    });
  });

  it('goes on where a revision does not apply, and says where', async () => {
    const path = written(
      'stale.mbox',
      second().replace('-EXPORT_SYMBOL_GPL(kvm_guest_get_live);', '-EXPORT_SYMBOL(kvm_gone);'),
    );
    const result = await compared(first, path);
    expect(result.edges!.after).toMatchObject({ end: { kind: 'refused', label: '2/3' } });
    expect(result.edges!.after.states.map(({ label }) => label)).toEqual(['base', '1/3']);
    expect(result.edges!.left).toBeNull();
    const { stdout } = await stage.run(['diff', stage.kernel, first, path]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /v2: no edges from 2\/3 on: 2\/3 does not apply to [0-9a-f]{12}: virt\/kvm/,
    );
    expect(stdout).toMatch(/2\/3 +- EXPORT_SYMBOL_GPL +- EXPORT_SYMBOL kvm_gone in/);
  });

  it('goes on where a patch is missing', async () => {
    const path = written(
      'hole.mbox',
      second()
        .split(/^(?=From mboxrd)/m)
        .filter((mail) => !mail.includes('[PATCH v2 2/3]'))
        .join(''),
    );
    const { code, stdout, stderr } = await stage.run(['diff', stage.kernel, first, path]);
    expect([code, stderr]).toEqual([0, 'error: patch 2/3 is missing\n']);
    expect(stdout).toContain('v2: no edges: patch 2/3 is missing');
    expect(stdout).toMatch(/^< 2\/3 - /m);
  });

  it('--no-edges needs no kernel', async () => {
    stage.git('init', '-q', '--bare', join(stage.folder, 'plain.git'));
    const plain = join(stage.folder, 'plain.git');
    const { code, stdout } = await stage.run(['diff', plain, first, again, '--no-edges', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.edges).toBeNull();
    expect(result.patches.map(({ change }: { change: string }) => change)).toEqual([
      'reworded',
      'reworded',
      'changed',
    ]);
    expect((await stage.run(['diff', plain, first, again])).code).toBe(2);
  });

  it('shows it within 80 columns, without colour, and leaves nothing behind', async () => {
    const before = stage.git('status', '--porcelain', '--untracked-files=all');
    const { stdout } = await stage.run(['diff', stage.kernel, first, again, '--no-patch']);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('FILE_COHERENT');
    expect(stdout).toMatch(/1\/3 +4 edges +4 edges/);
    expect(stage.git('status', '--porcelain', '--untracked-files=all')).toBe(before);
    expect(stage.leftovers()).toEqual([]);
  });

  it('--quiet prints the summary only', async () => {
    const { stdout } = await stage.run(['diff', stage.kernel, both, '--quiet']);
    expect(stdout.replace(/\s+/g, ' ')).toBe(
      'patches: 2 reworded, 1 changed; tags: 0 gained, 1 lost; objections: 0 answered, 1 open, 1 new; edges left: 2, then 2 ',
    );
  });

  it.each(DIFF_REPORTS.map(({ name }) => name))('--format %s tells of each patch', async (name) => {
    const { code, stdout } = await stage.run(['diff', stage.kernel, both, '--format', name]);
    expect(code).toBe(0);
    const plain = stdout.replaceAll('\\', '').replace(/\s+/g, ' ');
    expect(plain).toContain('KVM: read coherence from the file');
    expect(plain).toContain('vfio_file_coherent');
  });

  it('--html writes the page', async () => {
    const path = join(stage.folder, 'diff.html');
    await stage.run(['diff', stage.kernel, both, '--html', path]);
    expect(readFileSync(path, 'utf8')).toContain("default-src 'none'");
  });

  it.each<[string, readonly string[], RegExp]>([
    ['one revision only', [first], /one revision only, v1/],
    ['a revision that is not there', [both, '--revisions', '1,7'], /no revision v7/],
    ['three series', [first, again, both], /two revisions are compared, 3 series/],
    ['no pair', [both, '--revisions', '1'], /Give two numbers/],
    ['no such base', [both, '--base', 'nowhere'], /nowhere/],
    ['a format that there is not', [both, '--format', 'sarif'], /Allowed choices/],
  ])('%s: exit 2', async (_, words, message) => {
    const { code, stderr } = await stage.run(['diff', stage.kernel, ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
