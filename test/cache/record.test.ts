import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRecord, sealRecord } from '../../src/cache/record.js';

const payloads = fc.uint8Array({ maxLength: 300 });

describe('a record', () => {
  it('gives back what was sealed under its key', () => {
    fc.assert(
      fc.property(fc.string(), payloads, (key, payload) => {
        expect([...openRecord(key, sealRecord(key, payload))!]).toEqual([...payload]);
      }),
    );
  });

  it('is none under another key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), payloads, (key, other, payload) => {
        fc.pre(key !== other);
        expect(openRecord(other, sealRecord(key, payload))).toBeUndefined();
      }),
    );
  });

  it('is none when any of its bytes is another one', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 255 }), (payload, at, flip) => {
        const file = sealRecord('key', payload);
        file[at % file.length]! ^= flip;
        expect(openRecord('key', file)).toBeUndefined();
      }),
    );
  });

  it('is none when it was cut, or when something follows it', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (payload, at, more) => {
        const file = sealRecord('key', payload);
        expect(openRecord('key', file.subarray(0, at % file.length))).toBeUndefined();
        expect(openRecord('key', Buffer.concat([file, more]))).toBeUndefined();
      }),
    );
  });
});
