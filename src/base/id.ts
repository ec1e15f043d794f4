// Branded identifiers: strings that may not be mixed up.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The object id of a blob: 40 or 64 hexadecimal digits (gitglossary(7), "object identifier"). */
export type BlobId = Branded<'BlobId'>;
/** The object id of a commit. */
export type CommitId = Branded<'CommitId'>;
/** The object id of a tree. */
export type TreeId = Branded<'TreeId'>;
/** A Message-ID without its angle brackets (RFC 5322, 3.6.4). */
export type MessageId = Branded<'MessageId'>;
/** A module's name as `lsmod` prints it, but with the file name's own spelling (`vfio-pci-core`). */
export type ModuleName = Branded<'ModuleName'>;

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a string is a full object id of SHA-1 or SHA-256. */
export const isObjectId = (text: string): boolean => OBJECT_ID.test(text);
