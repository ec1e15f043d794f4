import { expect, it } from 'vitest';
import { unpacked } from '../../src/build/packing.js';
import { writeZstdZeros } from './packed-writer.js';

it('a packed file of few bytes does not fill the memory', async () => {
  const bomb = writeZstdZeros(512 * 1024 * 1024);
  expect(bomb.length).toBeLessThan(64 * 1024);
  await expect(unpacked('a.ko', bomb, 1024 * 1024)).rejects.toThrow('unpacks to more than 1 MB');
});
