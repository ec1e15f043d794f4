import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from './program.js';

/** The priorities of a new program's threads, the first one's first, after `letHelpersWait`. */
const priorities = (cores: number, running: number): readonly number[] => {
  const code = `import { readdirSync } from 'node:fs';
    import { getPriority } from 'node:os';
    import { letHelpersWait } from './bin/priority.js';
    letHelpersWait(${cores}, () => ${running});
    const threads = readdirSync('/proc/self/task').map(Number).sort((a, b) => (b === process.pid) - (a === process.pid));
    console.log(JSON.stringify(threads.map((thread) => getPriority(thread))));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(run.stdout);
};

it.runIf(process.platform === 'linux').each([
  ['fewer cores than helpers', 2, 1, true],
  ['cores that others want', 2, 3, false],
  ['cores for all', 8, 1, false],
])('lets the helpers of V8 wait: %s', (_, cores, running, waits) => {
  const [first = 0, ...others] = priorities(cores, running);
  expect(others.length).toBeGreaterThan(0);
  expect(others.every((priority) => priority === first)).toBe(!waits);
  expect(others.every((priority) => priority === Math.min(19, first + 10) || !waits)).toBe(true);
});
