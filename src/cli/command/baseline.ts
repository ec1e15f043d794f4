// `baseline`: writes the accepted edges of a tree, shows them, and compares them with the edges of the tree.

import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command as Commander } from 'commander';
import { counted } from '../../base/count.js';
import { edgeText } from '../../base/edge.js';
import { BASELINE_PATH } from '../../check/guard/baseline.js';
import {
  type Baseline,
  baselineText,
  guardTree,
  readBaseline,
  renewedBaseline,
  type TreeGuardRequest,
  treeGuard,
  UserError,
} from '../../index.js';
import { plainLine } from '../../report/part/escape.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import { declareGuard, type GuardOptions, guardFiles } from '../guard-option.js';
import { askedPair, askedState, modulePair, oneModule, type PairOptions } from '../option.js';
import type { Session } from '../session.js';
import type { Command } from './command.js';

interface TreeOptions extends PairOptions, GuardOptions, CacheFlags {
  readonly rev?: string;
}

interface WriteOptions extends TreeOptions {
  readonly output?: string;
  readonly prune?: boolean;
}

const requestOf = async (
  tree: string,
  options: TreeOptions,
  session: Session,
): Promise<TreeGuardRequest> => ({
  ...(await askedState(tree, options, session.io.folder)),
  ...askedPair(options),
  ...(await guardFiles(options, session.io.folder)),
  ...cacheOf(session.io, options),
});

/** The baseline that a file has; null when there is no such file. */
const writtenIn = async (path: string, shownPath: string): Promise<Baseline | null> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new UserError('input', `${shownPath}: cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  return text === null ? null : readBaseline(text, shownPath);
};

/** Replaces a file as a whole: a killed process leaves the old file. */
const replaceFile = async (path: string, shownPath: string, text: string): Promise<void> => {
  const fresh = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, path);
  } catch (cause) {
    await rm(fresh, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new UserError('environment', `${shownPath}: cannot be written (${code ?? message})`, { cause });
  }
};

const missing = (from: Baseline, others: Baseline): Baseline => {
  const there = new Set(others.map((edge) => JSON.stringify(edge)));
  return from.filter((edge) => !there.has(JSON.stringify(edge)));
};

const linesOf = (mark: string, edges: Baseline): readonly string[] =>
  edges.map((edge) => `  ${mark} ${plainLine(edgeText(edge))}`);

const write = async (tree: string, options: WriteOptions, session: Session): Promise<number> => {
  const { output, prune = false } = options;
  const request = await requestOf(tree, options, session);
  const guarded = await guardTree(request, session.context);
  if (output === '-') {
    const committed = guarded.baseline ?? [];
    await session.print(baselineText(renewedBaseline(guarded, request, committed, prune)));
    return EXIT.ok;
  }
  if (output === undefined && guarded.workFolder === undefined) {
    throw new UserError('usage', `${tree} is a bare repository, without a place for the baseline`, {
      hint: 'say where with -o FILE, or - for standard output',
    });
  }
  const shown = output ?? BASELINE_PATH;
  const path =
    output === undefined ? join(guarded.workFolder ?? '', BASELINE_PATH) : resolve(session.io.folder, output);
  const written = await writtenIn(path, shown);
  if (prune && written === null) {
    throw new UserError('input', `${shown}: there is no such file to prune`, { hint: 'leave --prune out' });
  }
  const before = written ?? [];
  const now = renewedBaseline(guarded, request, before, prune);
  await replaceFile(path, shown, baselineText(now));
  const came = missing(now, before);
  const went = missing(before, now);
  const change =
    came.length + went.length === 0 ? 'nothing changed' : `${came.length} came, ${went.length} went`;
  await session.print(
    [
      `${shown}: ${counted(now.length, 'edge')}; ${change}`,
      ...linesOf('+', came),
      ...linesOf('-', went),
      '',
    ].join('\n'),
  );
  return EXIT.ok;
};

const show = async (
  tree: string,
  options: Pick<TreeOptions, 'rev' | 'baseline'> & { readonly json?: boolean },
  session: Session,
): Promise<number> => {
  const request = await requestOf(tree, options, session);
  const { baseline } = await treeGuard(request, session.context);
  if (baseline === null) {
    await session.complain('there is no baseline; "kvm-vfio-series baseline write" makes one\n');
    return EXIT.failed;
  }
  await session.print(
    options.json
      ? baselineText(baseline)
      : [...linesOf('=', baseline), counted(baseline.length, 'edge'), ''].join('\n'),
  );
  return EXIT.ok;
};

const compare = async (tree: string, options: TreeOptions, session: Session): Promise<number> => {
  const request = await requestOf(tree, options, session);
  const { findings, outcome } = await guardTree(request, session.context);
  const { violations, stale, known } = outcome;
  const failed = findings.some(({ severity }) => severity === 'error');
  const lines = findings.map(({ kind, message, path, line }) => {
    const mark = kind === 'baseline-stale' ? '-' : kind === 'policy-violation' ? '+' : '*';
    return `  ${mark} ${plainLine(message)}${line === undefined ? '' : ` (${plainLine(path ?? '')}:${line})`}`;
  });
  const number = (of: readonly unknown[]): string => (of.length === 0 ? 'none' : String(of.length));
  const counts = `${known.length} known edges, ${number(violations)} new, ${number(stale)} stale`;
  await session.print([...lines, `${failed ? 'FAIL' : 'ok'}: ${counts}`, ''].join('\n'));
  return failed ? EXIT.failed : EXIT.ok;
};

const declareTree = (command: Commander): Commander =>
  command
    .argument('[tree]', 'a Linux kernel git repository (default: the current folder)')
    .option('--rev <rev>', 'the commit to read (default: HEAD)');

const declareQuestion = (command: Commander): Commander =>
  declareCache(declareGuard(declareTree(command)))
    .option(
      '--between <A,B>',
      'module pair to guard if the policy has no rules (default: kvm,vfio)',
      modulePair,
    )
    .option('--from <A>', 'one direction only: from this module (with --to)', oneModule)
    .option('--to <B>', 'to this module (with --from)', oneModule);

export const baseline: Command = {
  name: 'baseline',
  declare: (command, start) => {
    command.description('record existing violations of the policy, so that only new ones fail');
    declareQuestion(
      command.command('write').description('write the edges that break the policy now, into the work tree'),
    )
      .option(
        '-o, --output <file>',
        `file to write, - for standard output (default: ${BASELINE_PATH} of the tree)`,
      )
      .option('--prune', 'only remove entries that are gone')
      .action((tree: string | undefined, options: WriteOptions) =>
        start((session) => write(tree ?? '.', options, session)),
      );
    declareTree(command.command('show').description('print the entries of the baseline'))
      .option('--baseline <file>', "read this file instead of the tree's")
      .option('--json', 'print one JSON document (schema/baseline.schema.json)')
      .action((tree: string | undefined, options: TreeOptions) =>
        start((session) => show(tree ?? '.', options, session)),
      );
    declareQuestion(
      command.command('check').description('list entries to add and to remove; exit with 1 if there are any'),
    ).action((tree: string | undefined, options: TreeOptions) =>
      start((session) => compare(tree ?? '.', options, session)),
    );
  },
};
