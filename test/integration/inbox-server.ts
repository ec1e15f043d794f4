// A real public-inbox server on loopback, when its packages and its script are on this machine.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { below, toolsFolder } from '../outside.js';

const SCRIPT = below(toolsFolder(), 'serve-inbox');

/** Why there is no server here, `undefined` when there is one. */
export const noInboxServer: string | undefined =
  SCRIPT === undefined
    ? 'no serve-inbox'
    : spawnSync('sh', ['-c', 'command -v public-inbox-httpd']).status === 0
      ? undefined
      : 'public-inbox is not installed';

export interface InboxServer {
  /** `http://127.0.0.1:PORT/test/`. */
  readonly url: string;
  /** The inbox on disk: `git/0.git` and its index. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** Serves these mboxes (mboxrd with `From mboxrd@z` lines) from a folder of its own. */
export const startInboxServer = async (folder: string, mboxes: readonly string[]): Promise<InboxServer> => {
  const port = await freePort();
  if (SCRIPT === undefined) throw new Error(noInboxServer);
  const child = spawn(SCRIPT, [String(port), folder, ...mboxes], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (piece: Buffer) => said.push(piece.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const url = `http://127.0.0.1:${port}/test/`;
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return { url, folder: `${folder}/test`, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`the inbox server did not start:\n${said.join('')}`);
};
