// Personal defaults come from the user's configuration of git, and never from the tree under test.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const opening = fixture('demo/opening.mbox');
const personal = (text: string): void => writeFileSync(join(stage.folder, '.gitconfig'), text);
const check = (words: readonly string[], env: Record<string, string> = {}) =>
  stage.run(['check', stage.kernel, opening, '--json', ...words], { env });
const between = async (words: readonly string[], env: Record<string, string> = {}) => {
  const { stdout, stderr } = await check(words, env);
  return stdout === '' ? stderr : JSON.parse(stdout).between;
};

describe('a personal default', () => {
  it.each<[string, string, readonly string[], unknown]>([
    ['is taken', '[kvm-vfio-series]\nbetween = vfio,kvm\n', [], ['vfio', 'kvm']],
    [
      'gives way to the option',
      '[kvm-vfio-series]\nbetween = vfio,kvm\n',
      ['--between', 'kvm,vfio'],
      ['kvm', 'vfio'],
    ],
    [
      'gives way to one direction',
      '[kvm-vfio-series]\nbetween = vfio,kvm\n',
      ['--from', 'kvm', '--to', 'vfio'],
      ['kvm', 'vfio'],
    ],
    ['of another section is none', '[other]\nbetween = vfio,kvm\n', [], ['kvm', 'vfio']],
    [
      'that is wrong is named',
      '[kvm-vfio-series]\nbetween = vfio\n',
      [],
      expect.stringMatching(/kvm-vfio-series\.between: Give two names/),
    ],
    [
      'of a file that is not there is named',
      '[kvm-vfio-series]\nconfig = ~/absent\n',
      [],
      expect.stringMatching(/absent: cannot be read/),
    ],
    [
      'of an architecture is taken',
      '[kvm-vfio-series]\narch = nowhere\n',
      [],
      expect.stringMatching(/nowhere/),
    ],
  ])('%s', async (_, text, words, expected) => {
    personal(text);
    expect(await between(words)).toEqual(expected);
    personal('');
  });

  it('never comes from the repository', async () => {
    stage.git('config', 'kvm-vfio-series.between', 'vfio,kvm');
    stage.git('config', 'kvm-vfio-series.config', '/absent');
    stage.git('config', 'kvm-vfio-series.lore', 'http://127.0.0.1:1/');
    personal(`[includeIf "gitdir:${stage.kernel}/"]\npath = ${join(stage.kernel, '.git/config')}\n`);
    expect(await between([])).toEqual(['kvm', 'vfio']);
    const inside = await stage.run(['check', '.', opening, '--json'], { folder: stage.kernel });
    expect(JSON.parse(inside.stdout).between).toEqual(['kvm', 'vfio']);
    personal('');
  });

  it('says where mail is fetched, unless the environment does', async () => {
    personal('[kvm-vfio-series]\nlore = /absent/mine\n');
    const words = ['check', stage.kernel, 'absent@example.org', '--offline'];
    const show = (env: Record<string, string>) => stage.run(words, { env });
    expect((await show({})).stderr).toContain('/absent/mine: no such file');
    expect((await show({ KVM_VFIO_SERIES_LORE: 'http://127.0.0.1:2/' })).stderr).not.toContain('mine');
    personal('');
  });

  it('does not change the rules of a tree', async () => {
    personal('[kvm-vfio-series]\nbetween = nothing,nowhere\n');
    const { code, stderr } = await stage.run(['baseline', 'check', stage.kernel]);
    expect(stderr).not.toContain('nothing');
    expect(code).not.toBe(70);
    personal('');
  });
});
