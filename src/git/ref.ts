// Branches and tags (git-for-each-ref(1)).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import type { GitPlace } from './process.js';
import { smallOutput } from './small-command.js';

/** A branch or tag with its commit. */
export interface Ref {
  /** As the user writes it: `origin/master`, `v6.12`. */
  readonly name: string;
  readonly kind: 'branch' | 'remote' | 'tag';
  readonly commit: CommitId;
  /** When the commit was made, in seconds since 1970. */
  readonly seconds: number;
}

/** A tag of a tag of a commit, a tag of a tree: git gives them empty fields, and they are left out. */
const FORMAT = [
  '%(refname)',
  '%(objecttype)',
  '%(objectname)',
  '%(committerdate:unix)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(*committerdate:unix)',
].join('%00');

const KINDS: readonly (readonly [string, Ref['kind']])[] = [
  ['refs/heads/', 'branch'],
  ['refs/remotes/', 'remote'],
  ['refs/tags/', 'tag'],
];

/** Reads the output of `for-each-ref` in that format. */
export const parseRefs = (output: string): readonly Ref[] =>
  output.split('\n').flatMap((line) => {
    const [full = '', type, id = '', seconds = '', tagged, taggedId = '', taggedSeconds = ''] =
      line.split('\0');
    const place = KINDS.find(([prefix]) => full.startsWith(prefix));
    // `origin/HEAD` is another name of a branch that is listed.
    if (place === undefined || full.endsWith('/HEAD')) return [];
    const [commit, time] =
      type === 'commit' ? [id, seconds] : tagged === 'commit' ? [taggedId, taggedSeconds] : ['', ''];
    if (commit === '') return [];
    const name = full.slice(place[0].length);
    return [{ name, kind: place[1], commit: commit as CommitId, seconds: Number(time) }];
  });

/** Branches, remote branches and tags that point at commits. */
export const listRefs = async (place: GitPlace, context: Context): Promise<readonly Ref[]> => {
  const args = ['for-each-ref', `--format=${FORMAT}`, ...KINDS.map(([prefix]) => prefix)];
  return parseRefs(await smallOutput(place, args, context));
};

/**
 * The refs whose names match a glob: `origin/*`, `v6.1?`, `topic/**`. As in git, `*` stops at a slash.
 * @throws UserError `input` when there is none.
 */
export const matchRefs = async (place: GitPlace, glob: string, context: Context): Promise<readonly Ref[]> => {
  const patterns = KINDS.map(([prefix]) => prefix + glob);
  const args = ['for-each-ref', `--format=${FORMAT}`, '--sort=refname', '--', ...patterns];
  const refs = parseRefs(await smallOutput(place, args, context));
  if (refs.length > 0) return refs;
  throw new UserError('input', `no branch or tag matches ${quotePath(glob)}`, {
    hint: 'See "git branch -a" and "git tag" for the names there are.',
  });
};
