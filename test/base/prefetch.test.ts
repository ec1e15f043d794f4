// Reading ahead of a source changes nothing but the time.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prefetch } from '../../src/base/prefetch.js';

/** Numbers from 1 on, and how many of them were made so far. */
const counting = (count: number, failsAt = Number.POSITIVE_INFINITY) => {
  const made: number[] = [];
  let closed = false;
  async function* numbers(): AsyncGenerator<number> {
    try {
      for (let n = 1; n <= count; n++) {
        if (n === failsAt) throw new Error(`no ${n}`);
        made.push(n);
        yield n;
      }
    } finally {
      closed = true;
    }
  }
  return { numbers: numbers(), made, isClosed: () => closed };
};

const taken = async (source: AsyncIterable<number>, most: number): Promise<readonly number[]> => {
  const values: number[] = [];
  for await (const value of prefetch(source, most)) values.push(value);
  return values;
};

it('gives every value in order, however far it reads ahead', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 30 }), async (count, most) => {
      expect(await taken(counting(count).numbers, most)).toEqual(
        Array.from({ length: count }, (_, i) => i + 1),
      );
    }),
  );
});

it('makes the next values while one is looked at', async () => {
  const { numbers, made } = counting(10);
  for await (const value of prefetch(numbers, 3)) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(made.length).toBe(Math.min(10, value + 3));
  }
});

it('tells an error after the values before it', async () => {
  const values: number[] = [];
  const { numbers } = counting(10, 4);
  await expect(async () => {
    for await (const value of prefetch(numbers, 8)) values.push(value);
  }).rejects.toThrow('no 4');
  expect(values).toEqual([1, 2, 3]);
});

it('closes the source when it is left early', async () => {
  const { numbers, isClosed } = counting(10);
  for await (const _ of prefetch(numbers, 2)) break;
  expect(isClosed()).toBe(true);
});
