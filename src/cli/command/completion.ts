// `completion`: the script that teaches a shell the words of this program, made from the definitions of all commands.
import { Argument, type Command as Commander } from 'commander';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { type CompletionCommand, completionModel } from '../completion/model.js';
import { zshCompletion } from '../completion/zsh.js';
import { EXIT } from '../exit.js';
import type { Command } from './command.js';

const SHELLS: { readonly [shell: string]: (program: CompletionCommand) => string } = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

const programOf = (command: Commander): Commander =>
  command.parent === null ? command : programOf(command.parent);

export const completion: Command = {
  name: 'completion',
  declare: (command, start) => {
    command
      .description('print a completion script for a shell')
      .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
      .addHelpText(
        'after',
        `
Put one of these where your shell starts:
  bash   source <(kvm-vfio-series completion bash)
  zsh    source <(kvm-vfio-series completion zsh)      (after compinit)
  fish   kvm-vfio-series completion fish | source`,
      )
      .action((shell: string) =>
        start(async (session) => {
          const script = SHELLS[shell];
          if (script === undefined) throw new Error(`no script for ${shell}`);
          await session.print(script(completionModel(programOf(command))));
          return EXIT.ok;
        }),
      );
  },
};
