// Runs inspectors over one state after another, and caches their findings.
import type { Context } from '../base/context.js';
import type { Finding } from '../result/verdict.js';
import type { InspectedState, Inspectors } from './inspector.js';
import type { AnalysedState } from './state-analyser.js';
import type { StateCache } from './state-cache.js';
import type { Step } from './step.js';

type Visited = Step & AnalysedState;

/**
 * The findings of one run over states. Findings are cached under the whole sequence of states so far, because an
 * inspector may remember earlier states. After a cache miss the inspectors see every state that they have missed.
 */
export class Inspection {
  private readonly visited: Visited[] = [];
  /** How many of the visited states the inspectors have seen. */
  private seen = 0;
  private before: InspectedState | null = null;
  /** Hash of all states so far and of what the inspectors depend on. */
  private history = '';

  constructor(
    private readonly inspectors: Inspectors,
    private readonly cache: StateCache | undefined,
  ) {
    if (cache !== undefined) this.history = cache.continued('', inspectors.key);
  }

  /** The findings of the next state. */
  async inspect(state: Visited, context: Context): Promise<readonly Finding[]> {
    if (this.inspectors.list.length === 0) return [];
    this.visited.push(state);
    if (this.cache === undefined) return this.catchUp(context);
    const { label, subject, failures, changes, treeId } = state;
    const link = [label, subject ?? null, failures, changes, await treeId()];
    this.history = this.cache.continued(this.history, link);
    const known = await this.cache.findings(this.history);
    if (known !== undefined) return known;
    const findings = await this.catchUp(context);
    await this.cache.keepFindings(this.history, findings);
    return findings;
  }

  /** Shows the inspectors every state that they have not seen; returns the findings of the last one. */
  private async catchUp(context: Context): Promise<readonly Finding[]> {
    let findings: Finding[] = [];
    for (; this.seen < this.visited.length; this.seen += 1) {
      const { tree, ...state } = this.visited[this.seen] as Visited;
      const now: InspectedState = { ...state, tree: await tree() };
      findings = [];
      for (const look of this.inspectors.list) findings.push(...(await look(now, this.before, context)));
      this.before = now;
    }
    return findings;
  }
}
