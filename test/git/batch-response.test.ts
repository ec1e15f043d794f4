import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchAnswer, BatchResponse } from '../../src/git/batch-response.js';

const ID = 'a'.repeat(40);
const objectAnswer = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${ID} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]);

const parse = (chunks: readonly Uint8Array[]): readonly BatchAnswer[] => {
  const answers: BatchAnswer[] = [];
  const response = new BatchResponse((answer) => answers.push(answer));
  for (const chunk of chunks) response.push(chunk);
  return answers;
};

describe('BatchResponse', () => {
  it('reads the same answers however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (blobs, sizes) => {
          const stream = Buffer.concat(
            blobs.map((bytes) => (bytes ? objectAnswer(bytes) : Buffer.from(`${ID} missing\n`))),
          );
          const chunks: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            chunks.push(stream.subarray(at, at + size));
            at += size;
          }
          expect(parse(chunks)).toEqual(
            blobs.map((bytes) =>
              bytes
                ? { kind: 'object', id: ID, type: 'blob', bytes: new Uint8Array(bytes) }
                : { kind: 'missing', name: ID },
            ),
          );
        },
      ),
    );
  });

  it('gives each object an array of its own', () => {
    const chunk = objectAnswer(new Uint8Array([1, 2, 3]));
    const answers = parse([chunk]);
    chunk.fill(0);
    expect(answers[0]).toMatchObject({ bytes: new Uint8Array([1, 2, 3]) });
  });

  it.each([`${ID} blob 4\nab`, `${ID} bl`])('waits for the rest of %j', (text) => {
    expect(parse([Buffer.from(text)])).toEqual([]);
  });

  it.each([
    ['a line that is no answer', 'hello\n'],
    ['a body longer than said', `${ID} blob 1\nab\n`],
    ['a header without end', 'x'.repeat(5000)],
  ])('refuses %s', (_, text) => {
    expect(() => parse([Buffer.from(text)])).toThrow(/git cat-file/);
  });
});
