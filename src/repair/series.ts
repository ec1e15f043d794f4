// A series whose white space was lost, rebuilt patch by patch on the tree that it is for. What comes out is a series
// like any other. A diagnostic for each file states how far it can be trusted.
import type { Context } from '../base/context.js';
import type { Diagnostic } from '../base/diagnostic.js';
import type { CommitId } from '../base/id.js';
import type { GitTree } from '../git/git-tree.js';
import type { Repository } from '../git/repository.js';
import { pathsOf } from '../patch/diff.js';
import { parseDiff } from '../patch/parse.js';
import type { Patch } from '../series/patch.js';
import type { Series } from '../series/series.js';
import { isDamaged, type PreImages, type RebuiltFile } from './index.js';
import { isSameDiff, preImagesOf, rebuildFrom } from './patch.js';

const isCopied = ({ mail }: Patch): boolean => mail.message.fidelity === 'flattened';

/** Whether a patch of the series was copied as text, or shows that its lines were harmed. */
export const looksDamaged = ({ patches }: Pick<Series, 'patches'>): boolean =>
  patches.some((patch) => isCopied(patch) || isDamaged(patch));

/** The series as it can be applied to a commit: as it is, or rebuilt when it looks damaged. Throws as `rebuildSeries`. */
export const wholeSeries = async (
  series: Series,
  base: CommitId,
  repository: Repository,
  context: Context,
): Promise<Series> =>
  looksDamaged(series)
    ? rebuildSeries(series, await repository.treeAt(base, context), repository, context)
    : series;

/**
 * The series with the diffs of its damaged patches rebuilt. A patch that applies as it came stays so, unless it was
 * copied. Diagnostics: `patch-rebuilt` (`note` when verified, else `warning`) and `patch-not-recoverable`, one a file;
 * rebuilt patches lose the diagnostics about their damage.
 * @throws UserError `input` when a patch names a path outside the tree; `environment` when git fails.
 */
export const rebuildSeries = async (
  series: Series,
  base: GitTree,
  repository: Pick<Repository, 'scratch' | 'reader' | 'scratchIndex'>,
  context: Context,
): Promise<Series> => {
  const index = repository.scratchIndex(base);
  // What patches made that did not apply: the next ones are still written on it.
  const made = new Map<string, Uint8Array | undefined>();
  const patches: Patch[] = [];
  const added: Diagnostic[] = [];
  for (const [at, patch] of series.patches.entries()) {
    context.progress(`rebuild ${at + 1}/${series.patches.length}`);
    const options = { threeWay: true };
    if (!isCopied(patch) && (await index.apply(patch, options, context)).applied) {
      for (const path of pathsOf(patch.files)) made.delete(path);
      patches.push(patch);
      continue;
    }
    const there = preImagesOf(index.tree, repository, context);
    const preImages: PreImages = {
      byId: there.byId,
      byPath: async (path) => (made.has(path) ? made.get(path) : there.byPath(path)),
    };
    const { files, diff } = await rebuildFrom(patch, preImages);
    if (!isCopied(patch) && (diff === undefined || isSameDiff(diff, patch.diff))) {
      patches.push(patch);
      continue;
    }
    for (const { path, postImage } of files) made.set(path, postImage);
    added.push(...files.map((file) => diagnosticOf(file, patch)));
    if (diff === undefined) {
      patches.push(patch);
      continue;
    }
    const whole: Patch = { ...patch, diff, files: parseDiff(diff).files, rest: diff };
    patches.push(whole);
    await index.apply(whole, options, context);
  }
  const rebuilt = new Set<string | undefined>(
    patches.filter((patch, at) => patch !== series.patches[at]).map(({ messageId }) => messageId),
  );
  const others = series.diagnostics.filter(
    ({ code, messageId }) => !OUTDATED.has(code) || !rebuilt.has(messageId),
  );
  return { ...series, patches, diagnostics: [...others, ...added] };
};

/** Diagnostics on a damaged patch that no longer hold after it is rebuilt. */
const OUTDATED = new Set(['patch-cut', 'patch-damaged', 'patch-flowed']);

const SEVERITY = {
  verified: 'note',
  'rebuilt, not verifiable': 'warning',
  'not recoverable': 'error',
} as const;

const diagnosticOf = ({ path, status, reason }: RebuiltFile, { subject, messageId }: Patch): Diagnostic => ({
  severity: SEVERITY[status],
  code: status === 'not recoverable' ? 'patch-not-recoverable' : 'patch-rebuilt',
  message: `white space of "${subject}" was lost; ${path}: ${status} (${reason})`,
  path,
  messageId,
});
