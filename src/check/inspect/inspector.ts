// What may be said of a state beyond its edges: what a build would have told, without the build. An inspector looks at
// one state after the other; each kind of finding is one file here and one line in `index.ts`.
import type { EdgeQuery } from '../../edge/query.js';
import type { FileSearch } from '../../git/grep.js';
import type { Repository } from '../../git/repository.js';
import type { Inspector } from '../../state/inspector.js';
import type { OpaqueClaim } from '../opaque-claim.js';

export type { InspectedState } from '../../state/inspector.js';

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

/** Makes the inspector of one run. */
export type InspectorFactory = (setting: InspectorSetting) => Inspector;
