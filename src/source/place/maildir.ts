// A Maildir (maildir(5), https://cr.yp.to/proto/maildir.html): one mail a file in `new` and `cur`.
import { join } from 'node:path';
import { UserError } from '../../base/error.js';
import { fileError } from '../../base/file-error.js';
import { byCodeUnit } from '../../base/order.js';
import { readFileBytes } from '../byte-stream.js';
import type { PlaceForm } from '../form.js';
import { entriesOf } from '../given.js';

/** A mail folder of a whole list; a thread never has this many. Bounds what is held for one input. */
export const MAX_MAILS = 100_000;

/** `cur` first, then `new`: the names begin with the time of delivery, which sorts them within each. */
const FOLDERS = ['cur', 'new'] as const;

export const maildir: PlaceForm = {
  name: 'Maildir',
  // Programs that copy or archive folders leave out empty ones: `new` may be gone.
  recognises: (given) => given.kind === 'folder' && given.entries.has('cur/'),
  open: async (given, _options, _readContent, context) => {
    if (given.kind !== 'folder') return [];
    const names: string[] = [];
    for (const folder of FOLDERS) {
      if (!given.entries.has(`${folder}/`)) continue;
      let entries: ReadonlySet<string>;
      try {
        entries = await entriesOf(join(given.path, folder));
      } catch (error) {
        throw fileError(join(given.spec, folder), error);
      }
      names.push(...[...entries].sort(byCodeUnit).map((entry) => join(folder, entry)));
    }
    const mails = names.filter((name) => !/(?:^|\/)\./.test(name) && !/[/@]$/.test(name));
    for (const link of names.filter((name) => name.endsWith('@'))) {
      context.report({
        severity: 'note',
        code: 'source-link-skipped',
        message: 'a symbolic link or device in a Maildir is not read',
        path: join(given.spec, link.slice(0, -1)),
      });
    }
    if (mails.length === 0) {
      throw new UserError('input', `${given.spec}: no mail in this Maildir`, {
        hint: 'Give the folder that the thread was saved in.',
      });
    }
    if (mails.length > MAX_MAILS) {
      throw new UserError('input', `${given.spec}: more than ${MAX_MAILS} mails`, {
        hint: 'Save the thread to a Maildir or mbox of its own and give that.',
      });
    }
    return mails.map((name) => ({
      name: join(given.spec, name),
      form: 'mail',
      fidelity: 'exact',
      bytes: readFileBytes(join(given.spec, name), join(given.path, name)),
    }));
  },
};
