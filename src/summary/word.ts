// Words of C as texts, and lists of them as macros hand them on.

/** Whether a text is an identifier (C11, 6.4.2). */
export const isWord = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** Between the arguments of a list that a macro hands on as one. */
export const LIST = ',';
