// Bytes as text with one character for each byte, so that an offset in the text is an offset in the bytes.

/** The text of some bytes, one character each. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** From one character a byte to text. */
export const toUtf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');
