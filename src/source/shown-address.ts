// Addresses that a page or a copied text leaves out of its From lines, found again where the same name signs.

/** `Signed-off-by: Ada Example <ada@example.org>`, not quoted. */
const SIGNED = /^[ \t]*[A-Za-z][\w-]*-by:[ \t]+"?([^<>"\n]*?)"?[ \t]*<([^\s<>@]+@[^\s<>]+)>/gm;

/**
 * A look-up from a name to the address that it signs with, by message first and then by the whole thread.
 * A name that signs with two addresses in the thread has none unless the message itself tells.
 */
export const addressesOf = (
  bodies: Iterable<string>,
): ((name: string, body: string) => string | undefined) => {
  const known = new Map<string, Set<string>>();
  for (const body of bodies) {
    for (const [, name = '', address = ''] of body.matchAll(SIGNED)) {
      known.set(name, (known.get(name) ?? new Set()).add(address.toLowerCase()));
    }
  }
  return (name, body) => {
    for (const [, signed, address] of body.matchAll(SIGNED)) if (signed === name) return address;
    const [only, ...others] = known.get(name) ?? [];
    return others.length === 0 ? only : undefined;
  };
};
