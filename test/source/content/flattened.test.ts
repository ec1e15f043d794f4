import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailInput } from '../../../src/base/mail-input.js';
import { openSource } from '../../../src/source/index.js';
import { recordingContext, textOf } from '../recording-context.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/source/flattened/', import.meta.url));

const open = async (text: string): Promise<readonly MailInput[]> => {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  return openSource('-', { workingFolder: '/', standardInput: bytes() }, recordingContext());
};

/** Each mail by subject, with the subjects of what it answers, nearest last. */
const treeOf = async (inputs: readonly MailInput[]) => {
  const mails = (await Promise.all(inputs.map(textOf))).map((text) => ({
    from: /^From: (.*)$/m.exec(text)?.[1],
    subject: /^Subject: (.*)$/m.exec(text)?.[1] ?? '',
    id: /^Message-ID: <(.*)>$/m.exec(text)?.[1] ?? '',
    parent: /^In-Reply-To: <(.*)>$/m.exec(text)?.[1],
    references: [...(/^References: ((?:.*\n )*.*)$/m.exec(text)?.[1] ?? '').matchAll(/<(.*?)>/g)].map(
      ([, id]) => id,
    ),
  }));
  const indexOf = new Map(mails.map(({ id }, index) => [id, index]));
  expect(indexOf.size).toBe(mails.length);
  for (const { parent, references } of mails) expect(references.at(-1)).toBe(parent);
  return mails.map(({ from, subject, parent }) => [
    subject,
    from,
    parent === undefined ? undefined : indexOf.get(parent),
  ]);
};

const ZOE = '=?UTF-8?B?Wm/DqyBFeGFtcGxl?= <zoe@example.org>';

describe('a thread copied as text', () => {
  it('gives its mails and who answers whom, the missing cover letter from the overview and the quotes', async () => {
    const context = recordingContext();
    const inputs = await openSource('thread.txt', { workingFolder: FIXTURES }, context);
    expect(inputs.every(({ form, fidelity }) => form === 'mail' && fidelity === 'flattened')).toBe(true);
    expect(await treeOf(inputs)).toEqual([
      ['[PATCH 0/2] widget: better', ZOE, undefined],
      ['[PATCH 1/2] widget: shine', ZOE, 0],
      ['Re: [PATCH 1/2] widget: shine', '"Bob Example" <bob@example.org>', 1],
      ['Re: [PATCH 1/2] widget: shine', '"Carol Example" <carol@example.org>', 2],
      ['[PATCH 2/2] widget: glow', ZOE, 0],
      ['Re: [PATCH 0/2] widget: better', '"Bob Example" <bob@example.org>', 0],
    ]);
    const texts = await Promise.all(
      (await openSource('thread.txt', { workingFolder: FIXTURES }, context)).map(textOf),
    );
    expect(texts[0]).toMatch(/\n\nTwo patches\.\n\nZoë Example \(2\):\n$/);
    expect(texts[1]?.split('\n\n').slice(1).join('\n\n')).toBe(
      'It is dull.\n* not a title\nMake it shine.\n\n' +
        'Reported-by: Dan Example <dan@example.org>\nSigned-off-by: Zoë Example <zoe@example.org>\n---\nwidget.c | 2 +-\n' +
        'diff --git a/widget.c b/widget.c\n--- a/widget.c\n+++ b/widget.c\n@@ -1,3 +1,3 @@\n' +
        '/*\n* On a line of its own.\n-*/\n+ */\n-- \n2.53.0\n',
    );
    expect(texts[2]).toMatch(/\n\n> It is dull\.\nNAK\? :-\)\n$/);
    expect(texts[3]).toContain('\nDate: Wed, 08 Apr 2026 09:10:00 +0000\n');
    expect(context.diagnostics.map(({ code }) => code).slice(0, 2)).toEqual([
      'source-copied-text',
      'source-message-from-quotes',
    ]);
  });

  it('reads the same when white space was kept', async () => {
    const text = (await readFile(`${FIXTURES}thread.txt`, 'utf8'))
      .replaceAll(/^(\d{4}-|` |\d+ siblings)/gm, '  $1')
      .replaceAll(/^\^/gm, '\n^')
      .replaceAll(/^(To: .*\n(?:dan.*\n)?|From: (?:Carol|Zoë|Bob) .*raw\)\n(?!To:))/gm, '$1\n')
      .replaceAll('\n', '\r\n');
    const [kept, flat] = await Promise.all([
      open(text),
      openSource('thread.txt', { workingFolder: FIXTURES }, recordingContext()),
    ]);
    expect(await Promise.all(kept.map(textOf))).toEqual(await Promise.all(flat.map(textOf)));
  });

  it('of one message without its title is a mail', async () => {
    const [input, ...others] = await open(
      'From: Ada @ 2026-04-07  8:01 UTC (permalink / raw)\nTo: list\nHello.\n',
    );
    expect(others).toEqual([]);
    expect(await textOf(input)).toMatch(
      /^From: "Ada"\nSubject: \nDate: Tue, 07 Apr 2026 08:01:00 \+0000\n(?:.+\n)*\nHello\.\n$/,
    );
  });

  it.each([
    ['blanks', `Signed-off-by: ${' '.repeat(500_000)}`],
    ['at signs', `From: ${' @ 2026'.repeat(100_000)}`],
    ['bullets', '* '.repeat(300_000)],
    ['commas', 'To: ,\n'.repeat(100_000)],
  ])('with a line of %s is read in time', async (_name, line) => {
    const [input] = await open(`From: Ada @ 2026-04-07 08:01 UTC\n${line}\n`);
    expect(await textOf(input)).toContain('From: "Ada"');
  });

  it('of any shape is read, each From line one mail, in bounded time', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'From: A @ 2026-04-07 18:01 UTC (permalink / raw)',
        'From: B @ 2026-04-07 18:01 UTC',
        '* [PATCH 1/1] x',
        '@ 2026-04-07 18:01 ` A',
        '2026-04-07 18:01 [PATCH 0/1] x A',
        '2026-04-07 18:01 ` [PATCH 1/1] x B',
        '2026-04-07 18:01 ` A',
        '^ permalink raw reply related [flat|nested] 3+ messages in thread* Re: [PATCH 1/1] x',
        'To: a,',
        '---',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const text = ['From: A @ 2026-04-07 18:01 UTC (permalink / raw)', ...lines].join('\n');
        const froms = text
          .split('\n')
          .filter((each) => /^From: .* @ \d{4}-\d\d-\d\d \d\d:\d\d UTC\b/.test(each)).length;
        const inputs = await open(text);
        expect([froms, froms + 1]).toContain(inputs.length);
        await treeOf(inputs);
      }),
    );
  });
});

