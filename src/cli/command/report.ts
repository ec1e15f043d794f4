// `report`: a result that `check --save` kept, shown in any form.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readResult, UserError } from '../../index.js';
import { EXIT } from '../exit.js';
import { declareOutput, type OutputOptions, putOut } from '../output.js';
import type { Session } from '../session.js';
import type { Command } from './command.js';

const run = async (path: string, options: OutputOptions, session: Session): Promise<number> => {
  const text = await readFile(resolve(session.io.folder, path), 'utf8').catch(
    (cause: NodeJS.ErrnoException) => {
      throw new UserError('input', `${path}: cannot be read (${cause.code ?? cause.message})`, {
        hint: 'give a file that check --save has written',
        cause,
      });
    },
  );
  await putOut(readResult(text, path), options, session);
  return EXIT.ok;
};

export const report: Command = {
  name: 'report',
  declare: (command, start) => {
    declareOutput(
      command
        .description('show a result that check --save kept; exit with 0 whatever its verdict')
        .argument('<file>', 'what check --save has written'),
    ).action((path: string, options: OutputOptions) => start((session) => run(path, options, session)));
  },
};
