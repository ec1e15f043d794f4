// The library's face.
export { type Context, quietContext } from './base/context.js';
export type { Diagnostic } from './base/diagnostic.js';
export { type ErrorCode, UserError } from './base/error.js';
export type * from './check/verdict.js';
export { type CheckRequest, checkSeries } from './pipeline.js';
export { REPORTS, reportNamed } from './report/index.js';
export type { Report, View } from './report/report.js';
export type { Edge } from './symbols/edge.js';
