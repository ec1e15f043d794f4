// Whether the sender of a mail is the person that a tag names. The rules are b4's, without its fault by which
// any sender named "Last, First" may give any tag: the words of both names are compared.
import type { Mailbox } from '../mail/address.js';
import type { Trailer } from './trailer.js';

/** `matched`: the address (or the tag names nobody); `same-person`: the name, by another address. */
export type Match = 'matched' | 'same-person' | 'somebody-else';

const withoutExtension = (address: string): string => address.replace(/\+[^@]*@/, '@');

/** Equal, or equal without `+ext`, or one domain is a one-label sub-domain of the other. */
const sameAddress = (a: string, b: string): boolean => {
  // A saved page or a copied text has no addresses.
  if (a === '' || b === '') return false;
  const [ours, theirs] = [withoutExtension(a.toLowerCase()), withoutExtension(b.toLowerCase())];
  if (ours === theirs) return true;
  const [ourLocal, ourDomain] = ours.split('@');
  const [theirLocal, theirDomain] = theirs.split('@');
  if (ourDomain === undefined || theirDomain === undefined || ourLocal !== theirLocal) return false;
  const [long, short] =
    ourDomain.length > theirDomain.length ? [ourDomain, theirDomain] : [theirDomain, ourDomain];
  return long.endsWith(`.${short}`) && long.split('.').length - short.split('.').length === 1;
};

const words = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .split(/[\s,."']+/)
    .filter((word) => word.length > 1)
    .sort()
    .join(' ');

const sameName = (a: string, b: string): boolean => {
  if (a.trim().toLowerCase() === b.trim().toLowerCase()) return true;
  const ours = words(a);
  return ours !== '' && ours.includes(' ') && ours === words(b);
};

/** Whether two mailboxes are one person's, by address or by name. */
export const samePerson = (a: Mailbox, b: Mailbox): boolean =>
  sameAddress(a.address, b.address) || sameName(a.name, b.name);

/** How far the sender is the one that the trailer names. */
export const matchSender = (trailer: Trailer, sender: Mailbox): Match => {
  if (trailer.person === null) return 'matched';
  if (sameAddress(trailer.person.address, sender.address)) return 'matched';
  return sameName(trailer.person.name, sender.name) ? 'same-person' : 'somebody-else';
};
