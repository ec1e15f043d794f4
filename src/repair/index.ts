// Rebuilds a diff whose white space was lost against the tree that it is for, and proves the result where the
// blob ids of its `index` lines allow. Pure but for the look-ups that are handed in.

import { shownPath } from '../patch/diff.js';
import type { Damage } from './added-line.js';
import { alignHunk } from './align.js';
import { type AlignedHunk, type Budget, MAX_WORK } from './aligned-hunk.js';
import { type DamagedFile, type DamagedSource, damagedFiles } from './damaged-diff.js';
import type { HunkContext } from './hunk-way.js';
import { blobIdOf, type FileLines, linesOf } from './post-image.js';
import { search } from './search.js';
import { solid } from './white-space.js';
import { writeDiff } from './written-diff.js';

export { isDamaged } from './damaged-diff.js';

/** Where pre-images come from. */
export interface PreImages {
  /** The blob whose id begins so; `undefined` when there is none. */
  readonly byId: (prefix: string) => Promise<Uint8Array | undefined>;
  /** The file at a path after the patch before this one; `undefined` when there is none. */
  readonly byPath: (path: string) => Promise<Uint8Array | undefined>;
}

type RebuildStatus = 'verified' | 'rebuilt, not verifiable' | 'not recoverable';

/** The rebuilt diff of one file, and how far it can be trusted. */
export interface RebuiltFile {
  /** Path after the patch; before it when the file goes. */
  readonly path: string;
  readonly status: RebuildStatus;
  /** Why it is not verified, or what could not be found; one line. */
  readonly reason: string;
  /** The file's part of the patch, ready for `git apply`; `undefined` when it is not recoverable. */
  readonly diff: Uint8Array | undefined;
  /** The file after the patch, for the next one; `undefined` when it goes or is not recoverable. */
  readonly postImage: Uint8Array | undefined;
}

/** Rebuilds each file of a diff that was damaged on its way. */
export const rebuildDiff = async (
  damaged: DamagedSource,
  preImages: PreImages,
): Promise<readonly RebuiltFile[]> => {
  const files = damagedFiles(damaged);
  if (linesIn(files) > MAX_LINES) return files.map((file) => tooLong(file));
  const budget: Budget = { left: MAX_WORK };
  const prepared: Prepared[] = [];
  for (const file of files) prepared.push(await prepare(file, preImages, budget));
  const moved = movedLines(prepared);
  return prepared.map((each) => rebuildFile(each, moved));
};

const linesIn = (files: readonly DamagedFile[]): number =>
  files.reduce((sum, { hunks }) => sum + hunks.reduce((count, { lines }) => count + lines.length, 0), 0);

const tooLong = (file: DamagedFile): RebuiltFile =>
  notRecoverable(shownPath(file), `the patch has more than ${MAX_LINES} lines`);

const notRecoverable = (path: string, reason: string): RebuiltFile => ({
  path,
  status: 'not recoverable',
  reason,
  diff: undefined,
  postImage: undefined,
});

interface Prepared {
  readonly file: DamagedFile;
  readonly path: string;
  readonly pre: FileLines | undefined;
  /** Whether the pre-image is the very blob that the patch was made for. */
  readonly exactPre: boolean;
  readonly found: string;
  readonly hunks: readonly AlignedHunk[];
}

/** Lines of one patch; the time for a line is up to a millisecond, and no one copies more out of a page. */
const MAX_LINES = 50_000;

const EMPTY = /^0+$/;

const prepare = async (file: DamagedFile, preImages: PreImages, budget: Budget): Promise<Prepared> => {
  const path = shownPath(file);
  const { bytes, exact } = await preImageOf(file, preImages);
  const pre = bytes === undefined ? undefined : linesOf(bytes);
  const lines = pre?.lines ?? [];
  const solids = lines.map(solid);
  let shift = 0;
  const hunks = file.hunks.map((hunk) => {
    const wanted = hunk.oldCount === 0 ? hunk.oldStart : hunk.oldStart - 1;
    const aligned = alignHunk(hunk, { texts: lines, solids }, wanted + shift, budget);
    // If a hunk moved, look for the next one at the same offset.
    if (aligned.fit !== 'nowhere') shift = aligned.start - wanted;
    return aligned;
  });
  return {
    file,
    path,
    pre,
    exactPre: exact,
    found: bytes === undefined ? '' : blobIdOf(bytes, file.oldBlob ?? ''),
    hunks,
  };
};

const preImageOf = async (
  { oldPath, oldBlob }: DamagedFile,
  { byId, byPath }: PreImages,
): Promise<{ readonly bytes: Uint8Array | undefined; readonly exact: boolean }> => {
  if (oldPath === null) return { bytes: new Uint8Array(), exact: true };
  const atPath = await byPath(oldPath);
  if (oldBlob !== null && !EMPTY.test(oldBlob)) {
    if (atPath !== undefined && blobIdOf(atPath, oldBlob).startsWith(oldBlob))
      return { bytes: atPath, exact: true };
    const bytes = await byId(oldBlob);
    if (bytes !== undefined) return { bytes, exact: true };
  }
  return { bytes: atPath, exact: false };
};

