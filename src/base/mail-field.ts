// Fields of a mail's header, written from text that may hold anything (RFC 5322, 2.2; RFC 2047).

/** What was shown may hold anything; a line end in a field would begin another. */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

/** Bytes that fit into one encoded word of at most 75 characters (RFC 2047, 2). */
const ENCODED_WORD_BYTES = 42;

/** Text for a header field: ASCII as it is, anything else in encoded words. */
export const fieldText = (text: string): string => {
  const line = oneLine(text);
  if (/^[\u0000-\u007f]*$/.test(line) && !line.includes('=?')) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > ENCODED_WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\n ');
};

/** `"Nora Winter" <nora@example.org>`. */
export const mailboxField = (name: string, address: string | undefined): string => {
  if (name === address) return name;
  const shown = fieldText(name);
  const display = shown.startsWith('=?') ? shown : `"${shown.replaceAll(/["\\]/g, '\\$&')}"`;
  return address === undefined ? display : `${display} <${address}>`;
};
