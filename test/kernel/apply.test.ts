import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { openRepository } from '../../src/git/repository.js';
import { parseDiff } from '../../src/patch/parse.js';
import { kernelPath, seedSeriesPath } from './kernel-path.js';

const context = quietContext();

describe.skipIf(kernelPath === undefined || seedSeriesPath === undefined)(
  'a real series on a real kernel',
  () => {
    it('applies patch by patch, each touching what its diffstat says', async () => {
      const mails = readFileSync(seedSeriesPath!, 'latin1')
        .split(/^From mboxrd@z.*\n/m)
        .filter((mail) => /^Subject: \[PATCH \d/m.test(mail) && /^diff --git /m.test(mail));
      const repository = await openRepository(kernelPath!, context);
      try {
        const base = await repository.treeAt(await repository.resolve('HEAD', context), context);
        const index = repository.scratchIndex(base);
        const touched: number[] = [];
        for (const mail of mails) {
          const result = await index.apply(
            parseDiff(Buffer.from(mail, 'latin1')),
            { threeWay: false },
            context,
          );
          expect(result).toMatchObject({ applied: true });
          touched.push(result.tree.touched.size);
        }
        const said = mails.map((mail) => Number(/^ (\d+) files? changed/m.exec(mail)?.[1]));
        expect(touched).toEqual(said);

        const read = async (path: string): Promise<string> => {
          let text = '';
          await repository.reader.readBlobs([index.tree.blobAt(path)!], (bytes) => {
            text = Buffer.from(bytes).toString();
          });
          return text;
        };
        expect(await read('drivers/vfio/vfio_main.c')).not.toContain('symbol_get(');
        expect(base.linkAt?.('scripts/dtc/include-prefixes/arm')).toBe('../../../arch/arm/boot/dts');
      } finally {
        repository.dispose();
      }
    });
  },
);
