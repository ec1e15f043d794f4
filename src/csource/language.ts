// The language of a source file, by its suffix.

/** Languages of source files: C, and assembler with the C preprocessor. */
export type Language = 'c' | 'asm';

export const languageOf = (path: string): Language => (path.endsWith('.S') ? 'asm' : 'c');

/** Whether a path names a header. */
export const isHeader = (path: string): boolean => path.endsWith('.h');
