// A clone of a public-inbox on disk, with what is looked for in it: needs no server.
import { join, resolve } from 'node:path';
import type { Context } from '../../base/context.js';
import { UserError } from '../../base/error.js';
import { fileError } from '../../base/file-error.js';
import type { MailInput } from '../../base/mail-input.js';
import { epochFolders, mayBeClone } from '../clone/epoch-folder.js';
import { type FoundMail, findThread, type Wanted } from '../clone/find-thread.js';
import { recentThreads } from '../clone/recent-thread.js';
import type { InboxEpoch } from '../clone/repository.js';
import type { PlaceForm } from '../form.js';
import { entriesOf } from '../given.js';
import { parseAddress } from '../lore/address.js';
import { DEFAULT_LORE } from '../lore/option.js';

export const inboxClone: PlaceForm = {
  name: 'clone of a public-inbox',
  recognises: (given, { clone }) =>
    given.kind === 'folder'
      ? mayBeClone(given.entries) && !(given.entries.has('cur/') && given.entries.has('new/'))
      : given.kind === 'elsewhere' && clone?.folder !== undefined,
  open: async (given, { clone, workingFolder }, _readContent, context) => {
    const shown = given.kind === 'folder' ? given.spec : (clone?.folder ?? '');
    const path = given.kind === 'folder' ? given.path : resolve(workingFolder, shown);
    const folders = await foldersOf(shown, path);
    const find = given.kind === 'folder' ? clone?.find : given.spec;
    if (clone === undefined) {
      throw new UserError('usage', `${shown}: clones of an inbox cannot be read here`, {
        hint: 'Give a file.',
      });
    }
    if (find === undefined && clone.recent !== undefined) {
      context.progress(`read ${shown}`);
      return inputsOf(
        shown,
        await recentThreads(folders.map(clone.openEpoch), clone.recent, context),
        context,
      );
    }
    if (find === undefined || find.trim() === '') {
      throw new UserError('usage', `${shown}: a clone of an inbox, but nothing to look for in it`, {
        hint: 'Give a message-id or a subject as well.',
      });
    }
    context.progress(`look for ${find} in ${shown}`);
    const found = await findThread(folders.map(clone.openEpoch), wantedBy(find), context);
    if (found === undefined) {
      throw new UserError('input', `${find}: not in ${shown}`, {
        hint: 'Check the message-id or subject, or update the clone with "git fetch".',
      });
    }
    if (found.matches > 1) {
      context.report({
        severity: 'note',
        code: 'source-several-threads',
        message: `${found.matches} threads have "${find}" in their subject; the newest is taken`,
        path: shown,
      });
    }
    return inputsOf(shown, found.mails, context);
  },
};

const inputsOf = (shown: string, mails: readonly FoundMail[], context: Context): readonly MailInput[] =>
  mails.map(({ messageId, blob, epoch }) => ({
    name: `${shown} (${messageId})`,
    form: 'mail',
    fidelity: 'exact',
    bytes: readLater(epoch, blob, context),
  }));

async function* readLater(epoch: InboxEpoch, blob: string, context: Context): AsyncGenerator<Uint8Array> {
  yield await epoch.read(blob, context);
}

const foldersOf = async (shown: string, path: string): Promise<readonly string[]> => {
  let folders: readonly string[];
  try {
    folders = await epochFolders(path, await entriesOf(path));
  } catch (error) {
    throw fileError(shown, error);
  }
  if (folders.length > 0) return folders;
  throw new UserError('input', `${shown}: no clone of a public-inbox`, {
    hint: `Give the folder that holds ${join('git', '0.git')}, or a bare repository made by "git clone --mirror".`,
  });
};

const wantedBy = (find: string): Wanted => {
  const messageId = parseAddress(find, DEFAULT_LORE)?.messageId;
  return messageId === undefined ? { kind: 'subject', subject: find } : { kind: 'message-id', messageId };
};
