// Globs over names: `*` stands for any characters, `?` for one, everything else for itself (glob(7), without brackets).

/**
 * A test for whole texts. It goes back to the last star only, so that no pattern takes longer than pattern times text: a
 * regular expression made of one could be written to take for ever.
 */
export const globMatcher =
  (pattern: string): ((text: string) => boolean) =>
  (text) => {
    let at = 0;
    let star = -1;
    let resume = 0;
    for (let next = 0; next < text.length; ) {
      if (pattern[at] === '*') {
        star = at;
        at += 1;
        resume = next;
      } else if (pattern[at] === '?' || pattern[at] === text[next]) {
        at += 1;
        next += 1;
      } else if (star >= 0) {
        at = star + 1;
        resume += 1;
        next = resume;
      } else return false;
    }
    while (pattern[at] === '*') at += 1;
    return at === pattern.length;
  };
