// Every command, in the order of `--help`. A new one is one file in this folder and one line here.
import { am } from './am.js';
import { apply } from './apply.js';
import { baseline } from './baseline.js';
import { check } from './check.js';
import type { Command } from './command.js';
import { completion } from './completion.js';
import { demo } from './demo.js';
import { diff } from './diff.js';
import { edges } from './edges.js';
import { explain } from './explain.js';
import { hook } from './hook.js';
import { modules } from './modules.js';
import { report } from './report.js';
import { show } from './show.js';
import { triage } from './triage.js';
import { verify } from './verify.js';
import { who } from './who.js';

export const COMMANDS: readonly Command[] = [
  check,
  edges,
  explain,
  who,
  modules,
  triage,
  show,
  am,
  apply,
  diff,
  report,
  verify,
  hook,
  baseline,
  completion,
  demo,
];
