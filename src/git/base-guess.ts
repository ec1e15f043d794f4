// The commit that a series was written on: as the series states, else where the blobs that its patches name are all
// there: branches, tags, and the recent history of the best of them (git-format-patch(1), "BASE TREE INFORMATION").

import type { Context } from '../base/context.js';
import { counted } from '../base/count.js';
import type { CommitId } from '../base/id.js';
import type { FileChange } from '../patch/diff.js';
import { countMatches, type WantedBlob, wantedBlobs } from './base-blob.js';
import { diffTreeInput, LOG_FORMAT, parseDiffTree, parseLog } from './commit-range.js';
import { findPrerequisites } from './prerequisite.js';
import { gitOutput } from './process.js';
import type { Ref } from './ref.js';
import type { Repository } from './repository.js';
import { optionalCommit } from './revision.js';

/** What a series states about its base. */
export interface BaseQuestion {
  /** `base-commit:`, as written. */
  readonly baseCommit: string | null;
  /** `prerequisite-patch-id:`, in their order. */
  readonly prerequisitePatchIds: readonly string[];
  /** The files of its patches, in their order. */
  readonly files: readonly (readonly FileChange[])[];
  /** When it was sent. */
  readonly date: Date | null;
}

/** The commit that a series is probably based on, and the evidence. */
export interface BaseGuess {
  readonly commit: CommitId;
  /** The branch or tag that was found to hold it (`origin/master`, `v6.12`, `HEAD`); null for one that the series names. */
  readonly ref: string | null;
  /** Whether that branch or tag points at it; else it lies in its history. */
  readonly isTip: boolean;
  /**
   * How sure it is.
   * - `stated`: the series names it.
   * - `prerequisites`: the series names patches to be applied first, and here they are.
   * - `exact`: all blobs that the patches name are there.
   * - `partial`: some are; `matched` of `wanted`.
   * - `none`: nothing is known, or nothing matches: it is HEAD.
   */
  readonly certainty: 'stated' | 'prerequisites' | 'exact' | 'partial' | 'none';
  /** How many of the wanted paths are in the base as the patches want them. */
  readonly matched: number;
  readonly wanted: number;
  /** The series names a commit that is not in this repository. */
  readonly unknownBase: string | null;
  /** Patches to be applied first that were found nowhere. */
  readonly missingPrerequisites: readonly string[];
}

/** Refs to compare. The kernel has about a thousand tags; those near the date of the series count. */
const REF_LIMIT = 400;
/** Refs whose history is searched: each costs one walk. */
const HISTORY_REFS = 4;
/** Commits of a history that touch the series' paths. Beyond a thousand the base is not recent. */
const HISTORY_COMMITS = 1000;
/** How long before the series its base may lie: a year is six releases of the kernel. */
const HISTORY_SECONDS = 366 * 24 * 3600;

interface Candidate {
  readonly ref: Ref;
  readonly commit: CommitId;
  readonly matched: number;
}

/** What stands at the wanted paths of a commit, by id. */
type Blobs = ReadonlyMap<string, string>;

/**
 * Finds the base of a series. HEAD is taken, and nothing else looked at, when it has all that the patches name and
 * they need no other patches before them.
 * @throws UserError `input` when the repository has no commit.
 */
export const guessBase = async (
  repository: Repository,
  question: BaseQuestion,
  context: Context,
): Promise<BaseGuess> => {
  const wanted = wantedBlobs(question.files);
  const head = await repository.resolve('HEAD', context);
  const judge = async (commit: CommitId) => {
    const [there] = await blobsAt(repository, [commit], wanted, context);
    return countMatches(wanted, (path) => there?.get(path));
  };
  const needsOthers = question.prerequisitePatchIds.length > 0;
  if (wanted.length > 0 && !needsOthers && (await judge(head)) === wanted.length) {
    const known = {
      wanted: wanted.length,
      matched: wanted.length,
      unknownBase: null,
      missingPrerequisites: [],
    };
    return { ...known, commit: head, ref: 'HEAD', isTip: true, certainty: 'exact' };
  }
  const stated =
    question.baseCommit === null
      ? undefined
      : await optionalCommit(repository.place, question.baseCommit, context);
  const refs = await repository.refs(context);
  const found = await findPrerequisites(repository, question.prerequisitePatchIds, stated, refs, context);
  const rest = {
    wanted: wanted.length,
    unknownBase: stated === undefined ? question.baseCommit : null,
    missingPrerequisites: found.missing,
  };
  if (found.tip !== null) {
    const matched = await judge(found.tip.commit);
    const { commit, ref } = found.tip;
    return { ...rest, commit, ref, isTip: false, certainty: 'prerequisites', matched };
  }
  if (stated !== undefined) {
    const matched = await judge(stated);
    return { ...rest, commit: stated, ref: null, isTip: false, certainty: 'stated', matched };
  }
  const best = await bestCandidate(
    repository,
    rankRefs(head, refs, question.date),
    wanted,
    question.date,
    context,
  );
  if (best === undefined || best.matched === 0) {
    return { ...rest, commit: head, ref: 'HEAD', isTip: true, certainty: 'none', matched: 0 };
  }
  const certainty = best.matched === wanted.length ? 'exact' : 'partial';
  const { commit, matched } = best;
  return { ...rest, commit, ref: best.ref.name, isTip: commit === best.ref.commit, certainty, matched };
};

