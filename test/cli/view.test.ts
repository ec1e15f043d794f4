import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { progressOn } from '../../src/cli/progress.js';
import { viewOf } from '../../src/cli/view.js';

const ioWith = (
  env: Record<string, string>,
  columns: number | undefined,
): Io & { readonly stderr: PassThrough } => ({
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  env,
  folder: '/home/someone',
  outColumns: columns,
  errColumns: columns,
});

describe('the view', () => {
  it.each<[string, Record<string, string>, number | undefined, string | null]>([
    ['no terminal', { TERM_PROGRAM: 'WezTerm' }, undefined, null],
    ['a terminal that has links', { TERM_PROGRAM: 'WezTerm' }, 80, 'file:///home/someone/a%20tree/'],
    ['VTE that has links', { VTE_VERSION: '7000' }, 80, 'file:///home/someone/a%20tree/'],
    ['VTE from before links', { VTE_VERSION: '4800' }, 80, null],
    ['a terminal that nobody knows', { TERM: 'xterm' }, 80, null],
    ['CI', { TERM_PROGRAM: 'vscode', CI: '1' }, 80, null],
  ])('links: %s', (_, env, columns, links) => {
    expect(viewOf(ioWith(env, columns), { color: true }, 'a tree').links).toBe(links);
  });

  it.each<[number | undefined, number]>([
    [undefined, 80],
    [20, 40],
    [100, 100],
    [400, 120],
  ])('a terminal of %s columns is written with %i', (columns, expected) => {
    expect(viewOf(ioWith({}, columns), { color: true }).columns).toBe(expected);
  });

  it('has colour on a terminal only, and not on a dumb one', () => {
    expect(viewOf(ioWith({}, 80), { color: true }).colour).toBe(1);
    expect(viewOf(ioWith({ TERM: 'dumb' }, 80), { color: true }).colour).toBe(0);
    expect(viewOf(ioWith({}, undefined), { color: true }).colour).toBe(0);
  });
});

describe('the progress line', () => {
  it('is gone when it is done, and shows nothing that a terminal obeys', () => {
    const io = ioWith({}, 60);
    const progress = progressOn(io);
    progress.show('read \u001b[31mmail');
    progress.show('apply 1/3');
    progress.clear();
    progress.clear();
    expect(String(io.stderr.read())).toBe(
      '\r\u001b[Kread \\x1b[31mmail\r\u001b[K[#####...........] applying 1 of 3\r\u001b[K',
    );
  });

  it('is a line every ten seconds when there is no terminal', () => {
    for (const io of [ioWith({}, undefined), ioWith({ TERM: 'dumb' }, 80)]) {
      let now = 0;
      const progress = progressOn(io, () => now);
      for (const [at, step] of [
        [9_999, 'read mail'],
        [10_000, 'analyse 212/1208 units'],
        [19_999, 'analyse 300/1208 units'],
        [20_000, 'triage 2/20 \u001b[31mtitle 1/2'],
      ] as const) {
        now = at;
        progress.show(step);
      }
      progress.clear();
      expect(String(io.stderr.read())).toBe(
        'kvm-vfio-series: analysing 212 of 1,208 units\nkvm-vfio-series: triaging 2 of 20 \\x1b[31mtitle 1/2\n',
      );
    }
  });
});
