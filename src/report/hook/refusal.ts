// What a refused push shows: one screen, why first, how to look closer last.
import type { PushVerdict } from '../../result/hook.js';
import type { CheckResult, Edge, FindingKind } from '../../result/verdict.js';

/** Lines of one ref's findings; the rest is counted. With the frame around, two refs fit on 24 lines. */
const LINES_PER_REF = 8;
/** Refs that are shown in full. */
const REF_LIMIT = 2;

const GUARD_KINDS: ReadonlySet<FindingKind> = new Set(['policy-violation', 'baseline-stale']);

const edgeText = ({ consumer, provider, symbol, kind, condition, reference }: Edge): string =>
  `${consumer} -> ${provider}  ${symbol} (${kind}${condition === null ? '' : `, if ${condition}`})  ${reference.path}:${reference.line}`;

/** What breaks the policy, with the commit that brought it. */
const guardLines = ({ findings }: CheckResult): readonly string[] =>
  findings
    .filter(({ kind, severity }) => severity === 'error' && GUARD_KINDS.has(kind))
    .map(({ message, state = '', path, line }) => {
      const place = path === undefined || line === undefined ? '' : `  ${path}:${line}`;
      return `${state === 'base' ? '' : `${state}: `}${message}${place}`;
    });

/** Why a range fails: what breaks the policy, the edges that a commit added and that are still there, else those that remain. */
const linesOf = (result: CheckResult): readonly string[] => {
  const broken = [result.verdict.reason, ...guardLines(result)];
  if (result.failOn === 'policy') return broken;
  const last = result.states.at(-1);
  const isLeft = new Set(last?.edges.map(edgeText));
  const added = result.states.flatMap(({ label, subject, added }) => {
    const kept = added.map(edgeText).filter((text) => isLeft.has(text));
    return kept.length === 0 ? [] : [`${label} ${subject ?? ''} adds`, ...kept.map((text) => `  ${text}`)];
  });
  const remaining = added.length > 0 ? added : (last?.edges ?? []).map(edgeText);
  return [...broken, ...remaining];
};

/** A ref that is pushed, whether it is refused, and why: the first line says the most. */
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