const bestCandidate = async (
  repository: Repository,
  tips: readonly Ref[],
  wanted: readonly WantedBlob[],
  date: Date | null,
  context: Context,
): Promise<Candidate | undefined> => {
  const blobs = await blobsAt(
    repository,
    tips.map(({ commit }) => commit),
    wanted,
    context,
  );
  // A stable sort: among equals the order of `rankRefs` holds.
  const candidates = tips
    .map((ref, at) => {
      const there: Blobs = blobs[at] ?? new Map();
      return { ref, commit: ref.commit, there, matched: countMatches(wanted, (path) => there.get(path)) };
    })
    .sort((a, b) => b.matched - a.matched);
  let best: Candidate | undefined = candidates[0];
  for (const candidate of candidates.slice(0, HISTORY_REFS)) {
    if (best === undefined || best.matched === wanted.length) break;
    context.progress(`search ${candidate.ref.name} for the base`);
    const earlier = await searchHistory(repository, candidate, wanted, date, context);
    if (earlier.matched > best.matched) best = earlier;
  }
  return best;
};

/** HEAD first, then branches before tags, then the newest that the author can have had; each commit once. */
const rankRefs = (head: CommitId, refs: readonly Ref[], date: Date | null): readonly Ref[] => {
  const sent = date === null ? Number.POSITIVE_INFINITY : date.getTime() / 1000;
  const rank = (ref: Ref): number => (ref.kind === 'branch' ? 0 : ref.kind === 'remote' ? 1 : 2);
  const late = (ref: Ref): number => Number(ref.seconds > sent);
  const distance = (ref: Ref): number =>
    Number.isFinite(sent) ? Math.abs(sent - ref.seconds) : -ref.seconds;
  const near = [...refs].sort((a, b) => distance(a) - distance(b)).slice(0, REF_LIMIT);
  const sorted = near.sort((a, b) => late(a) - late(b) || rank(a) - rank(b) || b.seconds - a.seconds);
  const all: readonly Ref[] = [{ name: 'HEAD', kind: 'branch', commit: head, seconds: 0 }, ...sorted];
  const seen = new Set<CommitId>();
  return all.filter(({ commit }) => !seen.has(commit) && seen.add(commit));
};

/** What each commit has at the wanted paths: one question to git for all. */
const blobsAt = async (
  repository: Repository,
  commits: readonly CommitId[],
  wanted: readonly WantedBlob[],
  context: Context,
): Promise<readonly Blobs[]> => {
  const asked = wanted.filter(({ path }) => !path.includes('\n'));
  const input = commits.flatMap((commit) => asked.map(({ path }) => `${commit}:${path}\n`)).join('');
  const format = '--batch-check=%(objectname)';
  const output = await gitOutput(repository.scratch.place, ['cat-file', format], { input }, context);
  const ids = output.toString().split('\n');
  return commits.map(
    (_, turn) =>
      new Map(
        asked.flatMap(({ path }, at) => {
          const id = ids[turn * asked.length + at] ?? '';
          return id.endsWith(' missing') ? [] : [[path, id] as const];
        }),
      ),
  );
};

/** Goes back from a tip commit by commit, undoing what each did to the wanted paths, to where most of them match. */
const searchHistory = async (
  repository: Repository,
  tip: Candidate & { readonly there: Blobs },
  wanted: readonly WantedBlob[],
  date: Date | null,
  context: Context,
): Promise<Candidate> => {
  const paths = ['--', ...new Set(wanted.map(({ path }) => path))];
  const since = date === null ? [] : [`--since=@${Math.floor(date.getTime() / 1000) - HISTORY_SECONDS}`];
  const limits = [`--max-count=${HISTORY_COMMITS}`, ...since, '--first-parent'];
  const log = parseLog(
    (
      await gitOutput(
        repository.place,
        ['--literal-pathspecs', 'log', ...LOG_FORMAT, ...limits, tip.commit, ...paths],
        {},
        context,
      )
    ).toString(),
  );
  const changes = parseDiffTree(
    (
      await gitOutput(
        repository.scratch.place,
        ['--literal-pathspecs', 'diff-tree', '-r', '-z', '--no-renames', '--root', '--stdin', ...paths],
        { input: diffTreeInput(log) },
        context,
      )
    ).toString(),
  );
  const tree = new Map(tip.there);
  let best: Candidate = tip;
  for (const commit of log) {
    if (commit.parent === null) break;
    for (const { path, before } of changes.get(commit.id) ?? []) {
      if (before === null) tree.delete(path);
      else tree.set(path, before.id);
    }
    const matched = countMatches(wanted, (path) => tree.get(path));
    if (matched > best.matched) best = { ref: tip.ref, commit: commit.parent, matched };
  }
  return best;
};

/** The guess in a line: where it is, and how sure it is. */
export const describeBase = (guess: BaseGuess): string => {
  const { commit, ref, isTip, certainty, matched, wanted, unknownBase, missingPrerequisites } = guess;
  const id = commit.slice(0, 12);
  const place = ref === null ? id : isTip ? `${id} on ${ref}` : `${id} in the history of ${ref}`;
  const share = `${matched} of the ${counted(wanted, 'blob')} that the patches name`;
  const unknown = unknownBase === null ? '' : `; its base-commit ${unknownBase.slice(0, 12)} is not here`;
  const missing =
    missingPrerequisites.length === 0
      ? ''
      : `; ${missingPrerequisites.length} of the patches to be applied first are missing`;
  const sure: { readonly [certainty in BaseGuess['certainty']]: string } = {
    stated: `named by the series, has ${share}`,
    prerequisites: 'the last of the patches to be applied first',
    exact: `has all of the ${counted(wanted, 'blob')} that the patches name`,
    partial: `the best match, has ${share}`,
    none:
      wanted === 0
        ? 'the patches name no base'
        : `a guess: none of the ${counted(wanted, 'blob')} that the patches name is in this repository`,
  };
  return `${place} (${sure[certainty]}${unknown}${missing})`;
};
