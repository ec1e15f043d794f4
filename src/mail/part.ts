// One mail into its header and its text parts, as transfer-decoded bytes (RFC 2045, RFC 2046).
// postal-mime decodes text parts to strings, which loses the exact bytes of a diff, and joins format=flowed lines,
// which loses tags. So each part is handed to it as an attachment, and its charset is kept here.
import PostalMime from 'postal-mime';
import { decodeText } from './charset.js';
import { MAX_HEADER_BYTES, MAX_MIME_DEPTH, MAX_MIME_PARTS } from './limit.js';

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
  /** The header lines as postal-mime is to see them, without the empty line. */
  readonly rewritten: string;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;
const IDENTITY = new Set(['', '7bit', '8bit', 'binary']);

const parameter = (value: string, name: string): string | null => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value);
  return found === null ? null : (found[1] ?? found[2] ?? null);
};

const withoutFormat = (field: string): string =>
  field.replace(/;\s*format\s*=\s*(?:"[^"]*"|[^\s;]+)/gi, '').replace(/;\s*delsp\s*=\s*[^\s;]+/gi, '');

/** A header block in; what it says of the part, and the fields that postal-mime needs of it, out. */
const readPartHeader = (block: string, index: number): PartHeader => {
  const kept: string[] = [];
  let contentType: string | null = null;
  let encoding: string | null = null;
  let disposition = '';
  for (const field of block.split(/\n(?![ \t])/)) {
    const name = field
      .slice(0, Math.max(0, field.indexOf(':')))
      .trim()
      .toLowerCase();
    const value = field.slice(field.indexOf(':') + 1).replace(/\n/g, ' ');
    if (name === 'content-disposition') {
      disposition = value;
      continue;
    }
    if (name === 'content-type') {
      if (contentType !== null) continue;
      contentType = value;
      kept.push(withoutFormat(field));
      continue;
    }
    if (name === 'content-transfer-encoding') {
      encoding ??= value.trim().toLowerCase();
      kept.push(field);
    }
  }
  const type = (contentType ?? 'text/plain').split(';', 1).join('').trim().toLowerCase() || 'text/plain';
  const multipart = type.startsWith('multipart/');
  if (!multipart) kept.push(`Content-Disposition: attachment; filename="${index}"`);
  return {
    type,
    charset: parameter(contentType ?? '', 'charset') ?? '',
    fileName: parameter(disposition, 'filename') ?? parameter(contentType ?? '', 'name'),
    boundary: multipart ? parameter(contentType ?? '', 'boundary') : null,
    encoding: encoding ?? '',
    flowed: /;\s*format\s*=\s*"?flowed/i.test(contentType ?? ''),
    rewritten: kept.filter((field) => field !== '').join('\n'),
  };
};

/** Thrown inside this folder only: the mail breaks a limit, in words for a diagnostic. */
export class HostileMail extends Error {}

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

/** Rewrites the header of every part of a multipart mail. */
const exposeParts = (bytes: Buffer, root: PartHeader, bodyAt: number): [Buffer, readonly PlacedPart[]] => {
  const parts: PlacedPart[] = [{ header: root, start: bodyAt, end: bytes.length }];
  const open = root.boundary === null ? [] : [root.boundary];
  const pieces: Buffer[] = [Buffer.from(`${root.rewritten}\n\n`, 'latin1')];
  let last: PlacedPart | null = null;
  let kept = bodyAt;
  let at = bodyAt;
  while (at < bytes.length) {
    let end = bytes.indexOf(NEWLINE, at);
    if (end < 0) end = bytes.length;
    if (bytes[at] === DASH && bytes[at + 1] === DASH && end - at < 1000) {
      const line = bytes.toString('latin1', at + 2, end).trimEnd();
      const level = open.lastIndexOf(line);
      const closes = level < 0 && line.endsWith('--') ? open.lastIndexOf(line.slice(0, -2)) : -1;
      if (last !== null && (level >= 0 || closes >= 0)) {
        last.end = Math.max(last.start, at - 1);
        last = null;
      }
      if (level >= 0) {
        open.length = level + 1;
        const stop = headerEnd(bytes, end + 1);
        const header = readPartHeader(headerBlock(bytes, end + 1, stop), parts.length);
        last = { header, start: Math.min(stop + 1, bytes.length), end: bytes.length };
        parts.push(last);
        if (parts.length > MAX_MIME_PARTS) throw new HostileMail(`it has more than ${MAX_MIME_PARTS} parts`);
        if (header.boundary !== null) open.push(header.boundary);
        if (open.length > MAX_MIME_DEPTH) {
          throw new HostileMail(`its parts are nested more than ${MAX_MIME_DEPTH} deep`);
        }
        pieces.push(bytes.subarray(kept, end + 1), Buffer.from(`${header.rewritten}\n\n`, 'latin1'));
        kept = stop + 1;
        at = stop + 1;
        continue;
      }
    }
    at = end + 1;
  }
  if (kept < bytes.length) pieces.push(bytes.subarray(kept));
  return [Buffer.concat(pieces), parts];
};

const LIMITS = {
  forceRfc822Attachments: true,
  maxHeadersSize: 4 * MAX_HEADER_BYTES,
  maxNestingDepth: MAX_MIME_DEPTH,
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
export const parseMail = async (mail: Buffer): Promise<ParsedMail> => {
  // Where the header has CRLF the whole mail has it from transport; else a CR in the body is the sender's.
  const bytes = mail.includes('\r\n') && isCrLf(mail) ? withoutCarriageReturns(mail) : mail;
  const bodyAt = headerEnd(bytes, 0);
  const root = readPartHeader(headerBlock(bytes, 0, bodyAt), 0);
  const header = readFields(bytes.subarray(0, bodyAt));
  const bodyStart = Math.min(bytes.length, bodyAt + 1);
  if (root.boundary === null && IDENTITY.has(root.encoding)) {
    return { header, parts: [withBytes(root, fromCanonicalLines(bytes.subarray(bodyStart)))] };
  }
  const [exposed, placed] = exposeParts(bytes, root, bodyStart);
  const parts: Part[] = [];
  for (const attachment of (await PostalMime.parse(exposed, LIMITS)).attachments) {
    const part = placed[Number(attachment.filename)];
    if (part === undefined || typeof attachment.content === 'string') continue;
    const { start, end } = part;
    const isIdentity = IDENTITY.has(part.header.encoding);
    const content = isIdentity ? bytes.subarray(start, end) : bufferOf(attachment.content);
    parts.push(withBytes(part.header, fromCanonicalLines(content)));
  }
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

const bufferOf = (content: ArrayBuffer | Uint8Array): Buffer =>
  content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content);

/** Takes off the space that RFC 3676 (4.4) puts before lines that begin with one; soft line breaks are left alone. */
const unstuff = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/^ /gm, ''), 'latin1');

const withBytes = ({ type, charset, fileName, flowed }: PartHeader, bytes: Buffer): Part => ({
  type,
  charset,
  fileName,
  flowed,
  bytes: flowed ? unstuff(bytes) : bytes,
});
