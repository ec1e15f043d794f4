// The stable patch id (git-patch-id(1), --stable): the same for a patch that only moved, so that a tag given to an
// older revision can be carried. White space does not count, nor do line numbers, nor the order of files.
// It is git's to the bit, with what git 2.39 does at the edges: a file without hunks is hashed with the next one, and
// the `diff` line after a binary file is not hashed.
import { createHash, type Hash } from 'node:crypto';

/** Ids are sums of SHA-1 values, the lowest byte first, so that the order of the files does not matter. */
const HASH_BYTES = 20;

const withoutSpace = (line: string): string => line.replace(/[ \t\n\v\f\r]+/g, '');

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/** The running hash of one patch id. */
class PatchHash {
  private hash: Hash = createHash('sha1');
  private readonly sum = new Uint8Array(HASH_BYTES);
  private place: 'before' | 'header' | 'hunks' | 'binary' = 'before';
  private old = 0;
  private fresh = 0;
  private ids = '';

  private flush(): void {
    const value = this.hash.digest();
    let carry = 0;
    for (let at = 0; at < HASH_BYTES; at++) {
      carry += (this.sum[at] ?? 0) + (value[at] ?? 0);
      this.sum[at] = carry & 0xff;
      carry >>= 8;
    }
    this.hash = createHash('sha1');
  }

  /** Takes one line; false when the patch has ended. */
  take(line: string): boolean {
    if (line.startsWith('\\ ')) return true;
    if (this.place === 'before') {
      if (!line.startsWith('diff ')) return true;
      this.place = 'header';
    } else if (this.place === 'binary') {
      if (line.startsWith('diff ')) this.place = 'header';
      return true;
    }
    if (this.place === 'hunks' && this.old <= 0 && this.fresh <= 0) {
      const header = HUNK.exec(line);
      if (header !== null) {
        this.old = Number(header[1] ?? 1);
        this.fresh = Number(header[2] ?? 1);
        return true;
      }
      if (!line.startsWith('diff ')) return false;
      this.flush();
      this.place = 'header';
    }
    if (this.place === 'header') return this.takeHeader(line);
    if (line[0] !== '+') this.old--;
    if (line[0] !== '-') this.fresh--;
    this.add(line);
    return true;
  }

  private takeHeader(line: string): boolean {
    if (line.startsWith('GIT binary patch') || line.startsWith('Binary files')) {
      this.hash.update(this.ids, 'latin1');
      this.flush();
      this.place = 'binary';
      return true;
    }
    const index = /^index ([^ ]+?)\.\.([^ ]+)/.exec(line);
    if (index !== null) {
      this.ids = `${index[1] ?? ''}${index[2] ?? ''}`;
      return true;
    }
    if (line.startsWith('+++ ')) this.place = 'hunks';
    else if (!/^[A-Za-z]/.test(line) && !line.startsWith('--- ')) return false;
    this.add(line);
    return true;
  }

  private add(line: string): void {
    this.hash.update(withoutSpace(line), 'latin1');
  }

  finish(): string | null {
    if (this.place === 'before') return null;
    this.flush();
    return Buffer.from(this.sum).toString('hex');
  }
}

/** What `git patch-id --stable` prints for a diff, in hexadecimal; null for one without a `diff` line. */
export const patchId = (diff: Uint8Array): string | null => {
  const text = Buffer.from(diff.buffer, diff.byteOffset, diff.byteLength).toString('latin1');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const hash = new PatchHash();
  for (const line of lines) if (!hash.take(line)) break;
  return hash.finish();
};
