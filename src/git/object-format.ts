// How a repository names its objects (git-init(1), `--object-format`).

/** The hash of a repository's object ids. */
export type ObjectFormat = 'sha1' | 'sha256';

/** Bytes of an id. */
export const ID_BYTES: { readonly [format in ObjectFormat]: number } = { sha1: 20, sha256: 32 };
