// Where the parts of a build are: in the folder that `make` ran in, or where `make modules_install` and a distribution's
// packages put them (Documentation/kbuild/modules.rst; depmod(8), "/lib/modules/VERSION").
import { basename, join, resolve } from 'node:path';
import { UserError } from '../base/error.js';
import { filesBelow, firstFile, isFile, isFolder, linkTarget, textOf } from './file.js';

/** A module that was built. */
interface ModulePlace {
  /** As in modules.order, without `.ko`. */
  readonly path: string;
  readonly file: string;
}

/** The files of a kernel build. */
export interface BuildPlace {
  readonly form: 'build folder' | 'installed modules';
  readonly modules: readonly ModulePlace[];
  /** Path of Module.symvers; undefined when it is not there. */
  readonly symvers: string | undefined;
  /** Path of the configuration that it was built with; undefined when it is not there. */
  readonly config: string | undefined;
}

const HINT = '--build takes the folder of a kernel build, or /lib/modules/VERSION.';

const KO = /\.ko(?:\.(?:gz|xz|zst))?$/;
/** What may stand after the name of a file that may be packed. */
const PACKED = ['', '.gz', '.xz', '.zst'] as const;

/**
 * Looks where everything is; no module is read.
 * @param folder the absolute path of the build.
 * @throws UserError `input` when it is no folder, or has no modules.
 */
export const findBuild = async (folder: string): Promise<BuildPlace> => {
  if (!(await isFolder(folder))) throw new UserError('input', `${folder}: no such folder`, { hint: HINT });
  // A tree that is built has a folder kernel/ too, but also a Makefile or a .config.
  const isTree = (await firstFile([join(folder, '.config'), join(folder, 'Makefile')])) !== undefined;
  const isInstalled = !isTree && (await isFolder(join(folder, 'kernel')));
  const place = isInstalled ? await installedModules(folder) : await buildFolder(folder);
  if (place.modules.length > 0) return place;
  throw new UserError('input', `${folder}: holds no modules (.ko, .ko.gz, .ko.xz, .ko.zst)`, { hint: HINT });
};

const modulesBelow = async (folder: string): Promise<readonly ModulePlace[]> =>
  (await filesBelow(folder, KO)).map((path) => ({ path: path.replace(KO, ''), file: join(folder, path) }));

const buildFolder = async (folder: string): Promise<BuildPlace> => {
  const order = join(folder, 'modules.order');
  return {
    form: 'build folder',
    modules: (await isFile(order)) ? await modulesInOrder(folder, order) : await modulesBelow(folder),
    symvers: await firstFile([join(folder, 'Module.symvers')]),
    config: await firstFile([join(folder, '.config'), join(folder, 'config')]),
  };
};

/**
 * What modules.order lists and `make` got to: the folder may also hold modules of an earlier configuration, and the
 * copies that packages are made of.
 */
const modulesInOrder = async (folder: string, order: string): Promise<readonly ModulePlace[]> => {
  const places: ModulePlace[] = [];
  for (const [index, line] of (await textOf(order)).split('\n').entries()) {
    const path = line.trim().replace(/\.k?o$/, '');
    if (path === '') continue;
    if (path.startsWith('/') || path.split('/').includes('..'))
      throw new UserError('input', `${order}:${index + 1}: leads out of the build`, {
        hint: 'Give the folder that the kernel itself was built in.',
      });
    const file = await firstFile(PACKED.map((end) => join(folder, `${path}.ko${end}`)));
    if (file !== undefined) places.push({ path, file });
  }
  return places;
};

/** Modules that came with the kernel stand in kernel/; those of others in updates/, extra/ and the like. */
const installedModules = async (folder: string): Promise<BuildPlace> => {
  const release = basename(folder);
  const root = rootOf(folder);
  const built = await buildLink(folder, root);
  return {
    form: 'installed modules',
    modules: await modulesBelow(join(folder, 'kernel')),
    symvers: await firstFile([
      join(folder, 'Module.symvers'),
      join(built, 'Module.symvers'),
      ...PACKED.map((end) => join(folder, `symvers${end}`)),
      ...PACKED.map((end) => join(root, 'boot', `symvers-${release}${end}`)),
    ]),
    config: await firstFile([
      join(folder, '.config'),
      join(folder, 'config'),
      join(built, '.config'),
      join(root, 'boot', `config-${release}`),
    ]),
  };
};

/** The root of the system that lib/modules/VERSION belongs to: `/`, or the folder that a package was unpacked in. */
const rootOf = (folder: string): string =>
  resolve(folder, /\/usr\/lib\/modules\/[^/]+$/.test(folder) ? '../../../..' : '../../..');

/** The link `build` to the folder of the build or to the headers' package; it counts from the system's root. */
const buildLink = async (folder: string, root: string): Promise<string> => {
  const link = join(folder, 'build');
  const target = await linkTarget(link);
  return target?.startsWith('/') ? join(root, target) : link;
};
