// Faults of the machine are no bugs: one line and exit code 4.

import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reportError } from '../../src/cli/exit.js';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const opening = fixture('demo/opening.mbox');

describe('a fault of the machine', () => {
  it('is said of a TMPDIR that is not there', async () => {
    const { code, stdout, stderr } = await stage.run(['check', stage.kernel, opening], {
      env: { TMPDIR: join(stage.folder, 'absent') },
    });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^kvm-vfio-series: \S+absent: no temporary folder can be made there \(ENOENT\)\n/);
  });

  it.skipIf(!existsSync('/dev/full')).each([
    ['check', ['check', stage.kernel, opening]],
    ['triage', ['triage', stage.kernel, opening, '--no-edges', '--json']],
    ['--help', ['--help']],
    ['completion', ['completion', 'bash']],
  ])('is said of a full disk below the output of %s', (_, words) => {
    const ended = spawnSync(process.execPath, [join(root, 'bin/kvm-vfio-series.js'), ...words], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      env: { PATH: process.env['PATH'], HOME: stage.folder, TMPDIR: stage.temporary },
      encoding: 'utf8',
    });
    expect({ code: ended.status, stderr: ended.stderr }).toEqual({
      code: 4,
      stderr: 'kvm-vfio-series: the output cannot be written (ENOSPC)\n',
    });
  });

  it.each([
    ['ENOSPC', 4, /^kvm-vfio-series: it broke\n {2}free some space/],
    ['EMFILE', 4, /ulimit -n/],
    ['ENOTDIR', 70, /this is a bug .* https:\/\/\S+\/issues\n/],
  ])('%s ends with %i', (code, exit, message) => {
    let told = '';
    const error = Object.assign(new Error('it broke'), { code });
    expect(reportError(error, (text) => (told += text))).toBe(exit);
    expect(told).toMatch(message);
  });
});
