// All inspectors, in the order in which their findings are shown.
import type { InspectorFactory } from './inspector.js';

export const INSPECTORS: readonly InspectorFactory[] = [];
