// What `apply` shows: the base, each patch with the tags it got, each hunk that found no place with both sides.
import {
  type ApplyOutcome,
  type FailedFile,
  type FailedHunk,
  HUNK_CAUSE,
  objectionText,
} from '../../result/apply.js';
import { escapePlain, shorten } from '../part/escape.js';
import { wrap } from '../part/wrap.js';

/** Of a hunk that found no place; one that deletes a file may be as long as the file. */
const LINES_PER_HUNK = 24;
/** Longer lines are generated, or an attack. */
const LINE_LIMIT = 200;

const safe = (text: string): string => shorten(escapePlain(text.replaceAll('\t', '        ')), LINE_LIMIT);

/** The lines of a hunk beside those of the tree: equal ones once, else `-` wanted and `+` found. */
const sidesOf = ({ expected, found }: FailedHunk): readonly string[] => {
  const lines = expected.flatMap((wanted, at) => {
    const there = found[at];
    if (wanted === there) return [`      ${safe(wanted)}`];
    return [`    - ${safe(wanted)}`, ...(there === undefined ? [] : [`    + ${safe(there)}`])];
  });
  const more = lines.length - LINES_PER_HUNK;
  return more > 0 ? [...lines.slice(0, LINES_PER_HUNK), `      and ${more} more lines`] : lines;
};

const fileLines = ({ path, reason, detail, hunks }: FailedFile, columns: number): readonly string[] => {
  if (reason !== 'hunk') return wrap(`${safe(path)}: ${safe(detail)}`, columns, '  ', 4);
  return hunks.flatMap((hunk) => [
    ...wrap(`${safe(path)}:${hunk.line}: ${HUNK_CAUSE[hunk.cause]}`, columns, '  ', 4),
    `    ${safe(hunk.header)}`,
    ...sidesOf(hunk),
  ]);
};

/** Why patches were refused; empty when none was. */
export const refusalLines = (outcome: Pick<ApplyOutcome, 'refused'>, columns: number): readonly string[] => {
  const lines = outcome.refused.flatMap(({ label, subject, files }) => [
    '',
    ...wrap(`${label} ${safe(subject)} does not apply:`, columns),
    ...files.flatMap((file) => fileLines(file, columns)),
  ]);
  const hasSides = outcome.refused.some(({ files }) => files.some(({ hunks }) => hunks.length > 0));
  return hasSides ? [...lines, '', '- is what the patch wants, + what the tree has'] : lines;
};

/**
 * The commands that come next: look at the commits, and check the branch out. Empty when no branch was made.
 * @param tree as the user named it
 */
export const nextLines = ({ tip, base, branch }: ApplyOutcome, tree: string): readonly string[] => {
  if (tip === null) return [];
  const git = tree === '.' ? 'git' : `git -C ${safe(tree)}`;
  return [
    `next    ${git} log --oneline ${base.slice(0, 12)}..${safe(branch)}`,
    `        ${git} checkout ${safe(branch)}`,
  ];
};

/** What was done, for standard output. */
export const outcomeLines = (outcome: ApplyOutcome, columns: number): readonly string[] => {
  const { applied, refused, tip, branch, baseText, objections } = outcome;
  const total = outcome.added.size;
  const lines = [
    ...wrap(escapePlain(baseText), columns, 'base    ', 8),
    ...objections.flatMap((one) =>
      wrap(safe(objectionText(one, { expected: total })), columns, 'despite ', 8),
    ),
  ];
  for (const { label, subject, way } of applied) {
    const merged = way === 'three-way' ? ' (merged, its context had moved)' : '';
    lines.push(...wrap(`${safe(subject)}${merged}`, columns, `${label.padEnd(7)} `, 8));
    for (const trailer of outcome.added.get(label) ?? [])
      lines.push(...wrap(safe(trailer), columns, '        + ', 10));
  }
  if (tip === null)
    lines.push(...wrap(`no branch was made: ${refused.length} of ${total} did not apply`, columns));
  else {
    const commits = applied.length === 1 ? '1 commit' : `${applied.length} commits`;
    const without = refused.length === 0 ? '' : `, without ${refused.length} that did not apply`;
    lines.push(...wrap(`${safe(branch)}: ${commits}${without}, ${tip.slice(0, 12)}`, columns, 'branch  ', 8));
  }
  return lines;
};
