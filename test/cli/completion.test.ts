// The completions, asked of the real shells; zsh and fish where they are installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS as ALL } from '../../src/cli/command/index.js';
import { type CompletionCommand, completionModel, everyCommand } from '../../src/cli/completion/model.js';
import { processIo } from '../../src/cli/io.js';
import { declareProgram } from '../../src/cli/main.js';
import { REPORTS } from '../../src/index.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const folder = join(stage.folder, 'here');
const script = (shell: string): string => join(stage.folder, `completion.${shell}`);
const program = completionModel(declareProgram(processIo(), () => {}, ALL));

beforeAll(async () => {
  for (const path of ['some tree', 'series']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'some.mbox'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await stage.run(['completion', shell]);
    expect(code).toBe(0);
    writeFileSync(script(shell), stdout);
  }
});

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 50_000,
    env: { PATH: process.env['PATH'], HOME: stage.folder, TERM: 'xterm', LC_ALL: 'C.UTF-8' },
  });

/** What bash offers for each line, the last word of each being where the cursor is. */
const askBash = (lines: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const ask = lines.map(
    (words) =>
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_kvm_vfio_series; printf '%s\\n' "\${COMPREPLY[@]}" --end`,
  );
  const file = join(stage.folder, 'ask.bash');
  writeFileSync(file, `source '${script('bash')}'\n${ask.join('\n')}\n`);
  return run('bash', ['--norc', file])
    .split('--end\n')
    .slice(0, -1)
    .map((text) => text.split('\n').filter((one) => one !== ''));
};

/** A shell in a terminal of its own, in which a line is typed and the tabulator pressed; what is offered is printed. */
const ZSH_SETUP = `PS1=; unsetopt prompt_cr prompt_sp beep
autoload -Uz compinit; compinit -u -D
source "$SCRIPT"
compadd() {
  case " $* " in (*' -O '*|*' -A '*|*' -D '*) builtin compadd "$@"; return ;; esac
  local -a offered
  builtin compadd -O offered "$@"
  print -rl -- "OFFERED:"$^offered
  builtin compadd "$@"
}
offered-all() { print -r -- OFFERED-ALL }
comppostfuncs=(offered-all)
print READY
`;
const ZSH_DRIVER = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "SCRIPT='$1'; source '$2'"
zpty -r -m shell out '*READY*'
zpty -n -w shell "$3"$'\\t'
zpty -r -m shell out '*OFFERED-ALL*'
print -r -- "$out"
zpty -d shell
`;

const askZsh = (line: string): readonly string[] => {
  const [setup, driver] = [join(stage.folder, 'setup.zsh'), join(stage.folder, 'driver.zsh')];
  writeFileSync(setup, ZSH_SETUP);
  writeFileSync(driver, ZSH_DRIVER);
  const output = run('zsh', ['-f', driver, script('zsh'), setup, line]);
  return [...output.replaceAll('\r', '').matchAll(/OFFERED:(.+)/g)].map(([, word]) => word!);
};

const askFish = (line: string): readonly string[] =>
  run('fish', ['--no-config', '-c', `source '${script('fish')}'; complete -C '${line}'`])
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => one.split('\t')[0]!);

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
const COMMANDS = program.commands.map(({ path }) => path[0]!);
const FORMATS = REPORTS.map(({ name }) => name);
const HOOK = ['install', 'uninstall', 'status', 'run'];

/** A line, and all that is offered; the last word is what is completed. */
const CASES: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['kvm-vfio-series ', COMMANDS],
  ['kvm-vfio-series chec', ['check']],
  ['kvm-vfio-series hook ', HOOK],
  ['kvm-vfio-series check --form', ['--format']],
  ['kvm-vfio-series check --format ', FORMATS],
  ['kvm-vfio-series check --format ju', ['junit']],
  ['kvm-vfio-series check --base hook --save x --form', ['--format']],
  ['kvm-vfio-series hook install --fail-on n', ['new', 'never']],
  ['kvm-vfio-series completion ', ['bash', 'zsh', 'fish']],
  ['kvm-vfio-series report some.', ['some.mbox']],
  ['kvm-vfio-series apply x some.', ['some.mbox']],
  ['kvm-vfio-series check --series some.', ['some.mbox']],
];

const sorted = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

describe('bash', () => {
  it.each(CASES)('%s', (line, offered) => {
    expect(sorted(askBash([line.split(' ')])[0]!)).toEqual(sorted(offered));
  });

  it('completes what readline cuts at =, folders where a tree is meant, and nothing where it knows nothing', () => {
    const NAME = 'kvm-vfio-series';
    expect(
      askBash([
        [NAME, 'check', '--format', '=', 'ju'],
        [NAME, 'check', '--format', '='],
        [NAME, 'check', '--format=ju'],
        [NAME, 'check', 'so'],
        [NAME, 'check', '--', '--form'],
        [NAME, 'check', '--between', ''],
        [NAME, 'completion', 'bash', ''],
        [NAME, 'nonsense', ''],
      ]),
    ).toEqual([['junit'], FORMATS, ['--format=junit'], ['some tree'], [], [], [], []]);
  });

  const commands = everyCommand(program);
  it('offers every option of every command, and the values of each that has a choice', () => {
    const flags = ({ path, options }: CompletionCommand) => ({
      words: ['kvm-vfio-series', ...path, '-'],
      wanted: options.flatMap((option) => option.flags),
    });
    const values = ({ path, options }: CompletionCommand) =>
      options.flatMap((option) =>
        option.value?.kind === 'choices'
          ? [{ words: ['kvm-vfio-series', ...path, option.flags.at(-1)!, ''], wanted: option.value.choices }]
          : [],
      );
    const asked = commands.flatMap((command) => [flags(command), ...values(command)]);
    expect(asked.length).toBeGreaterThan(20);
    expect(askBash(asked.map(({ words }) => words))).toEqual(asked.map(({ wanted }) => wanted));
  });
});

describe.skipIf(!has('zsh'))('zsh (skipped where it is not installed)', () => {
  it.each(CASES)('%s', (line, offered) => {
    expect(sorted(askZsh(line))).toEqual(sorted(offered));
  });

  it('completes folders where a tree is meant', () => {
    expect(sorted(askZsh('kvm-vfio-series check so'))).toEqual(['some\\ tree']);
  });
});

describe.skipIf(!has('fish'))('fish (skipped where it is not installed)', () => {
  it.each(CASES)('%s', (line, offered) => {
    expect(sorted(askFish(line))).toEqual(sorted(offered));
  });

  it('completes folders where a tree is meant', () => {
    expect(sorted(askFish('kvm-vfio-series edges so'))).toEqual(['some tree/']);
  });
});

it('says which shells there are', async () => {
  expect(await stage.run(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Allowed choices are bash, zsh, fish'),
  });
});
