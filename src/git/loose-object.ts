// Objects written into an object folder of our own, as git writes them one by one (gitrepository-layout(5),
// "objects/[0-9a-f][0-9a-f]"; git's Documentation/user-manual, "Object storage format").
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ObjectFormat } from './object-format.js';

/** Writes an object, unless it is there, and gives its id. */
export const writeLooseObject = (
  type: 'blob' | 'tree',
  content: Uint8Array,
  objectFolder: string,
  format: ObjectFormat,
): string => {
  const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const id = createHash(format).update(object).digest('hex');
  const folder = join(objectFolder, id.slice(0, 2));
  const file = join(folder, id.slice(2));
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.tmp`, deflateSync(object, { level: 1 }));
    renameSync(`${file}.tmp`, file);
  }
  return id;
};
