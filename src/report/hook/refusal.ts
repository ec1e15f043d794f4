// What a refused push shows: one screen, why first, how to look closer last.
import { edgeText } from '../../base/edge.js';
import type { PushVerdict } from '../../result/hook.js';
import { judgementOf } from '../../result/judge.js';
import type { CheckResult, Edge, Finding } from '../../result/verdict.js';

/** Lines of one ref's findings; the rest is counted. With the frame around, two refs fit on 24 lines. */
const LINES_PER_REF = 8;
/** Refs that are shown in full. */
const REF_LIMIT = 2;

/** An edge with the place that needs it. */
const edgeLine = (edge: Edge): string => `${edgeText(edge)}  ${edge.reference.path}:${edge.reference.line}`;

/** A finding that fails the push, with its commit and place. */
const findingLine = ({ message, state, path, line }: Finding, base: string | undefined): string => {
  const place = path === undefined || line === undefined ? '' : `  ${path}:${line}`;
  return `${state === undefined || state === base ? '' : `${state}: `}${message}${place}`;
};

/** Why a range fails: the verdict, the findings that fail it, the edges that a commit added, else those that remain. */
const linesOf = (result: CheckResult): readonly string[] => {
  const { findings, edges } = judgementOf(result);
  const base = result.states[0]?.label;
  const failing = edges.filter(({ level }) => level === 'error');
  const added = result.states.flatMap((state) => {
    const own = failing.filter(({ addedBy }) => addedBy === state);
    return own.length === 0
      ? []
      : [`${state.label} ${state.subject ?? ''} adds`, ...own.map(({ edge }) => `  ${edgeLine(edge)}`)];
  });
  return [
    result.verdict.reason,
    ...findings
      .filter(({ level, finding }) => level === 'error' && finding.kind !== 'patch-unapplied')
      .map(({ finding }) => findingLine(finding, base)),
    ...(added.length > 0 ? added : failing.map(({ edge }) => edgeLine(edge))),
  ];
};

/** A ref that is pushed, whether it is refused, and why: the first line is the most important. */
export interface RefusedRef extends Omit<PushVerdict, 'result'> {
  readonly failed: boolean;
  readonly lines: readonly string[];
}

/** The refusal for the refs that failed, in lines; empty when none did. `folder` is the repository's, for the command. */
export const refusal = (verdicts: readonly RefusedRef[], folder: string): readonly string[] => {
  const failed = verdicts.filter((verdict) => verdict.failed);
  if (failed.length === 0) return [];
  const lines = ['kvm-vfio-series refuses this push.'];
  for (const { remoteRef, commits, lines: why, range } of failed.slice(0, REF_LIMIT)) {
    lines.push('', `${remoteRef} (${commits === 1 ? '1 commit' : `${commits} commits`}, ${range}):`);
    lines.push(...why.slice(0, LINES_PER_REF).map((line) => `  ${line}`));
    if (why.length > LINES_PER_REF) lines.push(`  and ${why.length - LINES_PER_REF} more`);
  }
  if (failed.length > REF_LIMIT) lines.push('', `and ${failed.length - REF_LIMIT} more refs`);
  const range = failed[0]?.range ?? '';
  const option = range.includes('..') ? '--range' : '--base';
  lines.push(
    '',
    `Look closer:   kvm-vfio-series check ${folder} ${option} ${range}`,
    'Push anyway:   git push --no-verify    (or KVM_VFIO_SERIES_SKIP=1)',
  );
  return lines;
};

/** The refusal for the refs whose check failed, in lines; empty when none did. */
export const refusalOf = (verdicts: readonly PushVerdict[], folder: string): readonly string[] =>
  refusal(
    verdicts.map(({ result, ...ref }) => ({ ...ref, failed: result.verdict.failed, lines: linesOf(result) })),
    folder,
  );
