// The environment and switches with which every git is started: it reads, it asks nothing, it runs nothing of the user's.
// git(1) "Environment Variables", githooks(5), gitattributes(5).

import { randomBytes } from 'node:crypto';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Settings that name a program or a way to another machine, turned off. `-c` is the last scope that git reads, so they win
 * over every file. An empty `core.fsmonitor` is no program to git 2.30, where `false` would be one.
 */
const PROGRAM_CONFIG: readonly string[] = [
  'core.fsmonitor=',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'protocol.allow=never',
];

/**
 * Settings that start nothing. `core.protect*` makes git refuse the spellings of `.git` of every file system, not only of
 * this one.
 */
export const PLAIN_CONFIG: readonly string[] = [
  'core.quotePath=false',
  'core.protectNTFS=true',
  'core.protectHFS=true',
  'log.showSignature=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** Both as switches before the command word. No name among them has a `=`, where git before 2.31 would split it. */
export const SAFE_ARGUMENTS: readonly string[] = [...PROGRAM_CONFIG, ...PLAIN_CONFIG].flatMap((entry) => [
  '-c',
  entry,
]);

/**
 * The only protocol that git may use (git(1), GIT_ALLOW_PROTOCOL): one that no helper and no setting can be named after.
 * The variable wins over `protocol.*.allow` of every file, and every git has it: GIT_NO_LAZY_FETCH came with 2.45.
 */
const NO_PROTOCOL = `none-${randomBytes(16).toString('hex')}`;

/** Variables of git with the place of its configuration and the identity of the user; all others (`GIT_DIR`, `GIT_PAGER`, ...) are dropped. */
const KEPT_GIT_VARIABLES =
  /^GIT_(?:CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|CONFIG_COUNT|CONFIG_KEY_\d+|CONFIG_VALUE_\d+|CONFIG_PARAMETERS|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER|(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE))$/;

/** Settings by which git could start a program or open a window for a prompt. */
const DROPPED_VARIABLES = new Set(['EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS', 'LANGUAGE']);

/** Variables for a git that looks at the user's repository. */
export const safeEnvironment = (variables: Variables): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined || DROPPED_VARIABLES.has(name)) continue;
    if (name.startsWith('GIT_') && !KEPT_GIT_VARIABLES.test(name)) continue;
    kept[name] = value;
  }
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: NO_PROTOCOL,
  };
};

/** Where the scratch repository keeps its own folder, and the object folders that it reads besides. */
export interface ScratchPlaces {
  readonly gitFolder: string;
  readonly objectFolder: string;
  readonly alternates: readonly string[];
}

/** A path in `GIT_ALTERNATE_OBJECT_DIRECTORIES` is C-quoted when it could be read as two, or as a quoted one. */
const quoteAlternate = (path: string): string =>
  /[:"\n]/.test(path)
    ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
    : path;

/**
 * Variables for a git that works in the scratch repository: no configuration but our own, and new
 * objects written beside the user's, never among them.
 */
export const scratchEnvironment = (variables: Variables, places: ScratchPlaces): Record<string, string> => {
  const environment = safeEnvironment(variables);
  for (const name of Object.keys(environment)) {
    if (/^GIT_CONFIG_/.test(name)) delete environment[name];
  }
  return {
    ...environment,
    // Git before 2.32 finds the user's configuration by these alone.
    HOME: places.gitFolder,
    XDG_CONFIG_HOME: places.gitFolder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_DIR: places.gitFolder,
    GIT_OBJECT_DIRECTORY: places.objectFolder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: places.alternates.map(quoteAlternate).join(':'),
  };
};
