// Which paths a patch may name. Everything that git's own checks refuse on some file system is refused here on all,
// before git sees the patch (git's path.c is the model: core.protectNTFS, core.protectHFS in git-config(1)).
import { UserError } from '../base/error.js';

/** Code points that HFS+ leaves out when it compares names (Apple Technical Q&A QA1173; CVE-2014-9390). */
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** `.git` and its short name as NTFS reads them: any case, trailing blanks and dots, a stream after a colon (CVE-2019-1352, CVE-2019-1353). */
const GIT_FOLDER = /^(?:\.git|git~\d+)[ .]*(?::.*)?$/i;

/** What a file system can check out (NAME_MAX and PATH_MAX of limits.h, the final zero aside). */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4095;

/** Why a path may not be named by a patch; undefined when it may. */
export const pathObjection = (path: string): string | undefined => {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.startsWith('/')) return 'is absolute';
  if (Buffer.byteLength(path) > LONGEST_PATH) return `is longer than ${LONGEST_PATH} bytes`;
  if (/^[A-Za-z]:/.test(path)) return 'begins with a drive letter';
  // A backslash is a separator on NTFS; no file of the kernel has one in its name.
  for (const name of path.split(/[/\\]/)) {
    if (name === '') return 'has an empty folder name';
    if (Buffer.byteLength(name) > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} bytes`;
    if (name === '.' || name === '..') return 'leaves the tree';
    if (GIT_FOLDER.test(name.replace(HFS_IGNORED, ''))) return 'is inside .git';
  }
  return undefined;
};

/** A path for a message: in quotes with escapes when it has anything that could disturb a terminal. */
export const quotePath = (path: string): string =>
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u206f\ufeff"\\]/u.test(path)
    ? JSON.stringify(path).replace(
        /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u206f\ufeff]/gu,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : path;

/** @throws UserError `input` that names the first path that a patch may not name. */
export const refuseUnsafePaths = (paths: Iterable<string>): void => {
  for (const path of paths) {
    const objection = pathObjection(path);
    if (objection !== undefined) {
      throw new UserError('input', `the patch names ${quotePath(path)}, which ${objection}`, {
        hint: 'No patch of the kernel names such a path. Do not apply this series by other means.',
      });
    }
  }
};
