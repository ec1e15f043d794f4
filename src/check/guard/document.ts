// JSON files that users write: checked against their schema; messages name the key.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { UserError } from '../../base/error.js';
import { compileSchema } from '../schema.js';
import { MOST_BYTES } from './limit.js';

/** What a file is: its schema, and words for messages. */
export interface DocumentKind {
  /** Below `schema/`. */
  readonly schema: string;
  /** `a policy`. */
  readonly what: string;
  /** What to do when it is none. */
  readonly hint: string;
}

/** Longer values are cut in messages. */
const MOST_SHOWN = 40;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
};

const ARTICLE: { readonly [type: string]: string } = {
  string: 'a string',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const typesOf = (type: unknown): string =>
  [type]
    .flat()
    .map((one) => ARTICLE[String(one)] ?? String(one))
    .join(' or ');

/** `~` and `/` in a key as JSON Pointer writes them (RFC 6901). */
const pointerPart = (key: unknown): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

const withKey = ({ instancePath }: ErrorObject, key: unknown): string =>
  `${instancePath}/${pointerPart(key)}`;

/** Words for patterns: what the schema's `pattern` means. */
const PATTERN: readonly (readonly [start: string, means: string])[] = [
  ['^(link', 'must be link, dynamic or include'],
  ['^[A-Za-z0-9_*?-]', 'must be the name or glob of a module'],
  ['^[^', 'must be the name or glob of a symbol, without blanks'],
];

/** `/forbidden/0/from: must be a string or a list`. */
const complaintOf = (error: ErrorObject): string => {
  const at = error.instancePath;
  const { params, data } = error;
  switch (error.keyword) {
    case 'type':
      return `${at}: must be ${typesOf(params['type'])}`;
    case 'required':
      return `${withKey(error, params['missingProperty'])}: is missing`;
    case 'additionalProperties': {
      const known = Object.keys(error.parentSchema?.['properties'] ?? {}).filter((key) => key !== '$schema');
      return `${withKey(error, params['additionalProperty'])}: is no key of this; there are ${known.join(', ')}`;
    }
    case 'enum':
      return `${at}: must be one of ${[params['allowedValues']].flat().join(', ')}, not ${shown(data)}`;
    case 'const':
      return `${at}: must be ${shown(params['allowedValue'])}, not ${shown(data)}`;
    case 'pattern': {
      const [, means] = PATTERN.find(([start]) => String(params['pattern']).startsWith(start)) ?? [];
      return `${at}: ${means ?? error.message}, not ${shown(data)}`;
    }
    case 'minItems':
    case 'minLength':
      return `${at}: must not be empty`;
    default:
      return `${at}: ${error.message ?? 'is not what the schema says'}`;
  }
};

/** Whether a text could go on to be JSON: what V8 complains of is its end. */
const isBeginning = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    const position = /position (\d+)/.exec(message)?.[1];
    return (
      /end of JSON|Unterminated/.test(message) || (position !== undefined && Number(position) >= text.length)
    );
  }
};

/** The line at which a text stops being JSON; V8 names the place of some errors only. */
const lineOfError = (text: string): number => {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return text.slice(0, good).split('\n').length;
};

/**
 * Reads a document.
 * @param name what to call it in messages.
 * @throws UserError `input` when it is not JSON, or does not match its schema.
 */
export const readDocument = <T>(text: string, name: string, kind: DocumentKind): T => {
  const refuse = (why: string, place = '', cause?: unknown): UserError =>
    new UserError('input', `${name}${place}: ${why}`, { hint: kind.hint, cause });
  if (text.length > MOST_BYTES) throw refuse(`is too long for ${kind.what}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('is not JSON', `:${lineOfError(text)}`, cause);
  }
  // `verbose` gives the value and the schema around it, for the words; types of several kinds are meant.
  const validate = compileSchema<T>(kind.schema, {
    allowUnionTypes: true,
    verbose: true,
    strictTypes: false,
  });
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  throw refuse(error === undefined ? `is not ${kind.what}` : complaintOf(error).replace(/^: /, ''));
};
