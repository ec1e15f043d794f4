// Makes the few files of dist that the package contains. dist/program.cjs is the program with the libraries that it uses in
// one script: to find, read and link six hundred modules takes as long as a short command. dist/library.js exports
// from it what other programs may import, dist/library.d.ts has the types, and dist/launch.js and dist/thread.js load it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * A module finds files beside itself (`import.meta.url`), also when it is in a bundle.
 * @param place writes the URL of a module, given its path in dist.
 */
const places = (place) => ({
  name: 'places',
  transform: (code, id) =>
    id.startsWith(dist + sep) && code.includes('import.meta.url')
      ? { code: code.replaceAll('import.meta.url', () => place(JSON.stringify(relative(dist, id)))) }
      : null,
});

/** Our own modules start with a dot or a slash; packages stay outside of the library. */
const isPackage = (id) => !/^[./]/.test(id);

const bundle = await rolldown({
  input: join(dist, 'program.js'),
  platform: 'node',
  plugins: [places((path) => `urlOf(${path})`)],
});
const { output } = await bundle.generate({
  format: 'cjs',
  codeSplitting: false,
  comments: false,
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

/** Writes one bundle into dist. */
const writeBundle = async (input, fileName, plugin) => {
  const bundle = await rolldown({
    input: join(dist, input),
    platform: 'node',
    external: isPackage,
    plugins: [plugin],
  });
  await bundle.write({ dir: dist, format: 'esm', codeSplitting: false, entryFileNames: fileName });
  await bundle.close();
};

const besideBundle = places((path) => `new URL(${path}, import.meta.url)`);
// The library is in the same script as the program: its file names what the script exports.
const names = Object.keys(await import('../dist/index.js'));
writeFileSync(
  join(dist, 'start/library.js'),
  `import { CodeCache } from './code-cache.js';
import { loadProgram } from './program-script.js';
const { program } = await loadProgram(new CodeCache(process.env, false), []);
export const { ${names.join(', ')} } = program;
`,
);
await writeBundle('start/library.js', 'library.js', besideBundle);
await writeBundle('start/start.js', 'launch.js', besideBundle);
await writeBundle('start/thread.js', 'thread.js', besideBundle);
await writeBundle('index.d.ts', 'library.d.ts', dts({ dtsInput: true }));
