// What the user gave, looked up once: standard input, something on disk, or a name for something elsewhere.
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileError, isMissing } from '../base/file-error.js';
import { hasScheme } from './lore/address.js';

/** A SERIES argument after a look at the file system. */
export type Given =
  | { readonly kind: 'standard-input'; readonly spec: string }
  /** A regular file, which can be opened again, or a pipe (`<(zcat x.gz)`), which cannot. */
  | { readonly kind: 'file' | 'pipe'; readonly spec: string; readonly path: string }
  | {
      readonly kind: 'folder';
      readonly spec: string;
      readonly path: string;
      /** Names in the folder; those of folders end in `/`, those of symbolic links in `@`. */
      readonly entries: ReadonlySet<string>;
    }
  /** Nothing on disk has this name: an address, a message-id, or a slip of the pen. */
  | { readonly kind: 'elsewhere'; readonly spec: string };

/** @throws UserError `environment` when the path exists but cannot be looked at. */
export const lookAt = async (spec: string, workingFolder: string): Promise<Given> => {
  if (spec === '-') return { kind: 'standard-input', spec };
  if (spec === '' || spec.includes('\0') || hasScheme(spec)) return { kind: 'elsewhere', spec };
  const path = resolve(workingFolder, spec);
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { kind: 'folder', spec, path, entries: await entriesOf(path) };
    return { kind: found.isFile() ? 'file' : 'pipe', spec, path };
  } catch (error) {
    if (isMissing(error)) return { kind: 'elsewhere', spec };
    throw fileError(spec, error);
  }
};

/** Names in a folder as `Given` spells them, sorted by no rule. */
export const entriesOf = async (path: string): Promise<ReadonlySet<string>> => {
  const entries = await readdir(path, { withFileTypes: true });
  return new Set(
    entries.map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.isFile() ? entry.name : `${entry.name}@`,
    ),
  );
};