/** Removed lines of the whole patch, for lines that it moves from one place or file to another. */
const movedLines = (prepared: readonly Prepared[]): ReadonlyMap<string, string> => {
  const moved = new Map<string, string>();
  for (const { lines } of prepared.flatMap(({ hunks }) => hunks)) {
    for (const line of lines) if (line.kind === 'removed') moved.set(solid(line.text), line.text);
  }
  return moved;
};

const rebuildFile = (prepared: Prepared, moved: ReadonlyMap<string, string>): RebuiltFile => {
  const { file, path, pre, exactPre, found } = prepared;
  const lost = (reason: string): RebuiltFile => notRecoverable(path, reason);
  if (pre === undefined) return lost(`the tree has no ${file.oldPath}`);
  if (file.binary !== 'no') return lost('a binary patch cannot be rebuilt');
  const aligned = prepared.hunks;
  if (aligned.length > 0 && aligned.every(({ fit }) => fit === 'nowhere')) {
    return lost(`nothing of the patch is in ${file.oldPath}`);
  }
  const cut = aligned.findIndex(hasLostLines);
  if (cut >= 0) return lost(`changed lines of hunk ${cut + 1} of ${aligned.length} are missing`);
  const context: HunkContext = { preImage: pre.lines, moved, damage: damageOf(aligned) };
  const target = exactPre && file.newPath !== null ? (file.newBlob ?? undefined) : undefined;
  const { hunks, image, tries, agrees } = search(pre, aligned, context, target);
  const changed = {
    path,
    diff: writeDiff(file, hunks),
    postImage: file.newPath === null ? undefined : image,
  };
  if (agrees) return { ...changed, status: 'verified', reason: `makes blob ${file.newBlob}` };
  const gone = file.newPath === null && exactPre && aligned.every(({ fit }) => fit === 'exact');
  if (gone && image.length === 0)
    return { ...changed, status: 'verified', reason: `removes blob ${file.oldBlob}` };
  if (file.hunks.length === 0) return { ...changed, status: 'verified', reason: 'changes no line' };
  return {
    ...changed,
    status: 'rebuilt, not verifiable',
    reason: reasonOf(file, exactPre, found, tries, aligned),
  };
};

/** Whether the hunk's changed lines differ from its counts: context may be lost, a change may not. */
const hasLostLines = ({ hunk, lines }: AlignedHunk): boolean => {
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed' || kind === 'removed-unknown').length;
  return added - removed !== hunk.newCount - hunk.oldCount;
};

const reasonOf = (
  { oldBlob, newBlob, hunks }: DamagedFile,
  exactPre: boolean,
  found: string,
  tries: number,
  aligned: readonly AlignedHunk[],
): string => {
  const misfits = aligned.flatMap(({ fit }, index) => {
    if (fit === 'exact') return [];
    return [
      `hunk ${index + 1} of ${hunks.length} ${fit === 'nowhere' ? 'has no place there' : 'differs from it'}`,
    ];
  });
  const misfit = misfits.map((text) => `; ${text}`).join('');
  if (newBlob === null) return `the patch does not name the blob that it makes${misfit}`;
  if (exactPre) return `none of ${tries} ways to write it makes blob ${newBlob}${misfit}`;
  return `made for blob ${oldBlob ?? undefined}, the tree has ${found.slice(0, oldBlob?.length ?? 12)}${misfit}`;
};

/** What became of the lines that the pre-image has too; the others are taken to have fared the same. */
const damageOf = (aligned: readonly AlignedHunk[]): Damage => {
  let damage: Damage = 'none';
  let telling = aligned.some(({ hunk }) => hunk.lines.some(({ text }) => WIDE_SPACE.test(text)));
  for (const line of aligned.flatMap(({ lines }) => lines)) {
    if (line.kind !== 'kept' && line.kind !== 'removed') continue;
    telling ||= WIDE_SPACE.test(line.text) || /^ \S/.test(line.text);
    if (line.given === line.text || solid(line.text) === '') continue;
    if (line.given !== expanded(line.text)) return 'lost';
    damage = 'tabs-expanded';
  }
  return telling ? damage : 'lost';
};

/** White space that damage would have made one blank, or none. */
const WIDE_SPACE = /^(?:\t| {2})|\S(?:\t| {2})/;

const expanded = (text: string): string => {
  let line = '';
  for (const character of text) line += character === '\t' ? ' '.repeat(8 - (line.length % 8)) : character;
  return line;
};
