// Splits a stream of bytes into mails: mboxrd, mboxo, mboxcl2, CRLF or not, or one mail without a `From ` line.
// Holds one mail at a time, so the size of an mbox does not matter (mbox(5), RFC 4155).
import type { Diagnostic } from '../base/diagnostic.js';
import {
  isBareFromLine,
  isFromLine,
  opensHeader,
  type Quoting,
  quotingOf,
  unquoteFromLines,
} from './from-line.js';
import { MAX_FROM_LINE_BYTES, MAX_HEADER_BYTES, MAX_MAIL_BYTES } from './limit.js';

/** One mail as it was sent: header, empty line, body, with `From ` quoting undone. */
export interface RawMail {
  readonly bytes: Buffer;
  /** Line of the mbox on which the mail begins, counted from 1. */
  readonly line: number;
}

const HEADER_FIELD = /^[!-9;-~]{1,80}[ \t]*:/;
/** public-inbox writes this line and quotes every other `From `, so it splits even after a cut mail. */
const isArchiveMark = (line: string): boolean => line.startsWith('From mboxrd@z ');
const SEPARATOR = Buffer.from('\nFrom ');
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Bytes that arrive in pieces of any size, kept without copying each piece more than a few times. */
class Window {
  private store = Buffer.alloc(256 * 1024);
  private start = 0;
  private end = 0;

  get bytes(): Buffer {
    return this.store.subarray(this.start, this.end);
  }

  append(piece: Uint8Array): void {
    const held = this.end - this.start;
    if (this.end + piece.length > this.store.length) {
      const roomy =
        held + piece.length > this.store.length / 2 ? Buffer.alloc((held + piece.length) * 2) : this.store;
      this.store.copy(roomy, 0, this.start, this.end);
      this.store = roomy;
      this.start = 0;
      this.end = held;
    }
    this.store.set(piece, this.end);
    this.end += piece.length;
  }

  drop(length: number): void {
    this.start += length;
  }
}

const countLines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
};

