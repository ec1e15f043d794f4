// Git fails at each of its calls in turn: the answer is that of a run without faults, or a refusal with a documented exit code.
import { afterAll, describe, expect, it } from 'vitest';
import { Stage } from '../cli/program.js';
import { DOCUMENTED, FaultyGit, filesOf, type GitFault, inTurns, READERS, WRITERS } from './commands.js';

const FAULTS: readonly GitFault[] = [
  'fails',
  'prints garbage',
  'prints nothing',
  'is killed',
  'is cut',
  'hangs',
];

describe('a git that has a fault at one call', () => {
  const stage = new Stage();
  const git = new FaultyGit(stage);
  afterAll(() => stage.remove());

  it.each(Object.entries(READERS))('%s gives the right answer or refuses', async (_, wordsOf) => {
    const words = wordsOf(stage);
    const whole = await git.run(stage, words, 0);
    expect(whole.stderr).not.toContain('this is a bug');
    const before = filesOf(stage.kernel);
    const tries = FAULTS.flatMap((fault) =>
      Array.from({ length: whole.calls }, (__, at) => ({ fault, at: at + 1 })),
    );
    const wrong: string[] = [];
    await inTurns(
      tries.map(({ fault, at }) => async () => {
        const { code, stdout, stderr } = await git.run(stage, words, at, fault);
        const isAnswer = code === whole.code && stdout === whole.stdout;
        const isRefusal = code !== null && code >= 2 && DOCUMENTED.includes(code) && stderr !== '';
        if (!isAnswer && !isRefusal) wrong.push(`call ${at} ${fault}: exit ${code}: ${stderr.slice(0, 200)}`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(filesOf(stage.kernel)).toEqual(before);
    expect(stage.leftovers()).toEqual([]);
  });
});

describe('a git that has a fault while the program writes', () => {
  it.each(Object.entries(WRITERS))('%s writes all or nothing', async (name, wordsOf) => {
    const stage = new Stage();
    const git = new FaultyGit(stage);
    try {
      const words = wordsOf(stage);
      const state = (): string => {
        const refs = stage.git('for-each-ref', '--format=%(refname) %(tree)');
        const files = [...filesOf(stage.kernel)].filter(
          ([path]) => !/\.git\/(?:objects|logs|refs)\//.test(path),
        );
        return JSON.stringify([refs, files]);
      };
      const undo = (): void => {
        stage.git('update-ref', '-d', 'refs/heads/new');
        stage.git('clean', '-qfd');
        stage.git('config', '--local', '--list');
      };
      const before = state();
      const { calls } = await git.run(stage, words, 0);
      const after = state();
      expect(after).not.toBe(before);
      const wrong: string[] = [];
      for (const fault of FAULTS) {
        for (let at = 1; at <= calls; at += 1) {
          await git.run(
            stage,
            name === 'hook install' ? ['hook', 'uninstall', stage.kernel] : ['--version'],
            0,
          );
          undo();
          const start = state();
          const { code, stderr } = await git.run(stage, words, at, fault);
          const end = state();
          const isWhole = code === 0 && end === after;
          const isNothing = code !== 0 && DOCUMENTED.includes(code) && end === start && stderr !== '';
          if (!isWhole && !isNothing)
            wrong.push(`call ${at} ${fault}: exit ${code}: ${stderr.slice(0, 200)}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(stage.git('fsck', '--strict', '--no-dangling')).toBe('');
      expect(stage.leftovers()).toEqual([]);
    } finally {
      stage.remove();
    }
  });
});
