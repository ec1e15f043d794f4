import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the example of docs/library.md', () => {
  it('works as it stands there', () => {
    const [, example = ''] = /```js\n(.*?)```/s.exec(read('docs/library.md')) ?? [];
    // The package's own name resolves to it from inside its own folder.
    const file = join(root, 'test/artefacts/example.mjs');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, example);
    const output = execFileSync(process.execPath, [file, stage.kernel, fixture('demo/removal.mbox')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], TMPDIR: stage.temporary },
    });
    expect(output).toContain(
      'KVM, vfio: hold a guest without looking up symbols: v1, 3 patches\n5 edges at HEAD\nfalse [ 5, 4, 3, 2 ]\n',
    );
    expect(output).toContain('kvm-vfio-series: ok: kvm -> vfio: 3 -> 2; vfio -> kvm: 2 -> 0');
    expect(stage.leftovers()).toEqual([]);
  });
});

describe('the documents', () => {
  it('docs/reference.md is what the definitions say', async () => {
    const { referenceText } = await import(join(root, 'script/reference-text.mjs'));
    expect(await referenceText()).toBe(read('docs/reference.md'));
  });

  it('the manual page is what the definitions say', async () => {
    const { manText } = await import(join(root, 'script/man-text.mjs'));
    expect(await manText()).toBe(read('man/kvm-vfio-series.1'));
  });

  const page = join(root, 'man/kvm-vfio-series.1');
  const CHECKERS: readonly (readonly [command: string, args: readonly string[], complaints: RegExp])[] = [
    // The page has no date, so that it is the same whenever it is made.
    ['mandoc', ['-Tlint', page], /^(?!.*missing date).*(WARNING|ERROR|UNSUPP).*$/m],
    ['groff', ['-man', '-Tutf8', '-ww', '-z', page], /./],
  ];
  for (const [command, args, complaints] of CHECKERS) {
    const isThere = spawnSync(command, ['-V']).error === undefined;
    it.skipIf(!isThere)(`${command} takes the manual page (skipped where it is not installed)`, () => {
      const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      expect(`${stdout}${stderr}`).not.toMatch(complaints);
    });
  }

  it.each(documents)('%s links to what exists', (path) => {
    for (const [, target = ''] of read(path).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      if (!/^https?:/.test(target)) expect(existsSync(join(root, dirname(path), target))).toBe(true);
    }
  });
});
