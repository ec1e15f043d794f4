// The answers of `git cat-file --batch` (git-cat-file(1), "BATCH OUTPUT") as a state machine over chunks of any size.

/** One answer, in the order of the questions. */
export type BatchAnswer =
  | { readonly kind: 'object'; readonly id: string; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'ambiguous'; readonly name: string };

/** A header is an id, a type and a size; a `missing` line repeats the name that was asked. Longer is not an answer of git's. */
const HEADER_LIMIT = 4096;
const LINE_FEED = 0x0a;

/** Takes chunks of the output and hands out whole answers. */
export class BatchResponse {
  private header = '';
  private object: { id: string; type: string; bytes: Uint8Array; filled: number } | undefined;

  /** @param take gets each answer once; an object's bytes are an array of their own. */
  constructor(private readonly take: (answer: BatchAnswer) => void) {}

  /** @throws Error when the bytes are not answers of `cat-file --batch`. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.object ? this.pushBody(chunk, at) : this.pushHeader(chunk, at);
  }

  private pushHeader(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(LINE_FEED, from);
    const stop = end === -1 ? chunk.length : end;
    this.header += Buffer.from(chunk.buffer, chunk.byteOffset + from, stop - from).toString('latin1');
    if (this.header.length > HEADER_LIMIT) throw new Error('an answer of git cat-file has no end of line');
    if (end === -1) return stop;
    const header = this.header;
    this.header = '';
    this.startAnswer(header);
    return end + 1;
  }

  private startAnswer(header: string): void {
    const match = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(header);
    if (match) {
      const [, id = '', type = '', size = ''] = match;
      this.object = { id, type, bytes: new Uint8Array(Number(size)), filled: 0 };
      return;
    }
    const failed = /^(.*) (missing|ambiguous)$/.exec(header);
    if (!failed) throw new Error(`not an answer of git cat-file: ${JSON.stringify(header.slice(0, 80))}`);
    this.take({ kind: failed[2] === 'missing' ? 'missing' : 'ambiguous', name: failed[1] ?? '' });
  }

  private pushBody(chunk: Uint8Array, from: number): number {
    const object = this.object;
    if (object === undefined) return from;
    const wanted = object.bytes.length - object.filled;
    if (wanted > 0) {
      const part = chunk.subarray(from, from + wanted);
      object.bytes.set(part, object.filled);
      object.filled += part.length;
      return from + part.length;
    }
    if (chunk[from] !== LINE_FEED) throw new Error(`object ${object.id} is longer than git cat-file said`);
    this.object = undefined;
    this.take({ kind: 'object', id: object.id, type: object.type, bytes: object.bytes });
    return from + 1;
  }
}
