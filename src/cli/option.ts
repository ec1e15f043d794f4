// Values of options: from the words of the command line to what src/flow/check.ts takes.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command as Commander, InvalidArgumentError } from 'commander';
import { defined } from '../base/defined.js';
import { UserError } from '../base/error.js';
import { parseClaim } from '../check/opaque-claim.js';
import type { EdgeRequest } from '../flow/request.js';

/** A module's name, path or glob: what modinfo(8) takes, plus `/`, `*`, `?` and `[...]`. */
const MODULE_NAME = /^[A-Za-z0-9_/*?[\]!-]+$/;

/** One end of a direction. */
export const oneModule = (text: string): string => {
  const name = text.trim().replace(/\.ko$/, '');
  if (MODULE_NAME.test(name)) return name;
  throw new InvalidArgumentError(`'${text}' is not a module's name or glob.`);
};

/** `kvm,vfio`. */
export const modulePair = (text: string): readonly [string, string] => {
  const [first, second, ...rest] = text.split(',');
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Give two names, with a comma between them: kvm,vfio.');
  }
  return [oneModule(first), oneModule(second)];
};

/**
 * The module that an argument names, read after the command line was taken apart.
 * @throws UserError `usage` when it names none
 */
export const moduleArgument = (text: string): string => {
  try {
    return oneModule(text);
  } catch (cause) {
    if (cause instanceof InvalidArgumentError) {
      throw new UserError('usage', `${text}: ${cause.message}`, { cause });
    }
    throw cause;
  }
};

/** One more claim of `--opaque`. */
export const opaqueClaims = (text: string, before: readonly string[]): readonly string[] => {
  if (parseClaim(text) !== undefined) return [...before, text];
  throw new InvalidArgumentError("Give a struct and a module, such as 'struct kvm@vfio'.");
};

/** An architecture is the name of a folder of arch/. */
export const architecture = (text: string): string => {
  if (/^[a-z0-9_]+$/.test(text)) return text === 'x86_64' || text === 'i386' ? 'x86' : text;
  throw new InvalidArgumentError('Give the name of a folder of arch/, such as x86.');
};

/** The options of a pair of modules. */
export interface PairOptions {
  readonly between?: readonly [string, string];
  readonly from?: string;
  readonly to?: string;
}

/** Declares the options for a pair of modules. */
export const declarePair = (command: Commander): Commander =>
  command
    .option('--between <A,B>', 'two module names or globs (default: kvm,vfio)', modulePair)
    .option('--from <A>', 'only edges from this module (with --to)', oneModule)
    .option('--to <B>', 'only edges to this module (with --from)', oneModule);

/**
 * The modules of the query, and whether only one direction counts.
 * @throws UserError `usage` when `--from` and `--to` do not come together, or come with `--between`.
 */
export const askedPair = (options: PairOptions): Pick<EdgeRequest, 'between' | 'oneWay'> => {
  const { between, from, to } = options;
  if (from === undefined && to === undefined) return between === undefined ? {} : { between };
  if (from === undefined || to === undefined) {
    throw new UserError('usage', '--from and --to go together', {
      hint: 'for example: --from vfio --to kvm',
    });
  }
  if (between !== undefined) {
    throw new UserError('usage', '--between asks both directions, --from and --to one', {
      hint: 'give one or the other',
    });
  }
  return { between: [from, to], oneWay: true };
};

/** The options of a configuration or an architecture. */
export interface ConfigOptions {
  readonly config?: string;
  readonly arch?: string;
}

/** Declares the options for one configuration or architecture. */
export const declareConfig = (command: Commander): Commander =>
  command
    .option('--config <file>', 'only what this kernel .config builds')
    .option('--arch <arch>', 'only this architecture, such as x86', architecture);

/** The options of one commit in one configuration. */
export interface StateOptions extends ConfigOptions {
  readonly rev?: string;
}

/**
 * The tree of the query, its state and its configuration.
 * @throws UserError `input` as `readConfig`.
 */
export const askedState = async (
  tree: string,
  { rev, config, arch }: StateOptions,
  folder: string,
): Promise<
  Pick<EdgeRequest, 'tree' | 'workingFolder' | 'config' | 'architecture'> & { readonly revision?: string }
> => ({
  tree,
  workingFolder: folder,
  ...defined({
    revision: rev,
    config: config === undefined ? config : await readConfig(config, folder),
    architecture: arch,
  }),
});

/**
 * The text of a kernel configuration.
 * @throws UserError `input` when it cannot be read or sets no CONFIG symbol.
 */
export const readConfig = async (path: string, folder: string): Promise<string> => {
  const text = await readFile(resolve(folder, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UserError('input', `${path}: cannot be read (${cause.code ?? cause.message})`, {
      hint: '--config takes the .config of a kernel build',
      cause,
    });
  });
  if (/^(?:CONFIG_\w+=|# CONFIG_\w+ is not set)/m.test(text)) return text;
  throw new UserError('input', `${path}: not a kernel configuration, it sets no CONFIG_ symbol`, {
    hint: '--config takes the .config of a kernel build',
  });
};
