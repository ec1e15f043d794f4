// All inspectors, in the order in which their findings are shown.
import { brokenLinks } from './broken-link.js';
import type { InspectorFactory } from './inspector.js';
import { orphanExports } from './orphan-export.js';

export const INSPECTORS: readonly InspectorFactory[] = [brokenLinks, orphanExports];
