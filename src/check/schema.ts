// The schemas of documents that are read (JSON Schema 2020-12), compiled when a document comes: most runs read none, and
// the library takes longer to load than all else that a run begins with.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Options, ValidateFunction } from 'ajv/dist/2020.js';

const require = createRequire(import.meta.url);

/** @param name of a file in the package's `schema/`. */
export const compileSchema = <T>(name: string, options: Options): ValidateFunction<T> => {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const schema = readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
  return new Ajv2020(options).compile<T>(JSON.parse(schema));
};
