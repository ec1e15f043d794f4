// Addresses that a page or a copied text leaves out of its From lines, found again where the same name signs.

/** `Signed-off-by: Ada Example <ada@example.org>`, not quoted. */
const SIGNED = /^[ \t]*[A-Za-z][\w-]*-by:[ \t]+"?([^<>"]*?)"?[ \t]*<([^\s<>@]+@[^\s<>]+)>/;

/** A line of a mail has at most 998 characters (RFC 5322, 2.1.1); a longer one signs nothing. */
const MAX_LINE = 998;

const signatures = (body: string): readonly (readonly [name: string, address: string])[] =>
  body.split('\n').flatMap((line) => {
    const signed = line.length > MAX_LINE ? null : SIGNED.exec(line);
    return signed === null ? [] : [[signed[1] ?? '', signed[2] ?? ''] as const];
  });

/**
 * A look-up from a name to the address that it signs with, by message first and then by the whole thread.
 * A name that signs with two addresses in the thread has none unless the message itself tells.
 */
export const addressesOf = (
  bodies: Iterable<string>,
): ((name: string, body: string) => string | undefined) => {
  const known = new Map<string, Set<string>>();
  for (const body of bodies) {
    for (const [name, address] of signatures(body)) {
      known.set(name, (known.get(name) ?? new Set()).add(address.toLowerCase()));
    }
  }
  return (name, body) => {
    const here = signatures(body).find(([signed]) => signed === name);
    if (here !== undefined) return here[1];
    const [only, ...others] = known.get(name) ?? [];
    return others.length === 0 ? only : undefined;
  };
};
