import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { isTaken, reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { openSource } from '../../src/source/index.js';
import { recordingContext, textOf } from '../source/recording-context.js';
import { corpusPath, hasCorpus } from './place.js';

const SEED = corpusPath('seed/lore-thread-flattened.txt');
const ORACLE = corpusPath('threads/arm64-on-s390-v2.mbox');

/** Each file's blobs, and by how many lines it grows: the two diffs were made by different algorithms. */
const filesIn = (diff: string): readonly string[] =>
  diff.split(/^(?=diff --git )/m).map((file) => {
    const hunks = file.replace(/^(?:---|\+\+\+) .*$/gm, '');
    const growth = (hunks.match(/^\+/gm)?.length ?? 0) - (hunks.match(/^-/gm)?.length ?? 0);
    return `${/^diff .*\nindex .*$/m.exec(file)?.[0]} ${growth}`;
  });

const diffIn = (text: string): string =>
  text.slice(text.search(/^diff --git /m)).split(/^-- ?$/m, 1)[0] ?? '';

describe.skipIf(!hasCorpus)('the seed thread, copied as text', () => {
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

describe.skipIf(!hasCorpus)('the seed thread, however it was kept', () => {
  it.each([
    'seed/kvm-vfio-on-6.12.mbox',
    'seed/lore-thread-flattened.txt',
    'pages/seed.T.html',
    'pages/seed.t.html',
  ])('says the same of its review: %s', async (name) => {
    const context = recordingContext();
    const inputs = await openSource(corpusPath(name), { workingFolder: '/' }, context);
    const series = await readSeries(inputs, {}, context);
    const review = reviewSeries(series);
    expect(series).toMatchObject({ revision: 1, expected: 3, missing: [] });
    expect(series.cover?.subject).toBe('KVM, vfio: remove exported KVM symbols');
    expect(series.patches.map(({ author }) => author.address)).toEqual(Array(3).fill('pbonzini@redhat.com'));
    const tags = [
      'follow-up: Reviewed-by: Steffen Eiden <seiden@linux.ibm.com>',
      'cover: Acked-by: Alex Williamson <alex@shazbot.org>',
    ];
    for (const { trailers } of review.patches) {
      const taken = trailers.filter((each) => each.source !== 'patch' && isTaken(each));
      expect(taken.map(({ source, trailer }) => `${source}: ${trailer.name}: ${trailer.value}`)).toEqual(
        tags,
      );
    }
    expect(review.objections.filter(({ kind }) => kind === 'nak')).toMatchObject([
      { tentative: true, by: { name: 'Sean Christopherson' }, quote: 'NAK? :-)', patch: 1, takenBack: false },
    ]);
  });
});
