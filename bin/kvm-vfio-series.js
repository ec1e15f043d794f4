#!/usr/bin/env node
import { startCommand } from '../dist/start/start.js';

await startCommand(process.argv.slice(2));
