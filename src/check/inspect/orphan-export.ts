// Orphan exports: exported, and after the last patch no module links to it and nothing looks it up. Told for exports that
// the series touched, and for those of the modules asked for whose last user the series removed.
import { onceOnly } from '../../base/once.js';
import type { InspectorFactory } from './inspector.js';

export const orphanExports: InspectorFactory = (setting) => {
  const search = onceOnly(async () => new (await import('./link/orphan.js')).OrphanSearch(setting));
  let seen = 0;
  return async (now, before, context) => {
    seen += 1;
    if (before !== null && now.tree.touched.size > 0) await (await search()).note(now, before, context);
    // What a later patch may use is no orphan yet.
    return seen < setting.states ? [] : (await search()).orphans(now, context);
  };
};
