// All inspectors, in the order in which their findings are shown. Their code is loaded when the first state is looked at:
// a run that finds everything on disk needs none of it.
import { onceOnly } from '../../base/once.js';
import type { Inspectors } from '../../state/inspector.js';
import type { InspectorFactory, InspectorSetting } from './inspector.js';

const later =
  (load: () => Promise<InspectorFactory>): InspectorFactory =>
  (setting) => {
    const inspector = onceOnly(async () => (await load())(setting));
    return async (now, before, context) => (await inspector())(now, before, context);
  };

const INSPECTORS: readonly InspectorFactory[] = [
  later(async () => (await import('./broken-link.js')).brokenLinks),
  later(async () => (await import('./orphan-export.js')).orphanExports),
  later(async () => (await import('./built-in-needs-module.js')).builtInNeedsModule),
  later(async () => (await import('./dependency-cycle.js')).dependencyCycle),
  later(async () => (await import('./unbalanced-get-put.js')).unbalancedGetPut),
  later(async () => (await import('./half-done-rename.js')).halfDoneRename),
  later(async () => (await import('./opaque-type.js')).opaqueType),
];

/** All inspectors, set for one run. Their findings depend on all of the setting but the repository. */
export const inspectorsOf = (
  setting: InspectorSetting,
  factories: readonly InspectorFactory[] = INSPECTORS,
): Inspectors => {
  const { repository, ...key } = setting;
  return { list: factories.map((make) => make(setting)), key };
};
