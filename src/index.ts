// The library's face.
export { UserError } from './base/error.js';
export type { Edge } from './symbols/edge.js';
