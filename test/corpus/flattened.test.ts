import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.js';
import { recordingContext, textOf } from '../source/recording-context.js';

const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const SEED = `${CORPUS}seed/lore-thread-flattened.txt`;
const ORACLE = `${CORPUS}threads/arm64-on-s390-v2.mbox`;

const present = existsSync(SEED) && existsSync(ORACLE);
if (!present) console.warn(`skipped: the copied text (no ${SEED})`);

/** Each file's blobs, and by how many lines it grows: the two diffs were made by different algorithms. */
const filesIn = (diff: string): readonly string[] =>
  diff.split(/^(?=diff --git )/m).map((file) => {
    const hunks = file.replace(/^(?:---|\+\+\+) .*$/gm, '');
    const growth = (hunks.match(/^\+/gm)?.length ?? 0) - (hunks.match(/^-/gm)?.length ?? 0);
    return `${/^diff .*\nindex .*$/m.exec(file)?.[0]} ${growth}`;
  });

const diffIn = (text: string): string =>
  text.slice(text.search(/^diff --git /m)).split(/^-- ?$/m, 1)[0] ?? '';

describe.skipIf(!present)('the seed thread, copied as text', () => {
  const mails = async () => {
    const inputs = await openSource(SEED, { workingFolder: '/' }, recordingContext());
    return Promise.all(inputs.map(async (input) => PostalMime.parse(await textOf(input))));
  };

  it('is a cover, three patches and six replies with their tags and the NAK', async () => {
    const found = await mails();
    const subjectOf = new Map(found.map(({ messageId, subject }) => [messageId, subject]));
    expect(
      found.map(({ subject, from, inReplyTo, text = '' }) => [
        subject?.replace(/^((?:Re: )?\[PATCH \d\/3\]).*/, '$1'),
        from?.name,
        (subjectOf.get(inReplyTo ?? '') ?? '').replace(/^((?:Re: )?\[PATCH \d\/3\]).*/, '$1'),
        /^(?:(?:Reviewed|Acked)-by: .*|NAK.*)$/m.exec(text)?.[0] ?? '',
      ]),
    ).toEqual([
      ['[PATCH 0/3]', 'Paolo Bonzini', '', ''],
      ['[PATCH 1/3]', 'Paolo Bonzini', '[PATCH 0/3]', ''],
      [
        'Re: [PATCH 1/3]',
        'Steffen Eiden',
        '[PATCH 1/3]',
        'Reviewed-by: Steffen Eiden <seiden@linux.ibm.com>',
      ],
      ['Re: [PATCH 1/3]', 'Sean Christopherson', '[PATCH 1/3]', 'NAK? :-)'],
      ['[PATCH 2/3]', 'Paolo Bonzini', '[PATCH 0/3]', ''],
      [
        'Re: [PATCH 2/3]',
        'Steffen Eiden',
        '[PATCH 2/3]',
        'Reviewed-by: Steffen Eiden <seiden@linux.ibm.com>',
      ],
      ['[PATCH 3/3]', 'Paolo Bonzini', '[PATCH 0/3]', ''],
      [
        'Re: [PATCH 3/3]',
        'Steffen Eiden',
        '[PATCH 3/3]',
        'Reviewed-by: Steffen Eiden <seiden@linux.ibm.com>',
      ],
      ['Re: [PATCH 0/3]', 'Alex Williamson', '[PATCH 0/3]', 'Acked-by: Alex Williamson <alex@shazbot.org>'],
      ['Re: [PATCH 0/3]', 'Steffen Eiden', '[PATCH 0/3]', ''],
    ]);
  });

  it('has diffs of the same blobs as the series that was posted again', async () => {
    const posted = (await readFile(ORACLE, 'utf8')).split(/^From mboxrd@z .*\n/m);
    const patches = (await mails()).filter(({ subject }) => /^\[PATCH [1-3]\/3\]/.test(subject ?? ''));
    expect(patches).toHaveLength(3);
    for (const [index, { text = '' }] of patches.entries()) {
      const oracle = posted.find((mail) => mail.includes(`\nSubject: [PATCH v2 0${index + 1}/28]`)) ?? '';
      expect(diffIn(oracle)).not.toBe('');
      expect(filesIn(diffIn(text))).toEqual(filesIn(diffIn((await PostalMime.parse(oracle)).text ?? '')));
    }
  });
});
