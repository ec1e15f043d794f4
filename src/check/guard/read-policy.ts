// A policy as it is written (schema/policy.schema.json), read into rules.
import type { EdgeKind } from '../../base/edge.js';
import { type DocumentKind, readDocument } from './document.js';
import { type ForbiddenRule, type Pattern, type Policy, type RuleSeverity, USUAL_KINDS } from './policy.js';

type Several<T extends string> = T | readonly T[];

interface WrittenPattern {
  readonly comment?: string;
  readonly from: Several<string>;
  readonly fromNot?: Several<string>;
  readonly to: Several<string>;
  readonly toNot?: Several<string>;
  readonly kind?: Several<EdgeKind>;
  readonly symbol?: Several<string>;
  readonly symbolNot?: Several<string>;
}

interface WrittenRule extends WrittenPattern {
  readonly name?: string;
  readonly severity?: RuleSeverity;
}

interface WrittenPolicy {
  readonly forbidden?: readonly WrittenRule[];
  readonly allowed?: readonly WrittenPattern[];
  readonly allowedSeverity?: RuleSeverity;
}

const KIND: DocumentKind = {
  schema: 'policy.schema.json',
  what: 'a policy',
  hint: 'docs/policy.md says what a policy holds, schema/policy.schema.json exactly',
};

const several = <T extends string>(written: Several<T> | undefined): readonly T[] =>
  written === undefined ? [] : typeof written === 'string' ? [written] : written;

const patternOf = (written: WrittenPattern): Pattern => ({
  from: several(written.from),
  fromNot: several(written.fromNot),
  to: several(written.to),
  toNot: several(written.toNot),
  kinds: written.kind === undefined ? USUAL_KINDS : several(written.kind),
  symbol: written.symbol === undefined ? ['*'] : several(written.symbol),
  symbolNot: several(written.symbolNot),
  comment: written.comment ?? null,
});

const ruleOf = (written: WrittenRule): ForbiddenRule => {
  const pattern = patternOf(written);
  return {
    ...pattern,
    name: written.name ?? `${pattern.from.join(',')} -> ${pattern.to.join(',')}`,
    severity: written.severity ?? 'error',
  };
};

/**
 * Reads a policy.
 * @param name what to call the text in messages.
 * @throws UserError `input` when it is not JSON, or does not match schema/policy.schema.json; the message names the key.
 */
export const readPolicy = (text: string, name: string): Policy => {
  const { forbidden, allowed, allowedSeverity } = readDocument<WrittenPolicy>(text, name, KIND);
  return {
    forbidden: (forbidden ?? []).map(ruleOf),
    allowed: (allowed ?? []).map(patternOf),
    allowedSeverity: allowedSeverity ?? 'error',
  };
};
