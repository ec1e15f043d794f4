/** The words of a text: `wordList('a b')` is `['a', 'b']`. */
export const wordList = (text: string): readonly string[] => text.trim().split(/\s+/);
