// Values that are made while earlier ones are used.
import { Started } from './started.js';

/**
 * The values of a source, in its order. Up to `most` of them are requested before the caller takes them. An error is
 * thrown where its value would have been. A caller that stops early waits until the pending values are made.
 */
export async function* prefetch<T>(source: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const request = (): Started<IteratorResult<T>> => new Started(() => iterator.next());
  const requested = Array.from({ length: most }, request);
  try {
    for (let next = requested.shift(); next !== undefined; next = requested.shift()) {
      const result = await next.result();
      if (result.done === true) return;
      requested.push(request());
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
