// Paths inside a diff: git's quoting (core.quotePath in git-config(1)), and whether a path stays inside the tree.

const ESCAPES: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  '"': 0x22,
  '\\': 0x5c,
};

/** Undoes git's C-style quoting; `text` starts with a double quote. Returns the path and where the quote ended. */
export const unquotePath = (text: string): { readonly path: string; readonly end: number } | null => {
  const bytes: number[] = [];
  for (let at = 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"') return { path: Buffer.from(bytes).toString('utf8'), end: at + 1 };
    if (char !== '\\') {
      bytes.push(char.charCodeAt(0) & 0xff);
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8));
      at += 3;
      continue;
    }
    const byte = ESCAPES[text[at + 1] ?? ''];
    if (byte === undefined) return null;
    bytes.push(byte);
    at++;
  }
  return null;
};

/**
 * Whether a path could reach outside the tree or into git's own folder: absolute, with a `..` step, or with a step that
 * some file system takes for `.git` (CVE-2014-9390: case, trailing dots and spaces, `GIT~1`).
 */
export const escapesTree = (path: string): boolean =>
  path === '' ||
  path.startsWith('/') ||
  /^[A-Za-z]:[\\/]/.test(path) ||
  path.includes('\0') ||
  path
    .split(/[/\\]/)
    .some((step) => step === '..' || /^(?:\.git|git~1)[. ]*(?::.*)?$/i.test(withoutIgnorable(step)));

/** HFS+ ignores these when it compares names. */
const withoutIgnorable = (step: string): string =>
  step.replace(/[\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '');
