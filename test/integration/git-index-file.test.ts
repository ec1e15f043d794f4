import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlobId } from '../../src/base/id.js';
import { readIndex, writeIndex } from '../../src/git/index-file.js';
import type { TreeEntry } from '../../src/git/tree-entry.js';
import { runs } from '../runs.js';
import { git, temporaryFolder } from './temporary-repository.js';

const FORMATS = [
  ['sha1', 40],
  ['sha256', 64],
] as const;

/** Names that git lets into an index, of any length and with letters beyond ASCII. */
const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    fc.integer({ min: 4080, max: 4110 }).map((length) => 'n'.repeat(length)),
  )
  .map((text) => `d${text.replace(/[\0/.~:]/g, '_')}`);

const entriesOf = (digits: number) =>
  fc
    .dictionary(
      name,
      fc.record({
        kind: fc.constantFrom('file', 'executable', 'link'),
        id: fc.stringMatching(new RegExp(`^[1-9a-f]{${digits}}$`)).map((id) => id as BlobId),
      }),
      { maxKeys: 6 },
    )
    .map((entries) => new Map<string, TreeEntry>(Object.entries(entries)));

const MODES = { file: '100644', executable: '100755', link: '120000', submodule: '160000' };
const staged = (entries: ReadonlyMap<string, TreeEntry>): readonly string[] =>
  [...entries]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([path, { kind, id }]) => `${MODES[kind]} ${id} 0\t${path}`);

describe.each(FORMATS)('the index of a %s repository', (format, digits) => {
  it('is read by git as it was written, and read here as git writes it', () => {
    const folder = temporaryFolder();
    git(folder, ['init', '-q', `--object-format=${format}`]);
    const file = join(folder, '.git/index');
    fc.assert(
      fc.property(entriesOf(digits), (entries) => {
        writeFileSync(file, writeIndex(entries, format));
        const listed = git(folder, ['ls-files', '--stage', '-z']).split('\0').slice(0, -1);
        expect(listed).toEqual(staged(entries));
        // Version 4 and back makes git write all of it anew.
        for (const version of ['4', '2']) git(folder, ['update-index', '--index-version', version]);
        expect(staged(readIndex(readFileSync(file), format))).toEqual(staged(entries));
      }),
      { numRuns: runs(25) },
    );
  });

  it('leaves out the sides of a conflict', () => {
    const folder = temporaryFolder();
    git(folder, ['init', '-q', `--object-format=${format}`]);
    const id = 'a'.repeat(digits);
    const lines = `100644 ${id} 2\tb\n100644 ${id} 3\tb\n100644 ${id} 0\ta\n`;
    git(folder, ['update-index', '--index-info'], lines);
    const read = readIndex(readFileSync(join(folder, '.git/index')), format);
    expect([...read]).toEqual([['a', { kind: 'file', id }]]);
  });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['another file', Buffer.from('#include <linux/kernel.h>\n')],
  ['version 4', Buffer.from('DIRC\0\0\0\x04\0\0\0\0')],
  [
    'an index that was cut',
    writeIndex(new Map([['a', { kind: 'file', id: 'a'.repeat(40) as BlobId }]]), 'sha1').subarray(0, 60),
  ],
])('refuses %s', (_, bytes) => {
  expect(() => readIndex(bytes, 'sha1')).toThrow();
});
