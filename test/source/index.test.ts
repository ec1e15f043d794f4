import { execFileSync } from 'node:child_process';
import { chmod, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { CONTENTS, openSource, PLACES } from '../../src/source/index.js';
import { recordingContext, textOf } from './recording-context.js';
import { scratchFolder } from './scratch-folder.js';

const MAIL = 'From: Ada Example <ada@example.org>\nSubject: [PATCH] a: b\n\nbody\n';
const MBOX = `From mboxrd@z Thu Jan  1 00:00:00 1970\n${MAIL}\n`;

const open = (spec: string, folder: string, standardInput?: AsyncIterable<Uint8Array>) =>
  openSource(
    spec,
    { workingFolder: folder, ...(standardInput === undefined ? {} : { standardInput }) },
    recordingContext(),
  );

async function* pieces(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('what the lists hold', () => {
  it.each([
    { folder: 'place', listed: PLACES },
    { folder: 'content', listed: CONTENTS },
  ])('lists every file of src/source/$folder', async ({ folder, listed }) => {
    const url = new URL(`../../src/source/${folder}/`, import.meta.url);
    const exported = await Promise.all(
      (await readdir(url)).map(async (name) => {
        const module: Record<string, unknown> = await import(new URL(name, url).href);
        const forms = Object.values(module).filter((value) => (listed as readonly unknown[]).includes(value));
        return { name, forms: forms.length };
      }),
    );
    expect(exported.filter(({ forms }) => forms !== 1)).toEqual([]);
    expect(exported).toHaveLength(listed.length);
  });
});

describe('a file', () => {
  it.each([
    { name: 'thread.mbox', bytes: MBOX, form: 'mbox', text: MBOX },
    { name: 'one.eml', bytes: MAIL, form: 'mails', text: MAIL },
    {
      name: 'CRLF.eml',
      bytes: MAIL.replaceAll('\n', '\r\n'),
      form: 'mails',
      text: MAIL.replaceAll('\n', '\r\n'),
    },
    { name: 'quoted-from-line', bytes: `>${MBOX}`, form: 'mbox', text: `>${MBOX}` },
    { name: 'mark.mbox', bytes: `\u{feff}${MBOX}`, form: 'mbox', text: MBOX },
    { name: 'utf-16le.mbox', bytes: Buffer.from(`\u{feff}${MBOX}`, 'utf16le'), form: 'mbox', text: MBOX },
    {
      name: 'utf-16be.eml',
      bytes: Buffer.from(`\u{feff}${MAIL}`, 'utf16le').swap16(),
      form: 'mails',
      text: MAIL,
    },
    { name: 'utf-16-without-mark.mbox', bytes: Buffer.from(MBOX, 'utf16le'), form: 'mbox', text: MBOX },
    {
      name: 'apple.emlx',
      bytes: `${MAIL.length}\n${MAIL}<?xml version="1.0"?>\n<plist/>`,
      form: 'mail',
      text: MAIL,
    },
    {
      name: 'wrong-count.emlx',
      bytes: `9999\n${MAIL}<?xml version="1.0"?>\n<plist/>`,
      form: 'mail',
      text: MAIL,
    },
    {
      name: 'long-header.eml',
      bytes: `To: ${'a@example.org,\n '.repeat(9000)}b@example.org\n${MAIL}`,
      form: 'mails',
      text: `To: ${'a@example.org,\n '.repeat(9000)}b@example.org\n${MAIL}`,
    },
    { name: 'no-ending', bytes: `\n\n${MBOX}`, form: 'mbox', text: `\n\n${MBOX}` },
    { name: 'folded', bytes: `Received: a\n\tb\n${MAIL}`, form: 'mails', text: `Received: a\n\tb\n${MAIL}` },
    { name: 't.mbox.gz', bytes: gzipSync(MBOX), form: 'mbox', text: MBOX },
    { name: 'named-wrongly.mbox', bytes: gzipSync(MAIL), form: 'mails', text: MAIL },
  ])('is read by what it holds: $name', async ({ name, bytes, form, text }) => {
    const folder = await scratchFolder({ [name]: bytes });
    const inputs = await open(name, folder);
    expect(inputs.map((input) => ({ ...input, bytes: undefined }))).toEqual([
      { name, form, fidelity: 'exact', bytes: undefined },
    ]);
    expect(await textOf(inputs[0])).toBe(text);
  });

  it('may be a pipe with a name', async () => {
    const folder = await scratchFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const [inputs] = await Promise.all([open('pipe', folder), writeFile(join(folder, 'pipe'), MBOX)]);
    expect(await textOf(inputs[0])).toBe(MBOX);
  });

  it('is opened when its bytes are asked for', async () => {
    const folder = await scratchFolder({ 'a.mbox': MBOX });
    const [input] = await open('a.mbox', folder);
    await rm(join(folder, 'a.mbox'));
    await expect(textOf(input)).rejects.toThrow(/^a\.mbox: no such file$/);
  });

  it.each([
    { name: 'absent.mbox', files: {}, code: 'input', message: 'absent.mbox: no such file or folder' },
    { name: 'a/b', files: { a: MBOX }, code: 'input', message: 'a/b: no such file or folder' },
    { name: 'x\0y', files: {}, code: 'input', message: 'x\0y: no such file or folder' },
    { name: 'empty', files: { empty: '' }, code: 'input', message: 'empty: empty' },
    { name: 'text', files: { text: 'Note: a\nb\n' }, code: 'input', message: 'text: no mail in it' },
    { name: 'x.c', files: { 'x.c': 'int From:;\n' }, code: 'input', message: 'x.c: no mail in it' },
    {
      name: 'vmlinux',
      files: { vmlinux: Buffer.from('7f454c46020101000000', 'hex') },
      code: 'input',
      message: 'vmlinux: not mail but binary data',
    },
    {
      name: 't.xz',
      files: { 't.xz': Buffer.from('fd377a585a000004', 'hex') },
      code: 'input',
      message: 't.xz: packed with xz, which is not read',
    },
    {
      name: 't.zst',
      files: { 't.zst': Buffer.from('28b52ffd0458', 'hex') },
      code: 'input',
      message: 't.zst: packed with zstd, which is not read',
    },
    {
      name: 'twice.gz',
      files: { 'twice.gz': gzipSync(gzipSync(MBOX)) },
      code: 'input',
      message: 'twice.gz: packed twice with gzip',
    },
    {
      name: 'cut.gz',
      files: { 'cut.gz': gzipSync(MBOX).subarray(0, 40) },
      code: 'input',
      message: 'cut.gz: gzip file is damaged or cut (unexpected end of file)',
    },
  ])('that cannot be read says why, and what to do: $name', async ({ name, files, code, message }) => {
    const folder = await scratchFolder(files as Record<string, string | Uint8Array>);
    const error = await open(name, folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code, message, hint: expect.stringMatching(/\S/) });
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read says so', async () => {
    const folder = await scratchFolder({ 'a.mbox': MBOX });
    await chmod(join(folder, 'a.mbox'), 0o000);
    await expect(open('a.mbox', folder)).rejects.toMatchObject({ code: 'environment' });
  });

  it('of any bytes is mail or a clear error, and mail comes out byte for byte', async () => {
    const folder = await scratchFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('', MBOX, MAIL, '\u001f\u008b', 'From: \n'),
        fc.uint8Array({ maxLength: 300 }),
        async (start, tail) => {
          const bytes = Buffer.concat([Buffer.from(start, 'latin1'), tail]);
          try {
            const inputs = await open('-', folder, pieces(bytes.subarray(0, 7), bytes.subarray(7)));
            for (const input of inputs) expect(await textOf(input)).toBe(bytes.toString('utf8'));
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
          }
        },
      ),
    );
  });
});