describe('a message copied as text', () => {
  it('keeps its header, without the links of the page', async () => {
    const [input, ...others] = await openSource(
      'message.txt',
      { workingFolder: FIXTURES },
      recordingContext(),
    );
    expect(others).toEqual([]);
    expect(input).toMatchObject({ name: 'message.txt (b@example.org)', form: 'mail', fidelity: 'flattened' });
    expect(await textOf(input)).toBe(
      'From: "Example, Bob" <bob@example.org>\nSubject: [PATCH 1/1] widget: shine\n' +
        'Date: Wed, 8 Apr 2026 09:03:07 +0200\nMessage-ID: <b@example.org>\n' +
        'In-Reply-To: <cover@example.org>\nReferences: <cover@example.org>\n' +
        'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n' +
        'It is dull.\n\nSigned-off-by: Bob Example <bob@example.org>\n---\nwidget.c | 2 +-\n' +
        'diff --git a/widget.c b/widget.c\n--- a/widget.c\n+++ b/widget.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.53.0\n',
    );
  });
});

describe('a text that was cut off', () => {
  const cut = async (share: number): Promise<readonly string[]> => {
    const text = await readFile(`${FIXTURES}thread.txt`, 'utf8');
    const context = recordingContext();
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text.slice(0, Math.floor(text.length * share)));
    }
    await openSource('-', { workingFolder: '/', standardInput: bytes() }, context);
    return context.diagnostics.filter(({ code }) => code === 'source-cut').map(({ message }) => message);
  };

  it('is told from its last message', async () => {
    expect((await cut(0.6)).join(' ')).toMatch(/ends within the message|are not in the text/);
  });

  it('is not told of a whole one', async () => {
    expect(await cut(1)).toEqual([]);
  });
});
