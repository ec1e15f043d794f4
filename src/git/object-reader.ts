// Reads objects through one long-lived `git cat-file --batch`: many ids written at once, answers in order.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../base/error.js';
import type { BlobId, CommitId, TreeId } from '../base/id.js';
import { type BatchAnswer, BatchResponse } from './batch-response.js';
import { cleanUpAtExit } from './cleanup.js';
import { firstComplaint, type GitPlace, SilenceWatch, silentGit, startFailure, startGit } from './process.js';
import type { ObjectReader, TreeFile } from './tree.js';
import type { WorkTree } from './work-tree.js';

/** What to do with an object. */
type Take = (bytes: Uint8Array, index: number, id: string) => void;

/** Ids in one write to the pipe: enough that git is never idle, little enough that the pipe's buffer is not exceeded a hundredfold. */
const IDS_PER_WRITE = 512;

/** Files of a work tree between two turns of others: a tenth of a second. */
const FILES_PER_TURN = 64;

interface Request {
  /** Ids of objects, or what names one (gitrevisions(7)). */
  readonly names: readonly string[];
  readonly type: 'blob' | 'tree';
  readonly take: Take;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  answered: number;
  failure: unknown;
}

/** An `ObjectReader` over git's object store. Requests of several callers are answered in the order they were made. */
export class GitObjectReader implements ObjectReader {
  private child: ChildProcessWithoutNullStreams | undefined;
  private stop: () => void = () => {};
  private dead: UserError | undefined;
  private complaint = '';
  private readonly watch: SilenceWatch;
  private readonly waiting: Request[] = [];
  private writing: Promise<void> = Promise.resolve();

  /** @param workTree where files are looked for first. */
  constructor(
    private readonly place: GitPlace,
    private readonly workTree?: WorkTree,
  ) {
    this.watch = new SilenceWatch(place, () => {
      this.fail(silentGit('cat-file', this.watch.seconds));
      this.stop();
    });
  }

  readonly readBlobs = (ids: readonly BlobId[], take: Take): Promise<void> => this.read(ids, 'blob', take);

  readonly readFiles = async (files: readonly TreeFile[], take: Take): Promise<void> => {
    const others: number[] = [];
    for (const [index, file] of files.entries()) {
      if (this.dead) throw this.dead;
      const bytes = this.workTree?.read(file);
      if (bytes === undefined) others.push(index);
      else take(bytes, index, file.blob);
      if (this.workTree !== undefined && index % FILES_PER_TURN === FILES_PER_TURN - 1) await setImmediate();
    }
    const blobs = others.map((index) => (files[index] as TreeFile).blob);
    await this.readBlobs(blobs, (bytes, at, id) => take(bytes, others[at] as number, id));
  };

  readonly readTrees = (ids: readonly TreeId[], take: Take): Promise<void> => this.read(ids, 'tree', take);

  readonly treeOf = async (commit: CommitId): Promise<TreeId> => {
    let tree = '';
    await this.read([`${commit}^{tree}`], 'tree', (_bytes, _index, id) => {
      tree = id;
    });
    return tree as TreeId;
  };

  /** Ends the process. Requests that still wait are rejected. */
  dispose(): void {
    this.fail(new UserError('environment', 'the object reader was closed'));
    this.stop();
  }

  private read(names: readonly string[], type: Request['type'], take: Take): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.dead) return reject(this.dead);
      if (names.length === 0) return resolve();
      const child = this.started();
      this.watch.heard();
      this.waiting.push({ names, type, take, resolve, reject, answered: 0, failure: undefined });
      this.writing = this.writing.then(() => this.write(child, names)).catch(() => {});
    });
  }

  private started(): ChildProcessWithoutNullStreams {
    if (this.child) return this.child;
    const child = startGit(this.place, ['cat-file', '--batch']);
    this.child = child;
    this.stop = cleanUpAtExit(() => child.kill('SIGKILL'));
    const response = new BatchResponse((answer) => this.answer(answer));
    child.stdout.on('data', (chunk: Buffer) => {
      this.watch.heard();
      try {
        if (!this.dead) response.push(chunk);
      } catch (cause) {
        this.fail(new UserError('environment', 'git cat-file gave an answer that cannot be read', { cause }));
        this.stop();
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(0, 4096);
    });
    child.stdin.on('error', () => {});
    child.on('error', (cause) => this.fail(startFailure(cause)));
    child.on('close', () => {
      const said = firstComplaint(this.complaint);
      this.fail(new UserError('environment', `git cat-file ended early${said === '' ? '' : `: ${said}`}`));
      this.stop();
    });
    return child;
  }

  private async write(child: ChildProcessWithoutNullStreams, names: readonly string[]): Promise<void> {
    for (let from = 0; from < names.length && !this.dead; from += IDS_PER_WRITE) {
      const text = `${names.slice(from, from + IDS_PER_WRITE).join('\n')}\n`;
      if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), once(child, 'close')]);
    }
  }

  private answer(answer: BatchAnswer): void {
    const request = this.waiting[0];
    if (request === undefined) throw new Error('git cat-file answered a question that nobody asked');
    const index = request.answered;
    request.answered += 1;
    request.failure ??= answerFailure(answer, request.names[index] ?? '', request.type);
    if (answer.kind === 'object' && request.failure === undefined) {
      try {
        request.take(answer.bytes, index, answer.id);
      } catch (error) {
        request.failure = error;
      }
    }
    if (request.answered < request.names.length) return;
    this.waiting.shift();
    if (this.waiting.length === 0) this.watch.end();
    if (request.failure === undefined) request.resolve();
    else request.reject(request.failure);
  }

  private fail(error: UserError): void {
    this.dead ??= error;
    this.watch.end();
    for (const request of this.waiting.splice(0)) request.reject(this.dead);
  }
}

const isId = (name: string): boolean => /^[0-9a-f]+$/.test(name);

const answerFailure = (answer: BatchAnswer, asked: string, type: Request['type']): UserError | undefined => {
  if (answer.kind !== 'object') {
    return new UserError('environment', `object ${asked} is ${answer.kind} in the repository`, {
      hint: 'Run "git fsck"; in a partial clone, fetch the missing objects with "git fetch --refetch --filter=blob:limit=10m".',
    });
  }
  if (isId(asked) && answer.id !== asked)
    return new UserError('environment', `git gave object ${answer.id} for ${asked}`);
  if (answer.type === type) return undefined;
  return new UserError('environment', `object ${asked} is a ${answer.type}, not a ${type}`);
};
