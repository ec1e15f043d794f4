// What may be said of a state beyond its edges: what a build would have told, without the build. An inspector looks at
// one state after the other; each kind of finding is one file here and one line in `index.ts`.
import type { Context } from '../../base/context.js';
import type { EdgeQuery } from '../../edge/query.js';
import type { GitTree } from '../../git/git-tree.js';
import type { FileSearch } from '../../git/grep.js';
import type { Repository } from '../../git/repository.js';
import type { Finding } from '../../result/verdict.js';
import type { AnalysedState } from '../../state/state-analyser.js';
import type { Step } from '../../state/step.js';
import type { OpaqueClaim } from '../opaque-claim.js';

/**
 * A state with its tree, its edges and, for the asking, what the analysis knows of its files. A state whose edges are
 * known from before is analysed only when an inspector asks for its facts: ask when a change concerns you.
 */
export interface InspectedState extends Omit<Step, 'tree'>, AnalysedState {
  readonly tree: GitTree;
}

/** What all inspectors of one run share. Their findings are kept under all of it but the repository. */
export interface InspectorSetting {
  readonly repository: Repository;
  readonly query: EdgeQuery;
  readonly opaque: readonly OpaqueClaim[];
  /** Paths of the base's files that have one of the words; `pathspecs` as git-grep(1) takes them. */
  readonly filesWith: FileSearch;
  /** How many states there will be, the base among them. */
  readonly states: number;
  /** Whether unused exports are wanted that the series did not touch. */
  readonly allOrphans: boolean;
}

/**
 * Called for each state in order; `before` is null for the base. What it says may depend on these states, those before
 * them, and the setting; it is not called when the same was said before, so that it says everything in its findings.
 */
export type Inspector = (
  now: InspectedState,
  before: InspectedState | null,
  context: Context,
) => Promise<readonly Finding[]>;

/** Makes the inspector of one run. */
export type InspectorFactory = (setting: InspectorSetting) => Inspector;
