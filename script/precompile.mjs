// Runs on the small kernel what users run most, and keeps what V8 compiled for it beside the script: a check runs much
// code once or twice, and to compile that was a tenth of it.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { COMPILED, programOf, readScript } from '../bin/program.js';
import { createTemporaryRepository } from '../dist/git/temporary-repository.js';
import { quietContext } from '../dist/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const series = join(root, 'fixtures/demo/removal.mbox');
const USAGE = 2;

const nowhere = () => new Writable({ write: (_text, _encoding, done) => done() });

/** Runs one command as from a shell; whether a verdict holds is of no concern here. */
const run = async (main, words, cache) => {
  const code = await main(words, {
    stdin: Readable.from([]),
    stdout: nowhere(),
    stderr: nowhere(),
    env: { ...process.env, XDG_CACHE_HOME: cache },
    folder: root,
    outColumns: undefined,
    errColumns: undefined,
  });
  if (code >= USAGE) throw new Error(`${words[0]} ended with ${code}`);
};

const commandsOn = (tree) => [
  ['check', tree, '--series', series],
  ['check', tree, '--series', series, '--json', '--no-cache'],
  ['check', tree],
  ['edges', tree, '--all', '--jobs', '1'],
  ['explain', tree, '--from', 'kvm', '--to', 'vfio'],
  ['modules', tree],
  ['triage', tree, series],
  ['show', series],
];

const script = readScript();
const { main } = programOf(script);
const cache = mkdtempSync(join(tmpdir(), 'kvm-vfio-series-build-'));
try {
  const kernel = await createTemporaryRepository(
    join(root, 'fixtures/kernel'),
    'a small kernel',
    quietContext(),
  );
  try {
    for (const words of commandsOn(kernel.path)) await run(main, words, cache);
  } finally {
    kernel.remove();
  }
  // Whole or not at all: who starts at this moment compiles by itself.
  writeFileSync(`${COMPILED}.part`, script.createCachedData());
  renameSync(`${COMPILED}.part`, COMPILED);
} catch (error) {
  // Where there is no git, the program is built all the same.
  console.error(`not precompiled, so each command starts some tenths of a second later: ${error.message}`);
} finally {
  rmSync(cache, { recursive: true, force: true });
}
