import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { isDamaged } from '../../src/repair/index.js';
import { readSeries } from '../../src/series/series.js';
import { openSource } from '../../src/source/index.js';
import { corpusInput, corpusPath, hasCorpus } from './place.js';

describe.skipIf(!hasCorpus)('the patches of the corpus', () => {
  const threads = hasCorpus ? readdirSync(corpusPath('threads')) : [];

  it.each(threads)('%s came whole, and does not look damaged', async (name) => {
    const { patches } = await readSeries([corpusInput(`threads/${name}`)], {}, quietContext());
    expect(patches.length).toBeGreaterThan(0);
    expect(patches.filter((patch) => isDamaged(patch)).map(({ subject }) => subject)).toEqual([]);
  });

  it('of the copied text look damaged, each', async () => {
    const text = corpusPath('seed/lore-thread-flattened.txt');
    const inputs = await openSource(text, { workingFolder: '/' }, quietContext());
    const { patches } = await readSeries(inputs, {}, quietContext());
    expect(patches.map((patch) => isDamaged(patch))).toEqual([true, true, true]);
  });
});
