// Broken links: a patch takes an export away (or the definition, or restricts who may use it) that something in the tree
// still needs. A build of that commit fails, so the series does not bisect there.
import type { InspectorFactory } from './inspector.js';

export const brokenLinks: InspectorFactory = (setting) => async (now, before, context) => {
  if (before === null || now.tree.touched.size === 0) return [];
  const { brokenLinksOf } = await import('./link/broken.js');
  return brokenLinksOf(now, before, setting, context);
};
