#!/usr/bin/env node
// A shim over the built program; everything is in src/cli.
import { setFlagsFromString } from 'node:v8';

// A check makes much that is dropped at once; V8 would rather grow to twice of what is kept than collect it.
setFlagsFromString('--heap-growing-percent=80');
const { main } = await import('../dist/cli/main.js');

process.exitCode = await main(process.argv.slice(2));
