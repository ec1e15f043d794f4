// Writes docs/reference.md from the definitions of the commands: `npm run reference`. A test compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { referenceText } from './reference-text.mjs';

writeFileSync(fileURLToPath(new URL('../docs/reference.md', import.meta.url)), await referenceText());
