// The text of a message, from the quotes in its answers (RFC 3676, 4.5: one `>` a level).

/**
 * The longest quote of one level among the replies, without its marks; empty when nobody quotes.
 */
export const quotedFrom = (replies: readonly { readonly body: string }[]): string => {
  const quotes = replies.map(({ body }) =>
    body
      .split('\n')
      .filter((line) => /^>(?!\s*>)/.test(line))
      .map((line) => `${line.replace(/^> ?/, '')}\n`)
      .join(''),
  );
  return quotes.reduce((longest, quote) => (quote.length > longest.length ? quote : longest), '');
};
