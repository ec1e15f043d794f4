// Trimming in one pass: `/x+$/` tries each run of x again from each of its characters.

/** The text without the characters of `set` at its end. */
export const trimEndOf = (text: string, set: string): string => {
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1] ?? '')) end--;
  return end === text.length ? text : text.slice(0, end);
};
