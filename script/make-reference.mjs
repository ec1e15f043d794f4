// Writes docs/reference.md and the manual page from the definitions of the commands: `npm run reference`. A test compares.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manText } from './man-text.mjs';
import { referenceText } from './reference-text.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

writeFileSync(at('docs/reference.md'), await referenceText());
mkdirSync(at('man'), { recursive: true });
writeFileSync(at('man/kvm-vfio-series.1'), await manText());
