// Reads blobs through one long-lived `git cat-file --batch`: many ids written at once, answers in order.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { UserError } from '../base/error.js';
import type { BlobId } from '../base/id.js';
import { type BatchAnswer, BatchResponse } from './batch-response.js';
import { disposeAtExit } from './disposal.js';
import { firstComplaint, type GitPlace, startFailure, startGit } from './process.js';
import type { BlobReader } from './tree.js';

/** Ids in one write to the pipe: enough that git is never idle, little enough that the pipe's buffer is not exceeded a hundredfold. */
const IDS_PER_WRITE = 512;

interface Request {
  readonly ids: readonly BlobId[];
  readonly take: (bytes: Uint8Array, index: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  answered: number;
  failure: unknown;
}

/** A `BlobReader` over git's object store. Requests of several callers are answered in the order they were made. */
export class GitBlobReader implements BlobReader {
  private child: ChildProcessWithoutNullStreams | undefined;
  private stop: () => void = () => {};
  private dead: UserError | undefined;
  private complaint = '';
  private readonly waiting: Request[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly place: GitPlace) {}

  readonly readBlobs = (
    ids: readonly BlobId[],
    take: (bytes: Uint8Array, index: number) => void,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      if (this.dead) return reject(this.dead);
      if (ids.length === 0) return resolve();
      const child = this.started();
      this.waiting.push({ ids, take, resolve, reject, answered: 0, failure: undefined });
      this.writing = this.writing.then(() => this.write(child, ids)).catch(() => {});
    });

  /** Ends the process. Requests that still wait are rejected. */
  dispose(): void {
    this.fail(new UserError('environment', 'the object reader was closed'));
    this.stop();
  }

  private started(): ChildProcessWithoutNullStreams {
    if (this.child) return this.child;
    const child = startGit(this.place, ['cat-file', '--batch']);
    this.child = child;
    this.stop = disposeAtExit(() => child.kill('SIGKILL'));
    const response = new BatchResponse((answer) => this.answer(answer));
    child.stdout.on('data', (chunk: Buffer) => {
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

  private async write(child: ChildProcessWithoutNullStreams, ids: readonly BlobId[]): Promise<void> {
    for (let from = 0; from < ids.length && !this.dead; from += IDS_PER_WRITE) {
      const text = `${ids.slice(from, from + IDS_PER_WRITE).join('\n')}\n`;
      if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), once(child, 'close')]);
    }
  }

  private answer(answer: BatchAnswer): void {
    const request = this.waiting[0];
    if (request === undefined) throw new Error('git cat-file answered a question that nobody asked');
    const index = request.answered;
    request.answered += 1;
    request.failure ??= answerFailure(answer, request.ids[index] ?? '');
    if (answer.kind === 'object' && request.failure === undefined) {
      try {
        request.take(answer.bytes, index);
      } catch (error) {
        request.failure = error;
      }
    }
    if (request.answered < request.ids.length) return;
    this.waiting.shift();
    if (request.failure === undefined) request.resolve();
    else request.reject(request.failure);
  }

  private fail(error: UserError): void {
    this.dead ??= error;
    for (const request of this.waiting.splice(0)) request.reject(this.dead);
  }
}

const answerFailure = (answer: BatchAnswer, asked: string): UserError | undefined => {
  if (answer.kind !== 'object') {
    return new UserError('environment', `object ${asked} is ${answer.kind} in the repository`, {
      hint: 'Run "git fsck"; in a partial clone, fetch the missing objects with "git fetch --refetch --filter=blob:limit=10m".',
    });
  }
  if (answer.id !== asked) return new UserError('environment', `git gave object ${answer.id} for ${asked}`);
  if (answer.type === 'blob') return undefined;
  return new UserError('environment', `object ${asked} is a ${answer.type}, not a blob`);
};
