// What a refused push shows: one screen, why first, how to look closer last.
import type { RefVerdict } from './pre-push.js';

/** Lines of one ref's findings; the rest is counted. With the frame around, two refs fit on 24 lines. */
const LINES_PER_REF = 8;
/** Refs that are shown in full. */
const REF_LIMIT = 2;

/** The refusal for the refs that failed, in lines; empty when none did. `folder` is the repository's, for the command. */
export const refusal = (verdicts: readonly RefVerdict[], folder: string): readonly string[] => {
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
