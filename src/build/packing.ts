// Packed files of a build: gzip (RFC 1952), xz (The .xz File Format) and Zstandard (RFC 8878), told by how they begin,
// as depmod(8) reads modules of CONFIG_MODULE_COMPRESS.
import { gunzip } from 'node:zlib';
import { UserError } from '../base/error.js';

/** A module with all its debug information has 600 MB; a packed file of 100 kB can hold a terabyte of zeros. */
export const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

interface Packing {
  readonly name: string;
  readonly begins: readonly number[];
  /** Throws what it likes when the bytes are damaged, `TOO_LARGE` when they come to more than `limit`. */
  readonly unpack: (bytes: Uint8Array, limit: number) => Promise<Uint8Array>;
}

const TOO_LARGE = Symbol('too large');

/** Takes pieces until they are too many. */
class Pieces {
  private readonly pieces: Uint8Array[] = [];
  private length = 0;

  constructor(private readonly limit: number) {}

  readonly add = (piece: Uint8Array): void => {
    this.length += piece.length;
    if (this.length > this.limit) throw TOO_LARGE;
    this.pieces.push(piece);
  };

  whole(): Uint8Array {
    return this.pieces.length === 1 ? (this.pieces[0] as Uint8Array) : Buffer.concat(this.pieces);
  }
}

const unpackGzip = (bytes: Uint8Array, limit: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: limit }, (error, whole) => {
      if (error === null) resolve(whole);
      else reject((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : error);
    });
  });

const unpackXz = async (bytes: Uint8Array, limit: number): Promise<Uint8Array> => {
  const packed = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  // Most commands unpack nothing, and both libraries take a while to load.
  const { XzReadableStream } = (await import('xz-decompress')).default;
  const pieces = new Pieces(limit);
  for await (const piece of new XzReadableStream(packed)) pieces.add(piece);
  return pieces.whole();
};

/** Packed bytes given to the library at a time: it unpacks all that it is given before the limit is looked at. */
const ZSTD_STEP_BYTES = 64 * 1024;

const unpackZstd = async (bytes: Uint8Array, limit: number): Promise<Uint8Array> => {
  const { Decompress } = await import('fzstd');
  const pieces = new Pieces(limit);
  const stream = new Decompress(pieces.add);
  for (let at = 0; at < bytes.length; at += ZSTD_STEP_BYTES)
    stream.push(bytes.subarray(at, at + ZSTD_STEP_BYTES), at + ZSTD_STEP_BYTES >= bytes.length);
  return pieces.whole();
};

const PACKINGS: readonly Packing[] = [
  { name: 'gzip', begins: [0x1f, 0x8b], unpack: unpackGzip },
  { name: 'xz', begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unpack: unpackXz },
  { name: 'zstd', begins: [0x28, 0xb5, 0x2f, 0xfd], unpack: unpackZstd },
];

/** Enough bytes to recognise the packing. */
export const PACKING_HEAD_BYTES = 6;

const packingOf = (head: Uint8Array): Packing | undefined =>
  PACKINGS.find(({ begins }) => begins.every((byte, i) => head[i] === byte));

export const isPacked = (head: Uint8Array): boolean => packingOf(head) !== undefined;

/**
 * The bytes without their packing; as they are when they have none.
 * @throws UserError `input` when they are damaged or cut, or come to more than `limit`.
 */
export const unpacked = async (
  name: string,
  bytes: Uint8Array,
  limit = MAX_UNPACKED_BYTES,
): Promise<Uint8Array> => {
  const packing = packingOf(bytes);
  if (packing === undefined) return bytes;
  try {
    return await packing.unpack(bytes, limit);
  } catch (error) {
    if (error === TOO_LARGE)
      throw new UserError('input', `${name}: unpacks to more than ${Math.floor(limit / 1024 / 1024)} MB`, {
        hint: 'No kernel module is that large. Check the file.',
      });
    throw new UserError('input', `${name}: ${packing.name} file is damaged or cut`, {
      hint: `Test it with "${packing.name} -t", and build or install it again.`,
      cause: error,
    });
  }
};
