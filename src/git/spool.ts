// A file for the output of git. A pipe holds 64 KB: git waits whenever nobody reads from it.
import { closeSync, openSync, readSync, rmSync } from 'node:fs';

const PART = 1 << 18;

/** A file between a git process and its reader. The owner removes it with `dispose`. */
export class Spool {
  /** What git writes to. */
  readonly descriptor: number;
  private isOpen = true;
  private taken = 0;

  /** @param path where nothing is yet; the file loses its name at once, so that nothing of it can be left. */
  constructor(path: string) {
    this.descriptor = openSync(path, 'wx+', 0o600);
    rmSync(path);
  }

  /** Hands out what was written since the last time; a part is there until `take` returns. */
  read(take: (part: Buffer) => void): void {
    const part = Buffer.allocUnsafe(PART);
    for (;;) {
      const size = readSync(this.descriptor, part, 0, PART, this.taken);
      if (size === 0) return;
      this.taken += size;
      take(part.subarray(0, size));
    }
  }

  /** Lets go of it; nothing happens the second time. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    closeSync(this.descriptor);
  }
}
