// Where the open corpus of threads lies; tests that need it are skipped, visibly, where it is not.
import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MailInput } from '../../src/base/mail-input.js';

const folder = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

export const hasCorpus = existsSync(folder);
if (!hasCorpus) console.warn(`skipped: no corpus of threads at ${folder}`);

export const corpusPath = (name: string): string => `${folder}${name}`;

export const corpusInput = (name: string): MailInput => ({
  name,
  form: 'mbox',
  fidelity: 'exact',
  bytes: createReadStream(corpusPath(name)),
});
