import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineOf, baselineText, type KnownEdge } from '../../../src/check/guard/baseline.js';
import { readBaseline } from '../../../src/check/guard/read-baseline.js';
import { edge } from './edge.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/baseline.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

describe('the text of a baseline', () => {
  it('has one edge a line, each once and in order', () => {
    const text = baselineText(
      baselineOf([edge('vfio -> kvm b'), edge('kvm -> vfio a dynamic if X=m'), edge('vfio -> kvm b')]),
    );
    expect(text).toBe(`{
  "version": 1,
  "edges": [
    {"consumer":"kvm","provider":"vfio","kind":"dynamic","symbol":"a","condition":"X=m"},
    {"consumer":"vfio","provider":"kvm","kind":"link","symbol":"b","condition":null}
  ]
}
`);
  });

  it('is read back, and is what the schema says', () => {
    const edges = fc.array(
      fc.record<KnownEdge>({
        consumer: fc.string({ minLength: 1 }),
        provider: fc.string({ minLength: 1 }),
        kind: fc.constantFrom('link', 'dynamic', 'include'),
        symbol: fc.string({ minLength: 1 }),
        condition: fc.option(fc.string()),
      }),
    );
    fc.assert(
      fc.property(edges, (some) => {
        const text = baselineText(some);
        expect(validate(JSON.parse(text))).toBe(true);
        expect(readBaseline(text, 'b')).toEqual(baselineOf(some));
        expect(baselineText(readBaseline(text, 'b'))).toBe(text);
      }),
    );
  });

  it.each<[string, string]>([
    ['{"version":1}', '/edges: is missing'],
    ['{"version":1,"edges":[{"consumer":"a"}]}', '/edges/0/provider: is missing'],
    [
      '{"version":1,"edges":[{"consumer":"a","provider":"b","kind":"links","symbol":"s","condition":null}]}',
      '/edges/0/kind: must be one of link, dynamic, include, not "links"',
    ],
    ['<<<<<<< HEAD\n', 'b:1: is not JSON'],
  ])('%s is none: %s', (text, message) => {
    expect(() => readBaseline(text, 'b')).toThrow(message);
  });
});
