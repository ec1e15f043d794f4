// A folder of mails as `git format-patch` (git-format-patch(1)) and mail programs write them, in order of name.
import { join } from 'node:path';
import { UserError } from '../../base/error.js';
import type { MailInput } from '../../base/mail-input.js';
import { byCodeUnit } from '../../base/order.js';
import { peekFile } from '../byte-stream.js';
import type { PlaceForm } from '../form.js';
import { MAX_MAILS } from './maildir.js';

const MAIL_FILE = /\.(?:patch|eml|mbox|mbx)(?:\.gz)?$/i;

export const patchFolder: PlaceForm = {
  name: 'folder of patches',
  recognises: ({ kind }) => kind === 'folder',
  open: async (given, _options, readContent, context) => {
    if (given.kind !== 'folder') return [];
    const names = [...given.entries].filter((name) => MAIL_FILE.test(name)).sort(byCodeUnit);
    if (names.length > MAX_MAILS) {
      throw new UserError('input', `${given.spec}: more than ${MAX_MAILS} mails`, {
        hint: 'Give a folder with the patches of one series.',
      });
    }
    const inputs: MailInput[] = [];
    for (const name of names) {
      try {
        const content = await peekFile(join(given.spec, name), join(given.path, name));
        inputs.push(...(await readContent(content, context)));
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'input') throw error;
        context.report({
          severity: 'warning',
          code: 'source-file-skipped',
          message: error.message,
          path: join(given.spec, name),
        });
      }
    }
    if (inputs.length === 0) {
      throw new UserError('input', `${given.spec}: no mail in this folder`, {
        hint: 'Give a Maildir (with cur/ and new/), or a folder of .patch, .eml or .mbox files.',
      });
    }
    return inputs;
  },
};
