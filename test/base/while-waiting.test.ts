import { expect, it } from 'vitest';
import { whileWaiting } from '../../src/base/while-waiting.js';

/** Work of some pieces that writes down each; `after` is called with how many are done. */
const pieces = function* (count: number, done: number[], after: (done: number) => void = () => {}) {
  for (let piece = 1; piece <= count; piece++) {
    done.push(piece);
    after(piece);
    yield;
  }
};

it('does work until what is awaited is there', async () => {
  let give: (value: string) => void = () => {};
  const awaited = new Promise<string>((resolve) => {
    give = resolve;
  });
  const done: number[] = [];
  expect(
    await whileWaiting(
      awaited,
      pieces(1000, done, (piece) => piece === 3 && give('there')),
    ),
  ).toBe('there');
  expect(done).toEqual([1, 2, 3]);
});

it('waits when all work is done', async () => {
  const done: number[] = [];
  const awaited = new Promise<string>((resolve) => setTimeout(() => resolve('there'), 20));
  expect(await whileWaiting(awaited, pieces(2, done))).toBe('there');
  expect(done).toEqual([1, 2]);
});

it.each([0, 5])('fails as what is awaited fails, with %i pieces of work', async (count) => {
  await expect(whileWaiting(Promise.reject(new Error('gone')), pieces(count, []))).rejects.toThrow('gone');
});
