// Packs bytes as xz and Zstandard without compressing them: blocks that are stored as they are, which both formats allow.
import { crc32 } from 'node:zlib';

const little = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

const withCrc = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, little(crc32(bytes), 4)]);

/** A multibyte integer of xz: 7 bits a byte, the lowest first. */
const multibyte = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...multibyte(Math.floor(value / 0x80))];

const padded = (bytes: Uint8Array): Buffer =>
  Buffer.concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);

/** The .xz File Format: one stream of one block, LZMA2 chunks that are not compressed, CRC32. */
export const writeXz = (bytes: Uint8Array): Buffer => {
  const flags = Buffer.from([0, 1]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 0x10000) {
    const chunk = bytes.subarray(at, at + 0x10000);
    // The first chunk resets the dictionary (control 1), the others do not (2).
    chunks.push(Buffer.from([at === 0 ? 1 : 2, (chunk.length - 1) >> 8, (chunk.length - 1) & 0xff]), chunk);
  }
  const data = Buffer.concat([...chunks, Buffer.from([0])]);
  // 12 bytes: size, one filter, LZMA2 (0x21) with a dictionary of 1 MB, padding, CRC32.
  const blockHeader = withCrc(Buffer.from([2, 0, 0x21, 1, 0x10, 0, 0, 0]));
  const unpaddedSize = blockHeader.length + data.length + 4;
  const index = withCrc(padded(Buffer.from([0, 1, ...multibyte(unpaddedSize), ...multibyte(bytes.length)])));
  const footer = Buffer.concat([little(index.length / 4 - 1, 4), flags]);
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    withCrc(flags),
    blockHeader,
    padded(data),
    little(crc32(bytes), 4),
    index,
    Buffer.concat([little(crc32(footer), 4), footer]),
    Buffer.from('YZ'),
  ]);
};

const ZSTD_BLOCK = 0x10000;

const zstdFrame = (size: number, block: (at: number) => readonly Uint8Array[]): Buffer => {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < size || at === 0; at += ZSTD_BLOCK) blocks.push(...block(at));
  // A single segment with its content size in four bytes (RFC 8878, 3.1.1.1).
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), little(size, 4), ...blocks]);
};

const blockHeader = (at: number, size: number, type: number, length: number): Uint8Array =>
  little((at + ZSTD_BLOCK >= size ? 1 : 0) + 2 * type + 8 * length, 3);

/** RFC 8878: one frame of raw blocks. */
export const writeZstd = (bytes: Uint8Array): Buffer =>
  zstdFrame(bytes.length, (at) => {
    const block = bytes.subarray(at, at + ZSTD_BLOCK);
    return [blockHeader(at, bytes.length, 0, block.length), block];
  });

/** The same for `size` zero bytes: four bytes of packed file each 64 kB. */
export const writeZstdZeros = (size: number): Buffer =>
  zstdFrame(size, (at) => [blockHeader(at, size, 1, Math.min(ZSTD_BLOCK, size - at)), Uint8Array.of(0)]);
