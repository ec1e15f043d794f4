// One mail into its header and its text parts, as transfer-decoded bytes (RFC 2045, RFC 2046). MIME libraries decode text
// parts to strings, which loses the exact bytes of a diff, and join format=flowed lines, which loses tags.
import { decodeText } from './charset.js';
import { hasDiff } from './has-diff.js';
import { MAX_HEADER_BYTES, MAX_MIME_DEPTH, MAX_MIME_PARTS } from './limit.js';
import { decodeTransfer, isIdentity } from './transfer-encoding.js';

/** A leaf of the MIME tree. */
export interface Part {
  /** `text/plain`, lower case. */
  readonly type: string;
  readonly charset: string;
  readonly fileName: string | null;
  /** Whether it was sent as format=flowed (RFC 3676), so that white space may be damaged. */
  readonly flowed: boolean;
  /** After transfer decoding; lines end with LF unless the encoding carried a CR. Space-stuffing is undone. */
  readonly bytes: Buffer;
}

/** A mail with its parts decoded. */
export interface ParsedMail {
  /** First value of each header field by its lower-case name, unfolded, encoded words as sent. */
  readonly header: ReadonlyMap<string, string>;
  readonly parts: readonly Part[];
}

interface PartHeader {
  readonly type: string;
  readonly charset: string;
  readonly fileName: string | null;
  readonly boundary: string | null;
  readonly encoding: string;
  readonly flowed: boolean;
  /** Whether the space at the end of a wrapped line is not of the text. */
  readonly delSp: boolean;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;

const parameter = (value: string, name: string): string | null => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value);
  return found === null ? null : (found[1] ?? found[2] ?? null);
};

/** What a header block says of its part. */
const readPartHeader = (block: string): PartHeader => {
  let contentType: string | null = null;
  let encoding: string | null = null;
  let disposition = '';
  for (const field of block.split(/\n(?![ \t])/)) {
    const name = field
      .slice(0, Math.max(0, field.indexOf(':')))
      .trim()
      .toLowerCase();
    const value = field.slice(field.indexOf(':') + 1).replace(/\n/g, ' ');
    if (name === 'content-disposition') disposition = value;
    else if (name === 'content-type') contentType ??= value;
    else if (name === 'content-transfer-encoding') encoding ??= value.trim().toLowerCase();
  }
  const type = (contentType ?? 'text/plain').split(';', 1).join('').trim().toLowerCase() || 'text/plain';
  return {
    type,
    charset: parameter(contentType ?? '', 'charset') ?? '',
    fileName: parameter(disposition, 'filename') ?? parameter(contentType ?? '', 'name'),
    boundary: isMultipart(type) ? parameter(contentType ?? '', 'boundary') : null,
    encoding: encoding ?? '',
    flowed: /;\s*format\s*=\s*"?flowed/i.test(contentType ?? ''),
    delSp: /;\s*delsp\s*=\s*"?yes/i.test(contentType ?? ''),
  };
};

const isMultipart = (type: string): boolean => type.startsWith('multipart/');

/** Thrown inside this folder only: the mail breaks a limit, in words for a diagnostic. */
class HostileMail extends Error {}

const headerEnd = (bytes: Buffer, from: number): number => {
  if (bytes[from] === NEWLINE) return from;
  const at = bytes.indexOf('\n\n', from);
  return at < 0 ? bytes.length : at + 1;
};

const headerBlock = (bytes: Buffer, from: number, to: number): string => {
  if (to - from > MAX_HEADER_BYTES) {
    throw new HostileMail(`its header has more than ${MAX_HEADER_BYTES / 1024} KB`);
  }
  return bytes.toString('latin1', from, to).replace(/\n$/, '');
};

/** A part of a multipart mail with the place of its body. The newline before the next boundary is not of the body. */
interface PlacedPart {
  readonly header: PartHeader;
  readonly start: number;
  end: number;
}

/** The boundaries of the multipart parts that are open, outermost first. */
class Boundaries {
  private readonly open: string[] = [];

  /** @throws HostileMail when parts are nested too deep. */
  add(boundary: string | null): void {
    if (boundary !== null) this.open.push(boundary);
    if (this.open.length > MAX_MIME_DEPTH)
      throw new HostileMail(`its parts are nested more than ${MAX_MIME_DEPTH} deep`);
  }

  /** What a line does: begins a part, ends the last one, or neither. Parts inside the one that it ends are closed. */
  meet(line: string): 'begin' | 'end' | null {
    const level = this.open.lastIndexOf(line);
    if (level >= 0) {
      this.open.length = level + 1;
      return 'begin';
    }
    return line.endsWith('--') && this.open.includes(line.slice(0, -2)) ? 'end' : null;
  }
}

/** Longer lines are no boundaries (RFC 2046, 5.1.1: 70 characters). */
const LONGEST_BOUNDARY = 1000;

/**
 * The parts of a mail, also those that hold others, in their order.
 * @throws HostileMail when a limit of `limit.ts` is broken.
 */
