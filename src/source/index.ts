// Finds mail: from the user's argument to bytes of mail. Each place and each content is one file
// in place/ or content/ and one line here; the first in each list that recognises its input takes it.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { MailInput } from '../base/mail-input.js';
import { once, peekStream } from './byte-stream.js';
import { copiedMessage } from './content/copied-message.js';
import { emlx } from './content/emlx.js';
import { encodedText } from './content/encoded-text.js';
import { flattened } from './content/flattened.js';
import { gzip } from './content/gzip.js';
import { mail } from './content/mail.js';
import { mbox } from './content/mbox.js';
import { packed } from './content/packed.js';
import { page } from './content/page.js';
import type { ContentForm, PlaceForm, ReadContent } from './form.js';
import { lookAt } from './given.js';
import { isBinary } from './head.js';
import type { SourceOptions } from './option.js';
import { file } from './place/file.js';
import { inboxClone } from './place/inbox-clone.js';
import { lore } from './place/lore.js';
import { maildir } from './place/maildir.js';
import { patchFolder } from './place/patch-folder.js';
import { standardInput } from './place/standard-input.js';

export type { CloneOptions } from './clone/repository.js';
export { inboxOf, messageIdOf } from './lore/address.js';
export {
  type LoreFlags,
  type LoreOptions,
  loreSettings,
} from './lore/option.js';
export { proxyFetch } from './lore/proxy.js';
export { findNewerRevisions } from './lore/revision.js';
export type { SourceOptions } from './option.js';

/** Where mail can lie. A clone and a Maildir are folders too, so they come first. */
export const PLACES: readonly PlaceForm[] = [standardInput, file, inboxClone, maildir, patchFolder, lore];

/** What bytes can hold, the surest sign first. */
export const CONTENTS: readonly ContentForm[] = [
  gzip,
  packed,
  encodedText,
  page,
  mbox,
  copiedMessage,
  emlx,
  mail,
  flattened,
];

const readContent: ReadContent = async (content, context) => {
  const { name, head } = content;
  const form = CONTENTS.find(({ recognises }) => recognises(head));
  if (form !== undefined) return form.read(content, readContent, context);
  const hint = 'Give an mbox, a mail (.eml), a saved lore page, or the files of "git format-patch".';
  if (head.length === 0) throw new UserError('input', `${name}: empty`, { hint });
  const what = isBinary(head) ? 'not mail but binary data' : 'no mail in it';
  throw new UserError('input', `${name}: ${what}`, { hint });
};

/**
 * Bytes that are already here, read by what they hold.
 * @throws UserError `input` when they hold no mail
 */
export const openBytes = async (
  name: string,
  bytes: Uint8Array,
  context: Context,
): Promise<readonly MailInput[]> => readContent(await peekStream(name, once(bytes)), context);

/**
 * Opens what the user gave as `SERIES`: `-`, a file, a Maildir, a folder of patches, and what else `PLACES` lists.
 * The inputs are in the order in which the mails are to be read; their bytes are read onceOnly, once.
 *
 * @throws UserError `input` when nothing is there or it holds no mail, `environment` when it cannot be read.
 *   The bytes of an input throw the same when they are read.
 */
export const openSource = async (
  spec: string,
  options: SourceOptions,
  context: Context,
): Promise<readonly MailInput[]> => {
  const given = await lookAt(spec, options.workingFolder);
  const place = PLACES.find(({ recognises }) => recognises(given, options));
  if (place === undefined) {
    throw new UserError('input', `${spec}: no such file or folder`, {
      hint: 'Give an mbox file, a Maildir, a folder of patches, a message-id or lore URL, or "-" for standard input.',
    });
  }
  return place.open(given, options, readContent, context);
};
