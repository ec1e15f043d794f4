// How git takes the name of a file from a line of a diff (git's apply.c: git_header_name, find_name,
// find_name_traditional). Texts have one character for each byte and no line feed; names stay so until the model is made.
import { unquoteName } from './quote.js';

/** The name below its first `count` folders; null when it has fewer. */
const below = (name: string, count: number): string | null => {
  let at = 0;
  for (let left = count; left > 0; left--) {
    const slash = name.indexOf('/', at);
    if (slash < 0) return null;
    at = slash + 1;
  }
  return name.slice(at);
};

const squashSlashes = (name: string): string => name.replace(/\/{2,}/g, '/');

const quotedName = (line: string, folders: number): string | null => {
  const name = line.startsWith('"') ? unquoteName(line)?.name : undefined;
  const rest = name === undefined ? null : below(name, folders);
  return rest === null ? null : squashSlashes(rest);
};

const plainName = (text: string, folders: number): string | null => {
  const name = below(text, folders);
  return name === null || name === '' ? null : squashSlashes(name);
};

/** The name in `--- name` and `+++ name` below a `diff --git` line: up to a tab. @param folders how many git removes from its front. */
export const nameOfSide = (text: string, folders: number): string | null =>
  quotedName(text, folders) ?? plainName(text.replace(/[\t\r].*$/s, ''), folders);

/** The name in `rename from name` and the like: the whole line, no prefix. */
export const nameOfMove = (text: string): string | null =>
  quotedName(text, 0) ?? plainName(text.replace(/\r.*$/s, ''), 0);

const isDevNull = (text: string): boolean => /^\/dev\/null(?:[ \t\r]|$)/.test(text);

/** A date at the end of a line, as GNU diff and others write it behind the name. */
const TIMESTAMP = /[\t ](?:\d\d)?\d\d-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?(?: [-+]\d\d:?\d\d)?$/;
/** Longer than any date, so that the search does not depend on the length of the line. */
const TIMESTAMP_ROOM = 64;

const withoutDate = (text: string): string => {
  const tail = text.slice(-TIMESTAMP_ROOM);
  const date = TIMESTAMP.exec(tail);
  if (date === null) return text.replace(/[\t\r].*$/s, '');
  let end = text.length - tail.length + date.index;
  if (text[end] === ' ') while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
};

/** The name in `--- name` and `+++ name` of a diff without git header. */
const traditionalName = (text: string, folders: number, shorter: string | null = null): string | null => {
  const quoted = quotedName(text, folders);
  if (quoted !== null) return quoted;
  const name = plainName(withoutDate(text), folders);
  // Of `file` and `file.orig` the shorter is meant.
  return shorter !== null && (name === null || name.startsWith(shorter)) ? shorter : name;
};

/** Names of a diff without git header: null for no file. */
export interface TraditionalNames {
  readonly oldName: string | null;
  readonly newName: string | null;
}

/** GNU diff dates a file that does not exist to the epoch. */
const isEpoch = (text: string): boolean => {
  const stamp = /\t(1969-12-31|1970-01-01) ([0-2]\d:[0-5]\d:00)(?:\.0+)? ([-+][0-2]\d):?([0-5]\d)$/.exec(
    text.slice(-TIMESTAMP_ROOM),
  );
  return stamp !== null && Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3]}:${stamp[4]}`) === 0;
};

/**
 * Whether `+++ newText` makes git remove no folder from the names, here and in all files that follow: the name has
 * none.
 */
export const hasNoPrefix = (newText: string): boolean =>
  !isDevNull(newText) && traditionalName(newText, 0)?.includes('/') === false;

/** Reads `--- oldText` and `+++ newText`; undefined when git finds no name there. */
export const traditionalNames = (
  oldText: string,
  newText: string,
  folders: number,
): TraditionalNames | undefined => {
  if (isDevNull(oldText)) {
    const newName = traditionalName(newText, folders);
    return newName === null ? undefined : { oldName: null, newName };
  }
  const oldName = traditionalName(oldText, folders);
  if (isDevNull(newText)) return oldName === null ? undefined : { oldName, newName: null };
  const name = traditionalName(newText, folders, oldName);
  if (name === null) return undefined;
  if (isEpoch(oldText)) return { oldName: null, newName: name };
  return { oldName: name, newName: isEpoch(newText) ? null : name };
};

/** The name below a first folder that is not empty; `folders` 0 takes any name that is not absolute. */
const treeName = (text: string, folders: number): string | null =>
  text.startsWith('/') ? null : below(text, folders);

/**
 * The name in `diff --git a/name b/name`, when both sides name the same file. Other lines name the file otherwise.
 * @param ended whether a line feed follows the text.
 */
export const nameOfGitLine = (text: string, folders: number, ended: boolean): string | null => {
  if (text.startsWith('"')) {
    const first = unquoteName(text);
    const name = first === null ? null : treeName(first.name, folders);
    if (first === null || name === null) return null;
    const rest = text.slice(first.end).replace(/^[ \t\r]+/, '');
    // A quoted name before a plain one never counts for git.
    const second = rest.startsWith('"') ? unquoteName(rest)?.name : undefined;
    return second !== undefined && treeName(second, folders) === name ? name : null;
  }
  const names = treeName(text, folders);
  if (names === null) return null;
  const quote = names.indexOf('"');
  if (quote >= 0) {
    const second = unquoteName(names.slice(quote))?.name;
    const name = second === undefined ? null : treeName(second, folders);
    const isSame =
      name !== null &&
      name.length < quote &&
      names.startsWith(name) &&
      /^[ \t\r]/.test(names[name.length] ?? '');
    return isSame ? name : null;
  }
  return ended ? repeatedName(names, folders) : null;
};

/** The name on both sides of a blank; a name may contain blanks. */
const repeatedName = (names: string, folders: number): string | null => {
  let slash = -1;
  for (let at = 0; at < names.length; at++) {
    if (names[at] !== ' ' && names[at] !== '\t') continue;
    let start = at + 1;
    if (folders > 0) {
      if (slash <= at) slash = names.indexOf('/', at + 1);
      if (slash <= at + 1) return null;
      start = slash + 1;
    }
    if (names.length - start === at && names.startsWith(names.slice(0, at), start)) return names.slice(0, at);
  }
  return null;
};