const placeParts = (bytes: Buffer, root: PartHeader, bodyAt: number): readonly PlacedPart[] => {
  const parts: PlacedPart[] = [{ header: root, start: bodyAt, end: bytes.length }];
  const boundaries = new Boundaries();
  boundaries.add(root.boundary);
  let last: PlacedPart | null = null;
  for (let at = bodyAt; at < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    const isDashed = bytes[at] === DASH && bytes[at + 1] === DASH && end - at < LONGEST_BOUNDARY;
    const met = isDashed ? boundaries.meet(bytes.toString('latin1', at + 2, end).trimEnd()) : null;
    if (met !== null && last !== null) {
      last.end = Math.max(last.start, at - 1);
      last = null;
    }
    at = end + 1;
    if (met !== 'begin') continue;
    const stop = headerEnd(bytes, at);
    const header = readPartHeader(headerBlock(bytes, at, stop));
    last = { header, start: Math.min(stop + 1, bytes.length), end: bytes.length };
    parts.push(last);
    if (parts.length > MAX_MIME_PARTS) throw new HostileMail(`it has more than ${MAX_MIME_PARTS} parts`);
    boundaries.add(header.boundary);
    at = stop + 1;
  }
  return parts;
};

const withoutCarriageReturns = (bytes: Buffer): Buffer => {
  if (!bytes.includes('\r\n')) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let kept = 0;
  for (let at = bytes.indexOf('\r\n'); at >= 0; at = bytes.indexOf('\r\n', at + 1)) {
    length += bytes.copy(out, length, kept, at);
    kept = at + 1;
  }
  length += bytes.copy(out, length, kept);
  return out.subarray(0, length);
};

/**
 * Parses one mail.
 * @throws HostileMail when a limit of `limit.ts` is broken
 */
export const parseMail = (mail: Buffer): ParsedMail => {
  // Where the header has CRLF the whole mail has it from transport; else a CR in the body is the sender's.
  const bytes = mail.includes('\r\n') && isCrLf(mail) ? withoutCarriageReturns(mail) : mail;
  const bodyAt = headerEnd(bytes, 0);
  const root = readPartHeader(headerBlock(bytes, 0, bodyAt));
  const header = readFields(bytes.subarray(0, bodyAt));
  const bodyStart = Math.min(bytes.length, bodyAt + 1);
  if (root.boundary === null && isIdentity(root.encoding))
    return { header, parts: [withBytes(root, fromCanonicalLines(bytes.subarray(bodyStart)))] };
  const parts = placeParts(bytes, root, bodyStart)
    .filter((part) => !isMultipart(part.header.type))
    .map(({ header: own, start, end }) => {
      const content = decodeTransfer(bytes.subarray(start, end), own.encoding, end === bytes.length);
      return withBytes(own, fromCanonicalLines(content));
    });
  return { header, parts };
};

/** The fields of a header (RFC 5322, 2.2); bytes that are no ASCII are read as UTF-8, else as windows-1252 (RFC 6532). */
const readFields = (block: Buffer): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  for (const field of decodeText(block, '').split(/\n(?![ \t])/)) {
    const colon = field.indexOf(':');
    if (colon < 1) continue;
    const name = field.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name))
      fields.set(
        name,
        field
          .slice(colon + 1)
          .replace(/\n/g, '')
          .trim(),
      );
  }
  return fields;
};

const isCrLf = (mail: Buffer): boolean => mail[mail.indexOf(NEWLINE) - 1] === CARRIAGE_RETURN;

/**
 * Text in canonical form has CRLF on every line (RFC 2045, 6.6) and stands for LF text. Where only some lines end
 * with CRLF they belong to the content: a patch to a file with DOS line ends.
 */
const fromCanonicalLines = (bytes: Buffer): Buffer => {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at - 1] !== CARRIAGE_RETURN) return bytes;
  }
  return withoutCarriageReturns(bytes);
};

/**
 * Takes off the space that RFC 3676 (4.4) puts before lines that begin with one. Lines that were wrapped are joined in a
 * patch, as git does (mailinfo.c: handle_filter_flowed); elsewhere a tag might be joined to the line before it.
 */
const unflow = (bytes: Buffer, delSp: boolean): Buffer => {
  const text = bytes.toString('latin1').replace(/^ /gm, '');
  if (!hasDiff(text)) return Buffer.from(text, 'latin1');
  const lines: string[] = [];
  let open = '';
  for (const [, line = '', end = ''] of bytes.toString('latin1').matchAll(/^(.*)(\n|$)/gm)) {
    if (line === '-- ') {
      if (open !== '') lines.push(`${open}\n`);
      lines.push(line + end);
      open = '';
      continue;
    }
    const own = line.replace(/^ /, '');
    if (own.endsWith(' ') && end !== '') open += delSp ? own.slice(0, -1) : own;
    else {
      lines.push(open + own + end);
      open = '';
    }
  }
  return Buffer.from(lines.join(''), 'latin1');
};

const withBytes = (header: PartHeader, bytes: Buffer): Part => {
  const { type, charset, fileName, flowed, delSp } = header;
  return { type, charset, fileName, flowed, bytes: flowed ? unflow(bytes, delSp) : bytes };
};
