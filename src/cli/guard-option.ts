// The options of the policy and the baseline.

import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command as Commander, Option } from 'commander';
import { UserError } from '../base/error.js';
import type { Baseline } from '../check/guard/baseline.js';
import type { Policy } from '../check/guard/policy.js';
import type { GuardRequest } from '../flow/request.js';
import { FAIL_ON } from '../result/judge.js';

/** The options of the policy and the baseline. */
export interface GuardOptions {
  /** False after `--no-policy`. */
  readonly policy?: string | false;
  readonly baseline?: string;
}

/** Declares them. */
export const declareGuard = (command: Commander): Commander =>
  command
    .option('--policy <file>', 'file of rules (default: .kvm-vfio-series.json of the tree)')
    .option('--no-policy', 'ignore the rules and the baseline of the tree')
    .option('--baseline <file>', 'file of known edges (default: .kvm-vfio-series-baseline.json of the tree)');

/** The option that says what fails. @param effect what a failure does. */
export const failOnOption = (effect: string): Option =>
  new Option(
    '--fail-on <what>',
    `${effect}: remaining (an edge is left), new (an edge is added), policy (it is broken), never; a broken link fails all but never (default: new, or a broken policy)`,
  ).choices(FAIL_ON);

const textOf = async (path: string, folder: string): Promise<string> => {
  const whole = resolve(folder, path);
  try {
    // A named pipe would be read for ever; `<(git show ...)` is a pipe that ends, so only folders are refused.
    if ((await stat(whole)).isDirectory()) throw new UserError('input', `${path}: is a folder`);
    return await readFile(whole, 'utf8');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new UserError('input', `${path}: cannot be read (${code ?? message})`, { cause });
  }
};

/**
 * The files that are named, read.
 * @throws UserError `input` when one cannot be read, or is not what it has to be.
 */
export const guardFiles = async (
  { policy, baseline }: GuardOptions,
  folder: string,
): Promise<Pick<GuardRequest, 'policy' | 'baseline'>> => {
  const given: { policy?: Policy | null; baseline?: Baseline } = {};
  if (policy === false) given.policy = null;
  else if (policy !== undefined) {
    const { readPolicy } = await import('../check/guard/read-policy.js');
    given.policy = readPolicy(await textOf(policy, folder), policy);
  }
  if (baseline !== undefined) {
    const { readBaseline } = await import('../check/guard/read-baseline.js');
    given.baseline = readBaseline(await textOf(baseline, folder), baseline);
  }
  return given;
};
