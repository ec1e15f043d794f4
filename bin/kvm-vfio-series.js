#!/usr/bin/env node
import { startCommand } from '../dist/launch.js';

await startCommand(process.argv.slice(2));
