import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command/index.js';
import { root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

describe('the registry of commands', () => {
  const files = readdirSync(join(root, 'src/cli/command')).filter(
    (name) => !['index.ts', 'command.ts'].includes(name),
  );
  it.each(files)('lists %s', (file) => {
    expect(COMMANDS.map((one) => `${one.name}.ts`)).toContain(file);
  });
});

describe('--help', () => {
  it.each(['', ...COMMANDS.map((one) => one.name)])(
    'of "%s" names the exit codes and fits 80 columns',
    async (name) => {
      const { code, stdout } = await stage.run(name === '' ? ['--help'] : [name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('3  the series does not apply');
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it('names every command', async () => {
    const { stdout } = await stage.run(['--help']);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command.name} `);
  });

  it('of check names every option that docs/check.md explains', async () => {
    const { stdout } = await stage.run(['check', '--help']);
    const page = readFileSync(join(root, 'docs/check.md'), 'utf8');
    const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map((found) => found[1]!);
    expect(options.length).toBeGreaterThan(10);
    for (const option of options) expect(page).toContain(option);
  });
});

it('--version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect((await stage.run(['--version'])).stdout).toBe(`${version}\n`);
});
