import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

describe('demo', () => {
  it('shows what it was made to show, and leaves nothing', async () => {
    const { code, stdout, stderr } = await stage.run(['demo']);
    expect(stderr).toBe('');
    expect(stdout).toContain('ok: kvm -> vfio: 3 -> 2; vfio -> kvm: 2 -> 0');
    expect(stdout).toContain('kvm -> vfio vfio_file_coherent (dynamic)');
    expect(stdout).toContain('Nacked-by: Viola Strand');
    expect(code).toBe(0);
    expect(stage.leftovers()).toEqual([]);
  });
});

describe('the threads of the demo', () => {
  it.each(['removal.mbox', 'opening.mbox'])(
    '%s is what script/make-demo.mjs makes of the small kernel',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'demo-'));
      try {
        execFileSync(process.execPath, [join(root, 'script/make-demo.mjs'), folder]);
        expect(readFileSync(join(folder, name), 'utf8')).toBe(readFileSync(fixture(`demo/${name}`), 'utf8'));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
