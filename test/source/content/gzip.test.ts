import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../src/source/content/gzip.js';

const lengthOf = async (bytes: AsyncIterable<Uint8Array>): Promise<number> => {
  let length = 0;
  for await (const piece of bytes) length += piece.length;
  return length;
};

async function* packed(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield gzipSync(bytes);
}

describe('unpack', () => {
  it('stops a bomb at the limit', async () => {
    const bomb = unpack('bomb.gz', packed(new Uint8Array(8 * 1024 * 1024)), 1024 * 1024);
    await expect(lengthOf(bomb)).rejects.toMatchObject({ code: 'input', message: 'bomb.gz: more than 1 MB' });
  });

  it('lets through exactly the limit', async () => {
    expect(await lengthOf(unpack('x.gz', packed(new Uint8Array(1000)), 1000))).toBe(1000);
  });

  it('reads members one after the other, as "cat a.gz b.gz" makes them', async () => {
    async function* two(): AsyncGenerator<Uint8Array> {
      yield gzipSync('ab');
      yield gzipSync('cd');
    }
    expect(await lengthOf(unpack('two.gz', two()))).toBe(4);
  });
});
