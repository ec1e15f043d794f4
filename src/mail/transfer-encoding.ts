// Content transfer encodings (RFC 2045, 6). What is no valid encoding stays as it is, as mail programs show it.

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EQUALS = 0x3d;

const IDENTITY = new Set(['', '7bit', '8bit', 'binary']);

/** Whether an encoding, in lower case, leaves the bytes as they are. */
export const isIdentity = (encoding: string): boolean => IDENTITY.has(encoding);

/**
 * The content of a part.
 * @param encoding the value of Content-Transfer-Encoding in lower case; a name that is not known changes nothing.
 * @param isLast whether the mail ends with the part; else the newline before the boundary is not in `bytes`.
 */
export const decodeTransfer = (bytes: Buffer, encoding: string, isLast: boolean): Buffer => {
  const [name] = /^[\w-]*/.exec(encoding) ?? [];
  if (name === 'base64') return decodeBase64(bytes);
  if (name === 'quoted-printable') return decodeQuotedPrintable(bytes, isLast);
  return bytes;
};

/** Padding ends a unit: some mailers pad every line. */
const decodeBase64 = (bytes: Buffer): Buffer =>
  Buffer.concat(
    bytes
      .toString('latin1')
      .replace(/[^a-zA-Z0-9+/=]+/g, '')
      .split(/=+/)
      .map((unit) => Buffer.from(unit, 'base64')),
  );

const nibble = (byte: number | undefined): number =>
  byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16);

/** A `=` at the end of a line joins it with the next; each other line ends with LF, also the last. */
const decodeQuotedPrintable = (bytes: Buffer, isLast: boolean): Buffer => {
  const out = Buffer.allocUnsafe(bytes.length + 1);
  let length = 0;
  for (let at = 0; at < bytes.length || (at === bytes.length && !isLast); ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const next = newline < 0 ? bytes.length : newline;
    let end = next;
    while (end > at && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    const isSoft = end > at && bytes[end - 1] === EQUALS;
    if (isSoft) end -= 1;
    for (let place = at; place < end; place += 1) {
      const byte = bytes[place] as number;
      const value =
        byte === EQUALS && place + 2 < end
          ? nibble(bytes[place + 1]) * 16 + nibble(bytes[place + 2])
          : Number.NaN;
      out[length] = Number.isNaN(value) ? byte : value;
      length += 1;
      if (!Number.isNaN(value)) place += 2;
    }
    if (!isSoft) {
      out[length] = NEWLINE;
      length += 1;
    }
    at = next + 1;
  }
  return out.subarray(0, length);
};
