import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { unpacked } from '../../src/build/packing.js';
import { writeXz, writeZstd } from './packed-writer.js';

const PACKINGS: readonly [name: string, pack: (bytes: Uint8Array) => Uint8Array][] = [
  ['gzip', gzipSync],
  ['xz', writeXz],
  ['zstd', writeZstd],
];

/** Bytes of more than one block. */
const long = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251);

describe.each(PACKINGS)('%s', (name, pack) => {
  it.each([1, 5, 0x10000, 0x10001, 200_000])('gives %i bytes back', async (length) => {
    const bytes = long.subarray(0, length);
    expect(Buffer.from(await unpacked('a', pack(bytes))).equals(bytes)).toBe(true);
  });

  it('cut is an error of the user', async () => {
    const whole = pack(long.subarray(0, 300));
    for (let length = 6; length < whole.length; length++)
      await expect(unpacked('a.ko', whole.subarray(0, length))).rejects.toThrow(
        `a.ko: ${name} file is damaged or cut`,
      );
  });

  it('with a byte changed is read, or is an error of the user', async () => {
    const whole = pack(long.subarray(0, 300));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 6, max: whole.length - 1 }), fc.nat(255), async (at, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        const outcome = await unpacked('a.ko', bytes, 1 << 20).then(
          () => true,
          (error: unknown) => error instanceof UserError,
        );
        expect(outcome).toBe(true);
      }),
    );
  });

  it('stops at the limit, and works afterwards', async () => {
    await expect(unpacked('a.ko', pack(long), 100_000)).rejects.toThrow('a.ko: unpacks to more than 0 MB');
    expect(await unpacked('a.ko', pack(long), 200_000)).toHaveLength(200_000);
  });
});

it('what is not packed stays as it is', async () => {
  const bytes = Buffer.from('plain');
  expect(await unpacked('a', bytes)).toBe(bytes);
});
