// Compares the states of a check with a guard: which edges break a rule, which entries of the baseline are stale.
import type { BlobId } from '../../base/id.js';
import type { MissingName } from '../../edge/scope.js';
import type { BlobReader } from '../../git/tree.js';
import type { Finding } from '../../result/verdict.js';
import type { Step } from '../../state/step.js';
import { BASELINE_PATH, identityOf } from './baseline.js';
import {
  enforce,
  type Guard,
  type GuardedState,
  type GuardOutcome,
  guardFindings,
  missingFindings,
} from './enforce.js';

/** A state as a guard needs it: every edge that the rules may be about, and what the state changes. */
export interface GuardableState extends GuardedState, Pick<Step, 'changes'> {
  /** Modules that the rules name and the tree does not make. */
  readonly missing: readonly MissingName[];
}

/** The outcome of a comparison with a guard, and the same as findings for a report. */
export interface GuardVerdict {
  readonly outcome: GuardOutcome;
  readonly findings: readonly Finding[];
}

/** How states are compared with a guard. */
export interface GuardSetting {
  /** Whether the query has one configuration or architecture, so that other edges may exist. */
  readonly partial: boolean;
  /** Whether the states come from a received series rather than from commits. */
  readonly received: boolean;
  /** Reads the baseline that a received series leaves; null: the guard's own baseline counts alone. */
  readonly seriesReader: BlobReader | null;
}

/**
 * The guard after a received series. Its patches may remove entries from the baseline, which is stricter; entries that
 * they add do not count.
 * @throws UserError `input` when the series leaves a file that is not a baseline.
 */
const shrunkBySeries = async (
  guard: Guard,
  states: readonly GuardableState[],
  reader: BlobReader,
): Promise<Guard> => {
  const change = states.flatMap(({ changes }) => changes).findLast(({ path }) => path === BASELINE_PATH);
  if (change === undefined) return guard;
  if (change.after === null) return { ...guard, baseline: [] };
  let text = '';
  await reader.readBlobs([change.after.id as BlobId], (bytes) => {
    text = Buffer.from(bytes).toString();
  });
  const { readBaseline } = await import('./read-baseline.js');
  const left = new Set(readBaseline(text, `${BASELINE_PATH} as the series leaves it`).map(identityOf));
  return { ...guard, baseline: guard.baseline.filter((entry) => left.has(identityOf(entry))) };
};

/**
 * Compares states, in order, with a guard.
 * @throws UserError `input` when a received series leaves a file that is not a baseline.
 */
export const guardStates = async (
  guard: Guard,
  states: readonly GuardableState[],
  { partial, received, seriesReader }: GuardSetting,
): Promise<GuardVerdict> => {
  const now = seriesReader === null ? guard : await shrunkBySeries(guard, states, seriesReader);
  const outcome = enforce(now, states, partial);
  return {
    outcome,
    findings: [...guardFindings(outcome, received), ...missingFindings(states.at(-1)?.missing ?? [])],
  };
};
