// A baseline as it is written (schema/baseline.schema.json).
import { type Baseline, baselineOf, type KnownEdge } from './baseline.js';
import { type DocumentKind, readDocument } from './document.js';

const KIND: DocumentKind = {
  schema: 'baseline.schema.json',
  what: 'a baseline',
  hint: 'kvm-vfio-series baseline write makes a new one',
};

/**
 * Reads a baseline.
 * @param name what to call the text in messages.
 * @throws UserError `input` when it is not JSON, or does not match schema/baseline.schema.json.
 */
export const readBaseline = (text: string, name: string): Baseline =>
  baselineOf(readDocument<{ readonly edges: readonly KnownEdge[] }>(text, name, KIND).edges);
