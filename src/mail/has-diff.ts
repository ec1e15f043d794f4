// Whether a text is a patch, as mail readers tell it.

/** What makes a text a patch for mail readers: a traditional or a git diff (b4's and patchwork's test too). */
const DIFF = /^(?:---.*\n\+\+\+|GIT binary patch$|diff --git [a-z]\/\S+ [a-z]\/\S+)/m;
/** A diff that only renames, changes modes or makes empty files; its names may be quoted or hold blanks. */
const BARE_DIFF =
  /^diff --git \S.*\n(?:(?:old|new|new file|deleted file) mode [0-7]{6}|(?:dis)?similarity index \d+%|(?:rename|copy) from \S)/m;

/** Whether a text holds a diff. */
export const hasDiff = (text: string): boolean => DIFF.test(text) || BARE_DIFF.test(text);
