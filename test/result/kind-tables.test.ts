// The tables of kinds and the schemas name the same kinds: a row that a schema lacks would make documents that it refuses.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EDGE_KIND_NAMES } from '../../src/base/edge.js';
import { FINDING_KINDS } from '../../src/result/finding-kind.js';

/** Every `"kind": { "enum": [...] }` of a schema, wherever it stands. */
const kindsIn = (value: unknown): readonly (readonly string[])[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'kind' && Array.isArray(inner?.enum) ? [inner.enum] : kindsIn(inner),
  );
};

const schemaKinds = (name: string) =>
  kindsIn(JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')));

describe('the tables of kinds', () => {
  it.each(['check.schema.json', 'baseline.schema.json'])('has every kind of edge in %s', (name) => {
    expect(schemaKinds(name)).toContainEqual([...EDGE_KIND_NAMES]);
  });

  it('has every kind of finding in the schema of check', () => {
    expect(schemaKinds('check.schema.json')).toContainEqual(Object.keys(FINDING_KINDS));
  });
});
