import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from './program.js';

const ofScript = (expression: string, ...flags: string[]): string => {
  const code = `import { programOf, readScript } from './bin/program.js';
    const script = readScript();
    console.log(${expression});`;
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return stdout.trim() + stderr.trim();
};

describe('the built program', () => {
  it('starts from what V8 compiled when it was built', () => {
    expect(ofScript('script.cachedDataRejected')).toBe('false');
  });

  it('starts all the same under flags for which nothing was compiled', () => {
    expect(ofScript('script.cachedDataRejected', '--max-old-space-size=2000')).toBe('true');
    expect(ofScript('typeof programOf(script).main', '--max-old-space-size=2000')).toBe('function');
  });
});
