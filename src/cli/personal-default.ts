// Personal defaults of options, from git's configuration of the user: `git config --global kvm-vfio-series.between kvm,vfio`.
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import { readUserSettings } from '../git/user-config.js';
import type { Io } from './io.js';

/** Options that have a personal default, and the options and variables that replace it. */
const DEFAULTS: { readonly [name: string]: readonly string[] } = {
  lore: ['KVM_VFIO_SERIES_LORE'],
  between: ['from', 'to'],
  arch: [],
  config: [],
};

/** Commands that judge a tree by its own rules, the same for everybody. */
const COMMON: ReadonlySet<string> = new Set(['hook', 'baseline', 'verify', 'report', 'demo', 'completion']);

const isCommon = (command: Command | null): boolean =>
  command !== null && (COMMON.has(command.name()) || isCommon(command.parent));

/** A path below the home folder, as git takes it for its own settings. */
const inHome = (text: string, home: string | undefined): string =>
  home !== undefined && text.startsWith('~/') ? join(home, text.slice(2)) : text;

const apply = (command: Command, name: string, text: string): void => {
  const option = command.options.find((one) => one.attributeName() === name);
  if (option === undefined) return;
  try {
    const value = option.parseArg === undefined ? text : option.parseArg(text, undefined);
    command.setOptionValueWithSource(name, value, 'config');
  } catch (cause) {
    if (!(cause instanceof InvalidArgumentError)) throw cause;
    throw new UserError('usage', `kvm-vfio-series.${name}: ${cause.message}`, {
      hint: `it is a setting of git; git config --show-origin kvm-vfio-series.${name} names its file`,
      cause,
    });
  }
};

/**
 * Gives options that the user left out their personal default.
 * @throws UserError `usage` when the value of a setting is none.
 */
export const applyPersonalDefaults = async (command: Command, io: Io): Promise<void> => {
  const open = Object.entries(DEFAULTS).filter(([name, others]) => {
    const isGiven = (one: string): boolean =>
      command.getOptionValue(one) !== undefined || (io.env[one] ?? '') !== '';
    return command.options.some((one) => one.attributeName() === name) && ![name, ...others].some(isGiven);
  });
  if (open.length === 0 || isCommon(command)) return;
  const settings = await readUserSettings(io.env, quietContext());
  for (const [name] of open) {
    const text = settings.get(name);
    if (text !== undefined) apply(command, name, name === 'arch' ? text : inHome(text, io.env['HOME']));
  }
};
