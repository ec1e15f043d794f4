// Paths inside the tree: `/` between folders, no leading `./`, no `..`.

/** Resolves `.` and `..`; null for a path outside the tree. */
export const normalPath = (path: string): string | null => {
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
};

/** The folder of a path; empty for a file at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The path of `name` in a folder; null when it is outside the tree. */
export const joinPath = (folder: string, name: string): string | null =>
  normalPath(folder === '' ? name : `${folder}/${name}`);
