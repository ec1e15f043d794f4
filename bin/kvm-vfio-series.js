#!/usr/bin/env node
// A shim over the built program; everything is in src/cli.
import { main } from '../dist/cli/main.js';

process.exitCode = await main(process.argv.slice(2));
