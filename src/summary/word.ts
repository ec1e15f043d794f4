// Identifiers as texts, and lists of them that macros pass on.

/** Whether a text is an identifier (C11, 6.4.2). */
export const isWord = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** The separator of a list that a macro passes on as one argument. */
export const LIST = ',';