const lineAt = (bytes: Buffer, at: number): string | null => {
  const end = bytes.indexOf(NEWLINE, at);
  if (end < 0 || end - at > MAX_FROM_LINE_BYTES) return null;
  return bytes.toString('latin1', at, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
};

const isBlankBefore = (bytes: Buffer, newline: number): boolean => {
  const before = bytes[newline - 1] === CARRIAGE_RETURN ? newline - 2 : newline - 1;
  return before < 0 || bytes[before] === NEWLINE;
};

/** Where the body starts, or -1 when the header has not ended yet. */
const bodyStart = (bytes: Buffer): number => {
  const unix = bytes.indexOf('\n\n');
  const dos = (unix < 0 ? bytes : bytes.subarray(0, unix)).indexOf('\r\n\r\n');
  if (dos >= 0) return dos + 4;
  return unix < 0 ? -1 : unix + 2;
};

/** Where a mail ends by its Content-Length; -1: it has none that leads to a `From ` line; null: more bytes are needed. */
const endByLength = (bytes: Buffer, ended: boolean): number | null => {
  const start = bodyStart(bytes);
  if (start < 0) return ended || bytes.length > MAX_HEADER_BYTES ? -1 : null;
  const field = /^content-length:[ \t]*(\d{1,9})[ \t]*\r?$/im.exec(bytes.toString('latin1', 0, start));
  if (field === null) return -1;
  const end = start + Number(field[1]);
  if (end > MAX_MAIL_BYTES) return -1;
  if (bytes.length < end + MAX_FROM_LINE_BYTES && !ended) return null;
  let next = end;
  while (bytes[next] === NEWLINE || bytes[next] === CARRIAGE_RETURN) next++;
  if (next >= bytes.length) return end <= bytes.length ? bytes.length : -1;
  const line = lineAt(bytes, next) ?? bytes.toString('latin1', next);
  return isFromLine(line) ? next : -1;
};

/** Room for a bare `From ` line and the first fields below it. */
const BARE_ROOM = 4 * MAX_FROM_LINE_BYTES;

/** Where the next `From ` line begins, or -1; `resume` is where to look when more bytes have come. */
const findSeparator = (
  bytes: Buffer,
  from: number,
  accepts: (line: string) => boolean,
): { readonly at: number; readonly resume: number } => {
  let at = bytes.indexOf(SEPARATOR, from);
  for (; at >= 0; at = bytes.indexOf(SEPARATOR, at + 1)) {
    const line = lineAt(bytes, at + 1);
    if (line === null) {
      if (bytes.length - at < MAX_FROM_LINE_BYTES) return { at: -1, resume: at };
      continue;
    }
    if (isArchiveMark(line)) return { at: at + 1, resume: at + 1 };
    if (!isBlankBefore(bytes, at)) continue;
    if (accepts(line)) return { at: at + 1, resume: at + 1 };
    if (accepts !== isFromLine || !isBareFromLine(line)) continue;
    const header = bytes.toString('latin1', at + 1, at + 1 + BARE_ROOM);
    const opens = opensHeader(header);
    if (opens) return { at: at + 1, resume: at + 1 };
    if (opens === null && header.length < BARE_ROOM) return { at: -1, resume: at };
  }
  return { at: -1, resume: Math.max(from, bytes.length - SEPARATOR.length) };
};

const withoutSeparatingLine = (mail: Buffer): Buffer => {
  if (mail.length > 3 && mail.subarray(-4).equals(Buffer.from('\r\n\r\n'))) return mail.subarray(0, -2);
  return mail.length > 1 && mail.subarray(-2).equals(Buffer.from('\n\n')) ? mail.subarray(0, -1) : mail;
};

/** The diagnostic for a mail above the limit. */
export const tooBig = (line: number): Diagnostic => ({
  severity: 'warning',
  code: 'mail-too-big',
  message: `a mail of more than ${MAX_MAIL_BYTES / 1024 / 1024} MB is left out`,
  line,
});

/** Divides bytes into mails as they arrive. It holds one mail at a time. */
class Splitter {
  private readonly window = new Window();
  /** The line on which the window begins. */
  private line = 1;
  /** Where to look for the next `From ` line. */
  private resume = 0;
  /** Null for a mail without a `From ` line. */
  private quoting: Quoting | null = null;
  /** Whether the `From ` line of the current mail is read. */
  private begun = false;
  /** Where the current mail ends by its Content-Length, or -1; undefined until its header has arrived. */
  private byLength: number | undefined;
  private skipping: 'too-big' | 'not-mail' | null = null;
  private accepts = isFromLine;

  constructor(private readonly report: (diagnostic: Diagnostic) => void) {}

  append(piece: Uint8Array): void {
    this.window.append(piece);
  }

  /** The mails that have arrived whole. @param ended whether no more bytes will arrive. */
  *mails(ended: boolean): Generator<RawMail> {
    while ((this.begun || this.open(ended)) && this.findLength(ended)) {
      const end = this.findEnd();
      if (end < 0) {
        this.dropSkipped();
        return;
      }
      const mail = this.take(end);
      this.begun = false;
      this.accepts = isFromLine;
      if (mail !== null) yield mail;
    }
  }

  /** The mail that the end of the bytes ends. */
  last(): RawMail | null {
    if (this.begun && this.quoting !== null && this.window.bytes.at(-1) !== NEWLINE) {
      const message = 'the last mail ends within a line: the mbox may be cut off';
      this.report({ severity: 'note', code: 'mbox-cut', message, line: this.line });
    }
    return this.begun ? this.take(this.window.bytes.length) : null;
  }

  /** Reads the `From ` line (or finds that there is none); false when it has not fully arrived. */
  private open(ended: boolean): boolean {
    this.skipBlank();
    const bytes = this.window.bytes;
    if (bytes.length === 0) return false;
    const first = lineAt(bytes, 0);
    if (first === null && bytes.length < MAX_FROM_LINE_BYTES && !ended) return false;
    const text = first ?? bytes.toString('latin1', 0, MAX_FROM_LINE_BYTES);
    this.quoting = null;
    if (text.startsWith('From ')) {
      this.quoting = quotingOf(text);
      const end = bytes.indexOf(NEWLINE);
      this.window.drop(end < 0 ? bytes.length : end + 1);
      this.line++;
    } else if (HEADER_FIELD.test(text)) {
      // One mail: its text may show `From ` lines that split nothing, save the mark of an archive.
      this.accepts = isArchiveMark;
    } else {
      const message = 'these bytes are not mail; skipped';
      this.report({ severity: 'warning', code: 'not-mail', message, line: this.line });
      this.skipping = 'not-mail';
    }
    this.begun = true;
    return true;
  }

  private skipBlank(): void {
    const bytes = this.window.bytes;
    let at = 0;
    while (at < bytes.length && (bytes[at] === NEWLINE || bytes[at] === CARRIAGE_RETURN)) at++;
    this.drop(at);
  }

  private drop(length: number): void {
    this.line += countLines(this.window.bytes.subarray(0, length));
    this.window.drop(length);
  }

  /** Reads the Content-Length of the current mail; false when more bytes are needed. */
  private findLength(ended: boolean): boolean {
    if (this.byLength !== undefined || this.skipping !== null) return true;
    const { bytes } = this.window;
    const end = this.quoting === null ? -1 : endByLength(bytes, ended);
    if (end === null && bytes.length <= MAX_MAIL_BYTES) return false;
    this.byLength = end ?? -1;
    return true;
  }

  /** Where the current mail ends; -1 when its end has not arrived. */
  private findEnd(): number {
    const { bytes } = this.window;
    const { byLength = -1 } = this;
    const found =
      this.skipping === null && byLength >= 0
        ? { at: byLength < bytes.length ? byLength : -1, resume: bytes.length }
        : findSeparator(bytes, this.resume, this.accepts);
    this.resume = found.resume;
    if ((found.at < 0 ? bytes.length : found.at) > MAX_MAIL_BYTES && this.skipping === null) {
      this.report(tooBig(this.line));
      this.skipping = 'too-big';
    }
    return found.at;
  }

  /** Drops the bytes of a skipped mail, except what may be the start of a separator with the line end before it. */
  private dropSkipped(): void {
    if (this.skipping === null || this.resume <= 1) return;
    this.drop(this.resume - 2);
    this.resume = 2;
  }

  private take(length: number): RawMail | null {
    const bytes = this.window.bytes.subarray(0, length);
    const { line } = this;
    const mail = this.skipping !== null || length === 0 ? null : this.unquoted(Buffer.from(bytes));
    this.drop(length);
    this.resume = 0;
    this.byLength = undefined;
    this.skipping = null;
    return mail === null ? null : { bytes: mail, line };
  }

  private unquoted(mail: Buffer): Buffer {
    if (this.quoting === null) return mail;
    const inner = withoutSeparatingLine(mail);
    const hasLength = this.byLength !== undefined && this.byLength >= 0;
    const verbatim = hasLength && findSeparator(inner, 0, isFromLine).at >= 0;
    return unquoteFromLines(inner, verbatim ? 'verbatim' : this.quoting);
  }
}

/**
 * The mails of one mbox, or the one mail that the bytes are.
 * Reports `mail-too-big` (the mail is left out) and `not-mail` (bytes that are no mail before, or instead of, the first one).
 */
export async function* splitMbox(
  source: AsyncIterable<Uint8Array>,
  report: (diagnostic: Diagnostic) => void,
): AsyncGenerator<RawMail> {
  const splitter = new Splitter(report);
  for await (const piece of source) {
    splitter.append(piece);
    yield* splitter.mails(false);
  }
  yield* splitter.mails(true);
  const last = splitter.last();
  if (last !== null) yield last;
}
