// Who sent a mail: mailboxes (RFC 5322, 3.4), and the person behind a list that rewrote the From for DMARC.
import { type Address, addressParser } from 'postal-mime';

/** A name with an address. */
export interface Mailbox {
  /** Display name; the address when there is none. */
  readonly name: string;
  readonly address: string;
}

const flatten = (entries: readonly Address[]): Mailbox[] =>
  entries
    .flatMap((entry) => entry.group ?? [entry])
    .filter((entry) => entry.address !== '' || entry.name !== '')
    .map((entry) => {
      const address = entry.address.trim();
      const name = entry.name.replace(/\s+/g, ' ').trim();
      return { name: name === '' ? address : name, address };
    });

/** The mailboxes of an address header, groups opened. */
export const parseMailboxes = (value: string): readonly Mailbox[] => flatten(addressParser(value));

/** Mailman writes no list name behind `via` when the list has none. */
const VIA = /^['"]?(.+?)['"]? via(?: \S.*)?$/i;

/**
 * The person behind `"Ann Other via kvm-list" <kvm-list@example.org>`, as lists write it for DMARC:
 * from X-Original-From, else the one Reply-To or Cc whose name is the same. Null when From names the person itself.
 */
export const unmangleVia = (
  from: Mailbox,
  others: { readonly original: string; readonly replyTo: string; readonly cc: string },
): Mailbox | null => {
  const via = VIA.exec(from.name);
  if (via === null) return null;
  const original = parseMailboxes(others.original)[0];
  if (original !== undefined) return original;
  const name = (via[1] ?? '').toLowerCase();
  const replies = parseMailboxes(others.replyTo).filter((box) => box.address !== from.address);
  const named = [...replies, ...parseMailboxes(others.cc)].find((box) => box.name.toLowerCase() === name);
  if (named !== undefined) return named;
  const [only, second] = replies;
  return only !== undefined && second === undefined
    ? { name: via[1] ?? only.name, address: only.address }
    : null;
};
