// Where the open corpus of threads lies; tests that need it are skipped, visibly, where it is not.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { MailInput } from '../../src/base/mail-input.js';
import { corpusFolder } from '../outside.js';

const folder = corpusFolder();

export const hasCorpus = folder !== undefined;

export const corpusPath = (name: string): string => join(folder ?? 'no corpus', name);

export const corpusInput = (name: string): MailInput => ({
  name,
  form: 'mbox',
  fidelity: 'exact',
  bytes: createReadStream(corpusPath(name)),
});
