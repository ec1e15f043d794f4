// Applies what can be applied of a patch to another kernel: hunk by hunk, and where a hunk's context differs its changed
// lines alone, as a person would who looks at what an old revision left behind.
import { createTwoFilesPatch } from 'diff';
import type { Context } from '../../src/base/context.js';
import type { GitTree } from '../../src/git/git-tree.js';
import type { Repository } from '../../src/git/repository.js';
import { parseDiff } from '../../src/patch/parse.js';
import type { Patch } from '../../src/series/patch.js';

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

interface LoneHunk {
  readonly path: string;
  readonly start: number;
  readonly body: string;
  readonly diff: Uint8Array;
}

const hunksOf = ({ diff, files }: Patch): readonly LoneHunk[] =>
  files.flatMap(({ oldPath, newPath, hunks, kind }) =>
    kind !== 'modify' && kind !== 'add'
      ? []
      : hunks.map((hunk) => {
          const [before, made] =
            oldPath === null ? ['/dev/null', 'new file mode 100644\n'] : [`a/${oldPath}`, ''];
          const header = `diff --git a/${newPath} b/${newPath}\n${made}--- ${before}\n+++ b/${newPath}\n`;
          const range = `@@ -${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} @@\n`;
          const body = latin(diff.subarray(hunk.start, hunk.end));
          const text = Buffer.from(header + range + body, 'latin1');
          return { path: newPath ?? '', start: hunk.oldStart, body, diff: text };
        }),
  );

/** Places in `lines` where all of `block` stands, nearest to a line first. */
const placesOf = (lines: readonly string[], block: readonly string[], near: number): readonly number[] =>
  lines
    .map((_, i) => i)
    .filter((i) => block.every((line, k) => lines[i + k] === line))
    .sort((a, b) => Math.abs(a - near) - Math.abs(b - near));

/** Each run of changed lines of a hunk, put where its removed lines (or the line before it) stand. */
const rewrite = (text: string, { body, start }: LoneHunk): string => {
  let lines = text.split('\n');
  const runs: { before: string; removed: string[]; added: string[] }[] = [];
  let last = ' ';
  for (const line of body.split('\n').filter((one) => one !== '')) {
    if (line[0] !== ' ' && last[0] === ' ') runs.push({ before: last.slice(1), removed: [], added: [] });
    const run = runs.at(-1);
    if (line[0] === '-') run?.removed.push(line.slice(1));
    else if (line[0] === '+') run?.added.push(line.slice(1));
    last = line;
  }
  for (const { before, removed, added } of runs) {
    const block = removed.length > 0 ? removed : [before];
    const at = placesOf(lines, block, start)[0];
    if (at === undefined) continue;
    const keep = removed.length > 0 ? [] : [before];
    lines = [...lines.slice(0, at), ...keep, ...added, ...lines.slice(at + block.length)];
  }
  return lines.join('\n');
};

const textAt = async (repository: Repository, tree: GitTree, path: string): Promise<string> => {
  let text = '';
  await repository.reader.readBlobs([tree.blobAt(path)!], (bytes) => {
    text = latin(bytes);
  });
  return text;
};

/** The tree with all that could be applied. */
export const applyLoosely = async (
  repository: Repository,
  base: GitTree,
  patch: Patch,
  context: Context,
): Promise<GitTree> => {
  const index = repository.scratchIndex(base);
  const touched = new Set<string>();
  for (const hunk of hunksOf(patch)) {
    let result = await index.apply(parseDiff(hunk.diff), { threeWay: false }, context);
    if (!result.applied && index.tree.blobAt(hunk.path) !== undefined) {
      const text = await textAt(repository, index.tree, hunk.path);
      const diff = createTwoFilesPatch(`a/${hunk.path}`, `b/${hunk.path}`, text, rewrite(text, hunk), '', '');
      const body = `diff --git a/${hunk.path} b/${hunk.path}\n${diff.replace(/^=+\n/, '').replaceAll('\t\n', '\n')}`;
      result = await index.apply(parseDiff(Buffer.from(body, 'latin1')), { threeWay: false }, context);
    }
    if (result.applied) for (const path of result.tree.touched) touched.add(path);
  }
  const changes = [...touched].map((path) => ({
    path,
    before: base.entryAt(path) ?? null,
    after: index.tree.entryAt(path) ?? null,
  }));
  return base.with(changes);
};
