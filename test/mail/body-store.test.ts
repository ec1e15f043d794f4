import { expect, test } from 'vitest';
import { packingStore, plainStore } from '../../src/mail/body-store.js';

test.each([
  ['plain', plainStore],
  ['packed at once', packingStore(0)],
  ['packed after a while', packingStore(3000)],
])('a body comes back as it was: %s', (_, store) => {
  const bodies = ['', 'short', 'long '.repeat(500), `${'\0\xff'.repeat(600)}`].map((text) =>
    Buffer.from(text, 'latin1'),
  );
  const kept = bodies.map((body) => store(body));
  expect(kept.map((body) => body())).toEqual(bodies);
  expect(kept.map((body) => body())).toEqual(bodies);
});
