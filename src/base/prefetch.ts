// Values that are made while those before them are looked at.

/**
 * The values of a source in its order; up to `most` of them are asked for before anybody wants them. An error comes where
 * its value would have come. Who stops early waits for what is being made.
 */
export async function* prefetch<T>(source: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = (): void => {
    const next = iterator.next();
    // It is told when its turn comes; until then it is nobody's.
    next.catch(() => {});
    asked.push(next);
  };
  try {
    for (let i = 0; i < most; i++) ask();
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const result = await next;
      if (result.done === true) return;
      ask();
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
