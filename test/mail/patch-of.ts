// The patch of one mail, read as the program reads it.
import { quietContext } from '../../src/base/context.js';
import type { PatchToCommit } from '../../src/git/commit.js';
import { commitDraft } from '../../src/series/commit-draft.js';
import type { Patch } from '../../src/series/patch.js';
import { readSeries } from '../../src/series/series.js';
import { inputOf } from './mail-text.js';

export const patchOf = async (mail: string | Uint8Array): Promise<Patch> => {
  const { patches } = await readSeries([inputOf(mail)], {}, quietContext());
  const [patch] = patches;
  if (patch === undefined) throw new Error('the mail has no patch');
  return patch;
};

export const patchToCommit = async (
  mail: string | Uint8Array,
  label: string,
  trailers: readonly string[] = [],
): Promise<PatchToCommit> => {
  const patch = await patchOf(mail);
  return { label, patch, draft: commitDraft(patch, trailers) };
};
