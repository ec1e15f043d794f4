// What may be said of a state beyond its edges: what a build would have told, without the build. An inspector looks at
// one state after the other; each kind of finding is one file here and one line in `index.ts`.
import type { Context } from '../../base/context.js';
import type { Repository } from '../../git/repository.js';
import type { Analysis } from '../../symbols/analyse.js';
import type { EdgeQuery } from '../../symbols/query.js';
import type { Step } from '../step.js';
import type { Finding } from '../verdict.js';

/** A state with its tree, its edges and what the analysis knows of its files. */
export interface InspectedState extends Step, Analysis {}

/** What all inspectors of one run share. */
export interface InspectorSetting {
  readonly repository: Repository;
  readonly query: EdgeQuery;
}

/** Called for each state in order; `before` is null for the base. */
export type Inspector = (
  now: InspectedState,
  before: InspectedState | null,
  context: Context,
) => Promise<readonly Finding[]>;

/** Makes the inspector of one run. */
export type InspectorFactory = (setting: InspectorSetting) => Inspector;