describe('standard input', () => {
  it('is the stream that is handed in', async () => {
    const [input] = await open('-', '/', pieces(MBOX.slice(0, 3), MBOX.slice(3)));
    expect(input).toMatchObject({ name: 'standard input', form: 'mbox' });
    expect(await textOf(input)).toBe(MBOX);
  });

  it('keeps what lies beyond the part that was looked at', async () => {
    const long = MBOX + 'x'.repeat(1_000_000);
    const [input] = await open('-', '/', pieces(long.slice(0, 70_000), long.slice(70_000)));
    expect(await textOf(input)).toBe(long);
  });

  it.each([
    { state: 'empty', stream: () => pieces(), code: 'input' },
    { state: 'absent', stream: () => undefined, code: 'usage' },
  ])('that is $state is an error', async ({ stream, code }) => {
    await expect(open('-', '/', stream())).rejects.toMatchObject({ code, hint: expect.any(String) });
  });
});

describe('a folder', () => {
  it('of patches gives its mail files in order of name', async () => {
    const folder = await scratchFolder({
      'set/0002-b.patch': MBOX,
      'set/0001-a.patch': MBOX,
      'set/0000-cover-letter.patch': MBOX,
      'set/reply.eml': MAIL,
      'set/old.mbox.gz': gzipSync(MBOX),
      'set/notes.txt': MAIL,
      'set/deeper/0003.patch': MBOX,
    });
    const inputs = await open('set/', folder);
    expect(inputs.map(({ name, form }) => `${name} ${form}`)).toEqual([
      'set/0000-cover-letter.patch mbox',
      'set/0001-a.patch mbox',
      'set/0002-b.patch mbox',
      'set/old.mbox.gz mbox',
      'set/reply.eml mails',
    ]);
    expect(await textOf(inputs[3])).toBe(MBOX);
  });

  it('of patches names the file that holds no mail and goes on', async () => {
    const folder = await scratchFolder({ '1.patch': MBOX, '2.patch': 'diff --git a/x b/x\n' });
    const context = recordingContext();
    expect(await openSource('.', { workingFolder: folder }, context)).toHaveLength(1);
    expect(context.diagnostics).toEqual([
      {
        severity: 'warning',
        code: 'source-file-skipped',
        message: '2.patch: no mail in it',
        path: '2.patch',
      },
    ]);
  });

  it('with cur alone is a Maildir: empty folders are lost on the way', async () => {
    const folder = await scratchFolder({ 'md/cur/1.host:2,S': MAIL });
    expect((await open('md', folder)).map(({ name }) => name)).toEqual(['md/cur/1.host:2,S']);
  });

  it('with cur and new is a Maildir: one mail a file, hidden files and links left out', async () => {
    const folder = await scratchFolder({
      'md/cur/1000.b.host:2,S': MAIL,
      'md/cur/0999.a.host:2,RS': MAIL,
      'md/new/1001.c.host': MAIL,
      'md/new/.hidden': MAIL,
      'md/new/folder/': '',
      'md/tmp/1002.d.host': MAIL,
      secret: 'not for mail',
    });
    await symlink('../../secret', join(folder, 'md/new/1003.e.host'));
    const context = recordingContext();
    const inputs = await openSource('md', { workingFolder: folder }, context);
    expect(inputs.map(({ name, form }) => `${name} ${form}`)).toEqual([
      'md/cur/0999.a.host:2,RS mail',
      'md/cur/1000.b.host:2,S mail',
      'md/new/1001.c.host mail',
    ]);
    expect(await textOf(inputs[2])).toBe(MAIL);
    expect(context.diagnostics).toMatchObject([{ code: 'source-link-skipped', path: 'md/new/1003.e.host' }]);
  });

  it.each([
    { state: 'empty Maildir', files: { 'cur/': '', 'new/': '' }, message: '.: no mail in this Maildir' },
    { state: 'folder without mail', files: { 'a.txt': MAIL }, message: '.: no mail in this folder' },
  ])('that is a $state is an error', async ({ files, message }) => {
    const folder = await scratchFolder(files as Record<string, string>);
    await expect(open('.', folder)).rejects.toMatchObject({
      code: 'input',
      message,
      hint: expect.any(String),
    });
  });
});
