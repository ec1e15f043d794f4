// Paths inside the tree: `/` between folders, no leading `./`, `..` resolved.

/** The path without `.` and `..`; null when it leaves the tree. */
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

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const joinPath = (folder: string, name: string): string | null =>
  normalPath(folder === '' ? name : `${folder}/${name}`);
