import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/error.js';
import { openSource } from '../../../src/source/index.js';
import { recordingContext, textOf } from '../recording-context.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/source/page/', import.meta.url));

const open = async (page: string) => {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(page);
  }
  const context = recordingContext();
  return openSource('-', { workingFolder: '/', standardInput: bytes() }, context);
};

describe('a saved page', () => {
  it('of a thread gives its mails, entities and links undone, white space kept', async () => {
    const context = recordingContext();
    const inputs = await openSource('thread.html', { workingFolder: FIXTURES }, context);
    expect(inputs.map(({ name, form, fidelity }) => ({ name, form, fidelity }))).toEqual([
      { name: 'thread.html (1/0@example.org)', form: 'mail', fidelity: 'page' },
      { name: 'thread.html (1.1@example.org)', form: 'mail', fidelity: 'page' },
      { name: 'thread.html (b@example.org)', form: 'mail', fidelity: 'page' },
    ]);
    const [cover, patch, reply] = await Promise.all(inputs.map(textOf));
    expect(cover).toBe(
      'From: =?UTF-8?B?Wm/DqyBFeGFtcGxl?= <zoe@example.org>\n' +
        'Subject: [PATCH 0/1] widget: shine <"more">\n' +
        'Date: Tue, 07 Apr 2026 18:01:00 +0000\n' +
        'Message-ID: <1/0@example.org>\n' +
        'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n' +
        '\nThe cover & nothing else.\n\nFrom: here on it is dull.\n',
    );
    expect(patch).toContain('\nIn-Reply-To: <1/0@example.org>\nReferences: <1/0@example.org>\n');
    expect(patch).toMatch(
      new RegExp(
        '\n\nSigned-off-by: Zoë Example <zoe@example.org>\n---\n widget.c \\| 2 \\+-\n\n' +
          'diff --git a/widget.c b/widget.c\n--- a/widget.c\n\\+\\+\\+ b/widget.c\n@@ -1,3 \\+1,3 @@\n' +
          ' if \\(a && b\\)\n-\ta->x = "&amp;";\t\n\\+\ta->x = \'<\';   \n \n$',
      ),
    );
    expect(reply).toContain('From: "Bob Example" <bob@example.org>\n');
    expect(reply).toContain('\nReferences: <1/0@example.org>\n <1.1@example.org>\n');
    expect(reply).toContain('\n> Signed-off-by: Zoë Example <zoe@example.org>\n\nAcked-by: Bob');
    expect(context.diagnostics).toEqual([]);
  });

  it('of one message keeps its header and finds its parent in the overview', async () => {
    const [input, ...others] = await openSource(
      'message.html',
      { workingFolder: FIXTURES },
      recordingContext(),
    );
    expect(others).toEqual([]);
    expect(await textOf(input)).toBe(
      'From: "Example, Bob" <bob@example.org>\n' +
        'Subject: Re: [PATCH 1/1] widget: shine on\n' +
        'Date: Wed, 8 Apr 2026 09:03:07 +0200\n' +
        'Message-ID: <b@example.org>\n' +
        'In-Reply-To: <1.1@example.org>\nReferences: <1.1@example.org>\n' +
        'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n' +
        '\nTested-by: Bob Example <bob@example.org>\n',
    );
  });

  it.each([
    '\u{feff}<!DOCTYPE html>\n',
    '<!-- saved from url=(0042)https://inbox.example/ -->\n<HTML>',
    '\r\n<pre>x</pre>',
  ])('is known by its beginning as browsers write it: %j', async (beginning) => {
    const [input] = await open(`${beginning}<PRE ID="b">From: A &lt;a@b&gt;\nSubject: x\n\nbody\n</PRE>`);
    expect(await textOf(input)).toContain('\n\nbody\n');
  });

  it('cannot write header fields of its own', async () => {
    const [input] = await open(
      '<pre id=b>From: A &lt;a@b&gt;\nSubject: x\u0085Bcc: y\rCc: z\u2028w\nMessage-ID: &lt;a@b&gt;&#13;X: y\nIn-Reply-To: &lt;c@d&#10;X: y&gt;\n\nbody</pre>',
    );
    const header = (await textOf(input)).split('\n\n')[0] ?? '';
    expect(header.split(/[\n\r\u0085\u2028]/).filter((line) => /^(?:bcc|cc|x|w)\b/i.test(line))).toEqual([]);
  });

  it.each([
    {
      name: 'without messages',
      page: '<html><pre>hello</pre>',
      message: /no message of a public-inbox in it$/,
    },
    { name: 'empty', page: '<!DOCTYPE html>', message: /no message of a public-inbox in it$/ },
    { name: 'nested without end', page: `<html>${'<div>'.repeat(100_000)}`, message: /nested more than/ },
    {
      name: 'of open formats',
      page: `<html>${Array.from({ length: 50_000 }, (_, index) => `<p><b id=${index}>`).join('')}`,
      message: /nested more than/,
    },
    {
      name: 'with a tag of attributes',
      page: `<html><a ${Array.from({ length: 100_000 }, (_, index) => `a${index}=">"`).join(' ')}>`,
      message: /more than \d+ attributes/,
    },
    { name: 'with open quotes', page: `<html>${'<a b="'.repeat(100_000)}`, message: /no message|attributes/ },
    { name: 'with open tags', page: `<html>${'<a '.repeat(100_000)}`, message: /no message|attributes/ },
  ])('$name is refused', async ({ page, message }) => {
    await expect(open(page)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('with a field of blanks is read in time', async () => {
    const [input] = await open(`<pre id=b>From: A${' '.repeat(500_000)}B\nSubject: x\n\nbody</pre>`);
    expect(await textOf(input)).toContain('\n\nbody');
  });

  it('of any shape gives mails or a clear error', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<pre>',
        '</pre>',
        '<pre id=b>',
        '<a id=m00000000a1>*</a>',
        '<b>',
        '</b>',
        '<a id=e00000000a1 href="',
        '">',
      ),
      fc.constantFrom(
        'From: A @ 2026-04-07 18:01 UTC (',
        '\n\n',
        '` ',
        '2026-04-07 18:01 ',
        '<b id=t>',
        'Subject: x\n',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        try {
          for (const input of await open(`<html>${pieces.join('')}`)) await textOf(input);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
