import { describe, expect, test } from 'vitest';
import type { OwnLine } from '../../../src/series/own-text.js';
import { isConditional } from '../../../src/series/phrase/condition.js';
import { scopeOf } from '../../../src/series/phrase/scope.js';

const TAG = 'Reviewed-by: Bo Tester <bo@example.net>';
const own = (text: string): readonly OwnLine[] => {
  let paragraph = 0;
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') paragraph++;
    return line.trim() === '' ? [] : [{ text: line, line: at + 1, paragraph }];
  });
};
const tagLine = (text: string): number => text.split('\n').findIndex((line) => line.startsWith(TAG)) + 1;

describe('for which of four patches a tag on the cover letter is meant', () => {
  const ALL = [1, 2, 3, 4];
  test.each([
    [`${TAG}`, ALL],
    [`Nice.\n\n${TAG}`, ALL],
    [`For the whole series:\n${TAG}`, ALL],
    [`For all patches,\n${TAG}`, ALL],
    [`For patches 1-3:\n${TAG}`, [1, 2, 3]],
    [`For patches 1 to 3:\n${TAG}`, [1, 2, 3]],
    [`For patches 1, 2 and 4:\n${TAG}`, [1, 2, 4]],
    [`For 1/4 and 3/4:\n${TAG}`, [1, 3]],
    [`For 2/4-4/4:\n${TAG}`, [2, 3, 4]],
    [`For #2:\n${TAG}`, [2]],
    [`Patches 1 and 3:\n${TAG}`, [1, 3]],
    [`For the first two patches:\n${TAG}`, [1, 2]],
    [`For the last patch:\n${TAG}`, [4]],
    [`For the last two:\n${TAG}`, [3, 4]],
    [`For the second patch\n\n${TAG}`, [2]],
    [`For all but patch 2:\n${TAG}`, [1, 3, 4]],
    [`All but 2/4:\n${TAG}`, [1, 3, 4]],
    [`For everything except patches 2 and 3:\n${TAG}`, [1, 4]],
    [`With the exception of patch 4,\n${TAG}`, [1, 2, 3]],
    [`Except for 1/4:\n${TAG}`, [2, 3, 4]],
    [`Apart from patch 3, for the series:\n${TAG}`, ALL],
    [`Patch 2 needs work, for the rest:\n${TAG}`, [1, 3, 4]],
    [`Patch 2 needs work.\nFor the rest:\n${TAG}`, [1, 3, 4]],
    [`I had a question on patch 3, but for the series:\n${TAG}`, ALL],
    [`Thanks for splitting patch 1.\n\n${TAG}`, ALL],
    [`One question on patch 2 below.\n\n${TAG}`, ALL],
    [`Thanks for patch 2:\n${TAG}`, ALL],
    [`Thanks for cleaning up this code:\n${TAG}`, ALL],
    [`${TAG}\nfor patches 1 and 3`, [1, 3]],
    [`${TAG}\n\n(for everything but patch 4)`, [1, 2, 3]],
    [`${TAG} # patches 2-3`, [2, 3]],
    [`${TAG} (for 2/4)`, [2]],
  ])('%j: %j', (text, expected) => {
    const note = /#.*$/.exec(text)?.[0] ?? null;
    const scope = scopeOf(own(text), tagLine(text), note, 4);
    expect(scope.kind === 'series' ? ALL : scope.kind === 'patches' ? scope.indexes : scope).toEqual(
      expected,
    );
  });

  test.each([
    [`The s390 bits:\n${TAG}`, null],
    [`For the KVM parts:\n${TAG}`, null],
    [`For the x86 and s390 changes\n${TAG}`, null],
    [TAG, '# s390'],
    [TAG, '[kvm parts]'],
    [`For the rest:\n${TAG}`, null],
  ])('%j, note %j: unclear', (text, note) => {
    expect(scopeOf(own(text), tagLine(text), note, 4)).toMatchObject({ kind: 'unknown' });
  });
});

describe('conditions of a tag', () => {
  test.each([
    [`With that:\n${TAG}`, true],
    [`With the above addressed,\n${TAG}`, true],
    [`Provided that s390 still builds:\n${TAG}`, true],
    [`${TAG}\n\nprovided the lock is dropped first.`, true],
    [`Assuming this was tested:\n${TAG}`, true],
    [`s/foo/bar/\n\nand then\n\n${TAG}`, true],
    [`Please rename the label and then\n${TAG}`, true],
    [`Feel free to add, once the typo is gone,\n${TAG}`, true],
    [`With or without that change:\n${TAG}`, false],
    [`The name could be shorter. Either way:\n${TAG}`, false],
    [`If you respin, please fix the comment. Regardless:\n${TAG}`, false],
    [`If there is a v3, please fix the comment.\n\n${TAG}`, false],
    [`Apart from the nit:\n${TAG}`, false],
    [`Other than that, looks good.\n\n${TAG}`, false],
    [`One nit below, otherwise\n\n${TAG}`, false],
    [`Thanks for the fixes.\n\n${TAG}`, false],
    [`Once I have time I will look at the rest.\n\n${TAG}`, false],
    [`I tested this with the new firmware.\n\n${TAG}`, false],
  ])('%j: %s', (text, expected) => {
    expect(isConditional(own(text), tagLine(text), null)).toBe(expected);
  });
});
