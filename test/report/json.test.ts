import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { json } from '../../src/report/json.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { HOSTILE, refused, sample, withText } from './sample.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/check.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
const written = (result: CheckResult): unknown => JSON.parse(json.render(result, PLAIN_VIEW));

describe('json', () => {
  it.each([
    ['a series', sample],
    ['a refused patch', refused],
    ['hostile text', withText(HOSTILE)],
  ])('is what the schema says: %s', (_, result) => {
    validate(written(result));
    expect(validate.errors).toBeNull();
    expect(written(result)).toEqual(result);
  });

  it.each<[string, (result: Record<string, unknown>) => void]>([
    ['another version', (result) => Object.assign(result, { schemaVersion: 2 })],
    ['no states', (result) => Object.assign(result, { states: [] })],
    ['a field that nobody knows', (result) => Object.assign(result, { surprise: 1 })],
    [
      'a kind that nobody knows',
      (result) => Object.assign(result, { findings: [{ kind: 'x', severity: 'note', message: '' }] }),
    ],
    [
      'an edge without a provider',
      (result) => Reflect.deleteProperty((result as unknown as CheckResult).states[0]!.edges[0]!, 'provider'),
    ],
  ])('the schema refuses %s', (_, spoil) => {
    const result = written(sample) as Record<string, unknown>;
    spoil(result);
    expect(validate(result)).toBe(false);
  });

  it('has no raw control character or override of direction', () => {
    const text = json.render(withText(HOSTILE), PLAIN_VIEW);
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
    );
  });
});
