// Validators of the published schemas, and of the official one of SARIF.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

const read = (path: string | URL): object => JSON.parse(readFileSync(path, 'utf8'));

const schemaOf = (name: string): object => read(new URL(`../../schema/${name}.schema.json`, import.meta.url));

/** A schema of schema/; others may refer to that of `check`. */
export const published = (name: string): ValidateFunction => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  if (name !== 'check') ajv.addSchema(schemaOf('check'));
  return ajv.compile(schemaOf(name));
};

/** The OASIS schema of SARIF 2.1.0, as Microsoft's package ships it. */
export const officialSarif = (): ValidateFunction => {
  const main = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
  // It calls itself draft 4, which Ajv no longer names; it uses nothing that later drafts changed.
  const {
    $schema: _,
    id: __,
    ...schema
  } = read(main.replace('package.json', 'lib/schemas/sarif-2.1.0-rtm.5.json')) as Record<string, unknown>;
  const formats = { uri: true, 'uri-reference': true, 'date-time': true } as const;
  return new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats }).compile(schema);
};
