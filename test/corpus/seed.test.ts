// The seed thread: what a maintainer has to see of it.
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { isTaken, reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { corpusInput, hasCorpus } from './place.js';

describe.skipIf(!hasCorpus)('the seed thread', () => {
  test('three patches and a cover letter, tags, and one tentative NAK', async () => {
    const series = await readSeries([corpusInput('seed/kvm-vfio-on-6.12.mbox')], {}, quietContext());
    const review = reviewSeries(series);
    expect(series).toMatchObject({ revision: 1, expected: 3, missing: [], diagnostics: [] });
    expect(series.cover?.subject).toBe('KVM, vfio: remove exported KVM symbols');
    const added = review.patches.map(({ trailers }) =>
      trailers
        .filter((one) => one.source !== 'patch' && isTaken(one))
        .map(({ trailer, source }) => [source, trailer.name, trailer.person?.name]),
    );
    const tags = [
      ['follow-up', 'Reviewed-by', 'Steffen Eiden'],
      ['cover', 'Acked-by', 'Alex Williamson'],
    ];
    expect(added).toEqual([tags, tags, tags]);
    expect(review.objections.filter(({ kind }) => kind === 'nak')).toMatchObject([
      { tentative: true, by: { name: 'Sean Christopherson' }, quote: 'NAK? :-)', patch: 1, takenBack: false },
    ]);
  });
});
