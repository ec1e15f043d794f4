// Runs the inspectors over one state after the other. What they said of the very same states before is not asked again.
import type { Context } from '../../base/context.js';
import type { Finding } from '../../result/verdict.js';
import type { AnalysedState } from '../../state/state-analyser.js';
import type { StateCache } from '../../state/state-cache.js';
import type { Step } from '../../state/step.js';
import type { InspectedState, Inspector, InspectorFactory, InspectorSetting } from './inspector.js';

type Visited = Step & AnalysedState;

export class Inspection {
  private readonly inspectors: readonly Inspector[];
  private readonly visited: Visited[] = [];
  /** How many of them the inspectors have seen. */
  private seen = 0;
  private before: InspectedState | null = null;
  /** All states so far and who looks at them. */
  private story = '';

  constructor(
    factories: readonly InspectorFactory[],
    setting: InspectorSetting,
    private readonly cache: StateCache | undefined,
  ) {
    this.inspectors = factories.map((make) => make(setting));
    const { repository, ...asked } = setting;
    if (cache !== undefined) this.story = cache.continued('', asked);
  }

  /** What is said of the next state. */
  async inspect(state: Visited, context: Context): Promise<readonly Finding[]> {
    if (this.inspectors.length === 0) return [];
    this.visited.push(state);
    if (this.cache === undefined) return this.catchUp(context);
    const { label, subject, failures, changes, treeId } = state;
    const chapter = [label, subject ?? null, failures, changes, await treeId()];
    this.story = this.cache.continued(this.story, chapter);
    const known = await this.cache.findings(this.story);
    if (known !== undefined) return known;
    const findings = await this.catchUp(context);
    await this.cache.keepFindings(this.story, findings);
    return findings;
  }

  /** Shows the inspectors every state that they have not seen, for they go by what came before; the last one counts. */
  private async catchUp(context: Context): Promise<readonly Finding[]> {
    let findings: Finding[] = [];
    for (; this.seen < this.visited.length; this.seen += 1) {
      const { tree, ...state } = this.visited[this.seen] as Visited;
      const now: InspectedState = { ...state, tree: await tree() };
      findings = [];
      for (const look of this.inspectors) findings.push(...(await look(now, this.before, context)));
      this.before = now;
    }
    return findings;
  }
}
