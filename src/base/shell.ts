/** A text as one word of a POSIX shell (XCU 2.2, "Quoting"). */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
