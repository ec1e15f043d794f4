import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORTS } from '../../src/report/index.js';
import { fixture, Stage } from './program.js';

const stage = new Stage();
const kept = join(stage.folder, 'kept.json');
beforeAll(async () => {
  await stage.run([
    'check',
    stage.kernel,
    '--series',
    fixture('demo/removal.mbox'),
    '--save',
    kept,
    '--quiet',
  ]);
});
afterAll(() => stage.remove());

describe('report', () => {
  it.each(REPORTS.map((one) => one.name))('makes %s of a kept result', async (name) => {
    const { code, stdout, stderr } = await stage.run(['report', kept, '--format', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.length).toBeGreaterThan(50);
  });

  it.each(['terminal', 'sarif'])('says as %s what check says', async (name) => {
    const series = fixture('demo/removal.mbox');
    const direct = await stage.run(['check', stage.kernel, '--series', series, '--format', name]);
    const later = await stage.run(['report', kept, '--format', name]);
    expect(later.stdout).toBe(direct.stdout);
    expect([direct.code, later.code]).toEqual([0, 0]);
  });

  it('writes a page besides', async () => {
    const file = join(stage.folder, 'page.html');
    const { stdout } = await stage.run(['report', kept, '--html', file, '--quiet']);
    expect(stdout).toBe('ok: kvm -> vfio: 3 -> 2; vfio -> kvm: 2 -> 0\n');
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('draws one state', async () => {
    const { stdout } = await stage.run(['report', kept, '--format', 'dot', '--state', '1/3']);
    expect(stdout).toContain('- kvm_guest_put');
  });

  it('has the code around each reference', async () => {
    const { stdout } = await stage.run(['report', kept, '--format', 'sarif']);
    expect(stdout).toContain('"text": "  bind = symbol_get(vfio_file_bind_kvm);"');
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['a locale that is not UTF-8', { LANG: 'C' }, true],
    ['a UTF-8 locale', { LANG: 'en_GB.UTF-8' }, false],
    ['LC_ALL over LANG', { LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, true],
  ])('draws for %s', async (_, env, ascii) => {
    const { stdout } = await stage.run(['report', kept], { env });
    expect(/^[\n -~]*$/.test(stdout)).toBe(ascii);
  });

  const file = (name: string, text: string): string => {
    const path = join(stage.folder, name);
    writeFileSync(path, text);
    return path;
  };

  it.each<[string, () => readonly string[], number, RegExp]>([
    ['no such file', () => ['report', 'none.json'], 2, /none\.json: cannot be read/],
    [
      'no JSON',
      () => ['report', file('a.json', 'hello')],
      2,
      /a\.json: not a result of check: it is not JSON/,
    ],
    ['another document', () => ['report', file('b.json', '{}')], 2, /b\.json: not a result of check/],
    ['a later version', () => ['report', file('c.json', '{"schemaVersion":2}')], 2, /schemaVersion is 2/],
    [
      'a spoilt document',
      () => ['report', file('d.json', readFileSync(kept, 'utf8').replace('"kind": "dynamic"', '"kind": 7'))],
      2,
      /\/states\/0\/edges\/0\/kind/,
    ],
    ['an unknown format', () => ['report', kept, '--format', 'pdf'], 2, /pdf/],
    [
      'an unknown state',
      () => ['report', kept, '--format', 'svg', '--state', '9/9'],
      2,
      /base, 1\/3, 2\/3, 3\/3/,
    ],
    ['two formats', () => ['report', kept, '--format', 'svg', '--json'], 2, /cannot be used with/],
    [
      'a place that cannot be written',
      () => ['report', kept, '--html', 'no/such/folder/page.html'],
      4,
      /cannot be written/,
    ],
  ])('%s', async (_, words, code, message) => {
    const ended = await stage.run(words());
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
    expect(existsSync(join(stage.folder, 'no'))).toBe(false);
  });
});
