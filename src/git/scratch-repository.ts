// A git folder of our own in a temporary place: new objects go there, the user's are read beside it, and no
// configuration, hook, attribute or work tree of the user's is seen by what runs in it (gitrepository-layout(5)).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from './cleanup.js';
import { scratchEnvironment } from './environment.js';
import type { ObjectFormat } from './object-format.js';
import { GitObjectReader } from './object-reader.js';
import type { GitPlace } from './process.js';
import type { ObjectReader } from './tree.js';
import { type WorkPlace, WorkTree } from './work-tree.js';

/** Removed with all its objects by `dispose`, and at the program's end. */
export interface ScratchRepository {
  readonly place: GitPlace;
  /** Where files of the user's may be looked at instead of objects; undefined for a bare repository. */
  readonly workPlace: WorkPlace | undefined;
  /** The temporary folder; callers may put files of their own into it. */
  readonly folder: string;
  /** Where new objects are written. */
  readonly objectFolder: string;
  readonly format: ObjectFormat;
  /** Reads the user's objects and those that were made here. */
  readonly reader: ObjectReader;
  readonly dispose: () => void;
}

/** The text of a `config` file with the object format of a git folder, and nothing else. */
export const repositoryConfig = (format: ObjectFormat, isBare: boolean): string =>
  format === 'sha1'
    ? `[core]\n\trepositoryformatversion = 0\n\tbare = ${isBare}\n`
    : `[core]\n\trepositoryformatversion = 1\n\tbare = ${isBare}\n[extensions]\n\tobjectformat = sha256\n`;

/**
 * Makes an empty scratch repository that sees the objects of `objectFolders`.
 * @param workFolder where files of the user's are that may be looked at instead.
 */
export const createScratchRepository = (
  objectFolders: readonly string[],
  format: ObjectFormat,
  variables: Readonly<Record<string, string | undefined>>,
  workFolder?: string,
): ScratchRepository => {
  const temporary: TemporaryFolder = createTemporaryFolder('scratch');
  const gitFolder = join(temporary.path, 'git');
  const objectFolder = join(gitFolder, 'objects');
  for (const folder of ['objects/pack', 'objects/info', 'refs']) {
    mkdirSync(join(gitFolder, folder), { recursive: true });
  }
  writeFileSync(join(gitFolder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(gitFolder, 'config'), repositoryConfig(format, true));
  const place: GitPlace = {
    folder: temporary.path,
    environment: scratchEnvironment(variables, { gitFolder, objectFolder, alternates: objectFolders }),
  };
  const workPlace = workFolder === undefined ? undefined : { folder: workFolder, format };
  const reader = new GitObjectReader(place, workPlace && new WorkTree(workPlace));
  return {
    place,
    workPlace,
    folder: temporary.path,
    objectFolder,
    format,
    reader,
    dispose: () => {
      reader.dispose();
      temporary.remove();
    },
  };
};
