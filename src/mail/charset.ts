// Bytes to text by the charset that a part names (RFC 2045, 5; labels of the WHATWG Encoding Standard).

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The 27 characters of 0x80-0x9f. Node 20 decodes windows-1252 as ISO 8859-1, which leaves control codes there. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const LATIN1 = new Set([
  'windows-1252',
  'cp1252',
  'iso-8859-1',
  'iso8859-1',
  'latin1',
  'l1',
  'ansi_x3.4-1968',
]);

const decodeLatin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);

/** Labels that senders write when they have not looked at what they send. */
const UNSURE = new Set(['', 'us-ascii', 'ascii', 'unknown-8bit', 'x-unknown', 'default', '8bit']);
const UTF8 = new Set(['utf-8', 'utf8']);

const decoderFor = (label: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(label);
  } catch {
    return utf8;
  }
};

/**
 * Decodes by `label`; an unknown label is read as UTF-8 with replacement characters.
 * Without a label (or with us-ascii) bytes that are not UTF-8 are read as windows-1252, as git mailinfo does.
 */
export const decodeText = (bytes: Uint8Array, label: string): string => {
  const name = label.trim().toLowerCase();
  if (UTF8.has(name)) return utf8.decode(bytes);
  if (LATIN1.has(name)) return decodeLatin1(bytes);
  if (!UNSURE.has(name)) return decoderFor(name).decode(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
};
