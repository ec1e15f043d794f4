// The package that `npm pack` makes: small, complete, and able to run and to be imported.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './program.js';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package', () => {
  let folder = '';
  let packed: Packed;
  const inPackage = (...words: string[]): string =>
    execFileSync('node', words, { cwd: join(folder, 'package'), encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kvs-package-'));
    // Without scripts: dist is built (test/build-once.ts), and other tests are using it.
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const list = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' })) as [Packed];
    [packed] = list;
    execFileSync('tar', ['xzf', packed.filename], { cwd: folder });
    symlinkSync(join(root, 'node_modules'), join(folder, 'package/node_modules'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has under 400 files and 1 MB', () => {
    expect(packed.files.length).toBeLessThan(400);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  it.each(['LICENSE', 'CHANGELOG.md', 'README.md', 'man/kvm-vfio-series.1', 'dist/program.LICENSES.txt'])(
    'contains %s',
    (path) => {
      expect(packed.files.map((file) => file.path)).toContain(path);
    },
  );

  it('runs', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(inPackage('bin/kvm-vfio-series.js', '--version').trim()).toBe(version);
    expect(inPackage('bin/kvm-vfio-series.js', 'demo')).toContain('vfio -> kvm');
  });

  it('can be imported, by the names that its types declare', () => {
    const names = JSON.parse(
      inPackage(
        '--input-type=module',
        '-e',
        "console.log(JSON.stringify(Object.keys(await import('kvm-vfio-series'))))",
      ),
    ) as string[];
    const types = readFileSync(join(folder, 'package/dist/library.d.ts'), 'utf8');
    for (const name of names) expect(types).toContain(name);
    expect(names).toContain('checkSeries');
  });
});
