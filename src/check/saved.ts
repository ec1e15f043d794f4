// Reads a saved result, and refuses one that does not match the schema.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { UserError } from '../base/error.js';
import { type CheckResult, SCHEMA_VERSION } from '../result/verdict.js';
import { compileSchema } from './schema.js';

const refuse = (name: string, why: string, cause?: unknown): UserError =>
  new UserError('input', `${name}: not a result of check: ${why}`, {
    hint: 'give a file that check --save or check --json has written',
    cause,
  });

const parse = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(name, 'it is not JSON', cause);
  }
};

const whereAndWhat = (error: ErrorObject | undefined): string =>
  error === undefined
    ? 'it is not what the schema says'
    : `${error.instancePath || 'the document'} ${error.message ?? ''}`;

/**
 * Reads a kept result.
 * @param name what to call the text in messages.
 * @throws UserError `input` when it is not JSON, has another version, or does not match schema/check.schema.json.
 */
export const readResult = (text: string, name: string): CheckResult => {
  const value = parse(text, name);
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version !== undefined && version !== SCHEMA_VERSION) {
    throw refuse(name, `its schemaVersion is ${String(version)}, this program knows ${SCHEMA_VERSION}`);
  }
  const validate = compileSchema<CheckResult>('check.schema.json', { allowUnionTypes: true });
  if (!validate(value)) throw refuse(name, whereAndWhat(validate.errors?.[0]));
  return value;
};
