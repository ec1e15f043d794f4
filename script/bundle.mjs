// Puts the program of dist, and the libraries that it uses, into one script, dist/program.cjs: to find, read and link six
// hundred modules takes as long as a short command. The modules stay beside it for who uses the library.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** A module finds files beside itself (`import.meta.url`), also when it is in the script. */
const places = {
  name: 'places',
  transform: (code, id) =>
    id.startsWith(dist + sep) && code.includes('import.meta.url')
      ? { code: code.replaceAll('import.meta.url', `urlOf(${JSON.stringify(relative(dist, id))})`) }
      : null,
};

const bundle = await rolldown({
  input: join(dist, 'program.js'),
  platform: 'node',
  plugins: [places],
});
const { output } = await bundle.generate({
  format: 'cjs',
  codeSplitting: false,
  // V8 asks of each use of a `const` from further out whether it was reached already.
  topLevelVar: true,
});
await bundle.close();
const [{ code }, ...others] = output;
if (others.length > 0) throw new Error(`${others[0].fileName} is not in the script`);
// V8 keeps no code of a script that may load modules; `createRequire` loads what is to stay outside of it.
const outside = output.flatMap(({ dynamicImports, fileName }) =>
  dynamicImports.filter((name) => name !== fileName),
);
if (outside.length > 0) throw new Error(`the program imports ${outside.join(', ')} while it runs`);

// Each thread has the text for itself, and characters beyond Latin-1 would double it.
const ascii = code.replaceAll(
  /[^\0-\x7f]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
const begin = `(function (exports, require, module, __filename, __dirname) {
const urlOf = (path) => require('node:url').pathToFileURL(require('node:path').join(__dirname, path)).href;
`;
writeFileSync(join(dist, 'program.cjs'), `${begin}${ascii}\n})\n`);

/** The folder of the package that a module is from; undefined for our own. */
const packageOf = (id) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];

const packages = new Set(
  output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap((id) => packageOf(id) ?? [])),
);
const licences = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(join(dist, 'program.LICENSES.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));
