// The index as a file (gitformat-index(5)), written and read here where `git update-index` and `git ls-files` would be a
// process each for every patch. Only paths and objects count: nothing of a work tree stands in it.
import { createHash } from 'node:crypto';
import { ID_BYTES, type ObjectFormat } from './object-format.js';
import { entryOf, modeOf, type TreeEntry } from './tree-entry.js';

const SIGNATURE = 'DIRC';
const VERSION = 2;
const HEADER_BYTES = 12;
/** Two times, device, inode, mode, user, group and size, four bytes each; times of eight. */
const STAT_BYTES = 40;
const MODE_AT = 24;
/** Longer names have this length field, and end at the first zero byte. */
const MOST_LENGTH = 0xfff;
/** Version 3: two more bytes of flags follow. */
const EXTENDED = 0x4000;

/** Names end with one to eight zeros, so that entries begin at multiples of eight. */
const paddedLength = (length: number): number => (length + 8) & ~7;

const entryBytes = (name: Buffer, entry: TreeEntry, idBytes: number): Buffer => {
  const nameAt = STAT_BYTES + idBytes + 2;
  const bytes = Buffer.alloc(paddedLength(nameAt + name.length));
  bytes.writeUInt32BE(Number.parseInt(modeOf(entry), 8), MODE_AT);
  bytes.write(entry.id, STAT_BYTES, idBytes, 'hex');
  bytes.writeUInt16BE(Math.min(name.length, MOST_LENGTH), nameAt - 2);
  name.copy(bytes, nameAt);
  return bytes;
};

/** The bytes of an index that holds these paths. */
export const writeIndex = (entries: ReadonlyMap<string, TreeEntry>, format: ObjectFormat): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(SIGNATURE, 'latin1');
  header.writeUInt32BE(VERSION, 4);
  header.writeUInt32BE(entries.size, 8);
  const sorted = [...entries]
    .map(([path, entry]) => ({ name: Buffer.from(path), entry }))
    .sort((a, b) => Buffer.compare(a.name, b.name));
  const content = Buffer.concat([
    header,
    ...sorted.map(({ name, entry }) => entryBytes(name, entry, ID_BYTES[format])),
  ]);
  return Buffer.concat([content, createHash(format).update(content).digest()]);
};

/**
 * The paths that an index holds, as git wrote it. Extensions are passed over, and so are the stages of a conflict.
 * @throws Error when it is no index of version 2 or 3.
 */
export const readIndex = (bytes: Buffer, format: ObjectFormat): ReadonlyMap<string, TreeEntry> => {
  const version = bytes.length < HEADER_BYTES ? 0 : bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== SIGNATURE || version < VERSION || version > VERSION + 1)
    throw new Error('git wrote an index that is not of version 2 or 3');
  const idBytes = ID_BYTES[format];
  const entries = new Map<string, TreeEntry>();
  let at = HEADER_BYTES;
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    const flagsAt = at + STAT_BYTES + idBytes;
    const flags = bytes.readUInt16BE(flagsAt);
    const nameAt = flagsAt + ((flags & EXTENDED) === 0 ? 2 : 4);
    const end = bytes.indexOf(0, nameAt);
    if (end < 0) throw new Error('git wrote an index that ends in the middle');
    const mode = bytes
      .readUInt32BE(at + MODE_AT)
      .toString(8)
      .padStart(6, '0');
    const entry = entryOf(mode, bytes.toString('hex', at + STAT_BYTES, flagsAt));
    const stage = (flags >> 12) & 3;
    if (entry !== undefined && stage === 0) entries.set(bytes.toString('utf8', nameAt, end), entry);
    at += paddedLength(end - at);
  }
  return entries;
};
