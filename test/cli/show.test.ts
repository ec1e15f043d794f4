import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { SHOW_REPORTS } from '../../src/report/show/index.js';
import { diffOf, patchBody, writeMbox } from '../mail/mail-text.js';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const removal = fixture('demo/removal.mbox');
const written = (name: string, text: string): string => {
  const path = join(stage.folder, name);
  writeFileSync(path, text);
  return path;
};
const SIGNED = 'Text.\n\nSigned-off-by: Ann <ann@example.org>';
const hostile = written(
  'hostile.mbox',
  writeMbox([
    {
      id: 'a',
      subject: '[PATCH] =?utf-8?q?red_=1B[31m_=E2=80=AE?=',
      from: '"\u001b]0;x\u0007 Ann" <ann@example.org>',
      body: patchBody(SIGNED, diffOf('x.c', 'a\u001b[2Jb')),
    },
    {
      id: 'r',
      subject: 'Re: x\u001b[1m',
      answers: 'a',
      from: 'Bo <bo@example.net>',
      body: 'NAK \u001b[31m\u202e?\n',
    },
  ]),
);

describe('show', () => {
  it('shows patches, tags and objections within 80 columns, without colour', async () => {
    const { code, stdout, stderr } = await stage.run(['show', removal]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('NAK');
    expect(stdout).toContain('Signed-off-by:');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('\u001b');
  });

  it('--json is what the schema says', async () => {
    const { code, stdout } = await stage.run(['show', '-', '--json'], { input: readFileSync(removal) });
    const schema = JSON.parse(readFileSync(join(root, 'schema/show.schema.json'), 'utf8'));
    const validate = new Ajv({ allowUnionTypes: true, formats: { 'date-time': true } }).compile(schema);
    const document = JSON.parse(stdout);
    validate(document);
    expect({ code, errors: validate.errors }).toEqual({ code: 0, errors: null });
    expect(document.objections.map(({ kind }: { kind: string }) => kind)).toContain('nak');
  });

  it.each(SHOW_REPORTS.map(({ name }) => name))(
    '--format %s shows patches, tags and objections',
    async (name) => {
      const { code, stdout, stderr } = await stage.run(['show', removal, '--format', name]);
      expect([code, stderr]).toEqual([0, '']);
      const plain = stdout.replaceAll('\\', '').replace(/\s+/g, ' ');
      for (const words of ['KVM: read coherence from the file', 'Reviewed-by', 'Nacked-by: Viola Strand']) {
        expect(plain).toContain(words);
      }
    },
  );

  it('--html writes the page', async () => {
    const path = join(stage.folder, 'show.html');
    const { code } = await stage.run(['show', removal, '--html', path]);
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain("default-src 'none'");
  });

  it('--messages draws the tree', async () => {
    const { code, stdout } = await stage.run(['show', removal, '--messages', '--ascii']);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(4);
    expect(stdout).toMatch(/^[|`]- .*\[patch\]$/m);
    expect(stdout).not.toMatch(/[^\x00-\x7f]/);
  });

  it('--patch shows one patch with the tags that am would add', async () => {
    const { code, stdout } = await stage.run(['show', removal, '--patch', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^patch 1 </);
    expect(stdout).toContain('\ndiff --git ');
  });

  it.each([[[]], [['--messages']], [['--patch', '1']]])(
    'no control character of a mail reaches the terminal: %j',
    async (words) => {
      const { code, stdout } = await stage.run(['show', hostile, ...words]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]/);
      expect(stdout).toContain('\\x1b');
    },
  );

  it.each([
    ['a patch that is not there', [removal, '--patch', '99'], /no patch 99/],
    ['a revision that is not there', [removal, '--revision', '7'], /no revision v7/],
    ['two ways to show', [removal, '--json', '--messages'], /cannot be used with/],
    ['a report of one patch', [removal, '--format', 'html', '--patch', '1'], /cannot be used with/],
    ['no thread', ['nowhere.mbox'], /no such file/],
    [
      'talk',
      [written('talk.mbox', writeMbox([{ id: 'a', subject: 'hello', body: 'x\n' }]))],
      /no patch in 1 message/,
    ],
  ])('%s: exit 2', async (_, words, message) => {
    const { code, stderr } = await stage.run(['show', ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
