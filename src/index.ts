// The library's face. The commands of src/cli use nothing else of what it does.
export { analyseTree, type TreeRequest } from './analyse-tree.js';
export { type Context, quietContext } from './base/context.js';
export type { Diagnostic } from './base/diagnostic.js';
export { type ErrorCode, UserError } from './base/error.js';
export { FAIL_ON } from './check/policy.js';
export { readResult } from './check/saved.js';
export type * from './check/verdict.js';
export type { EdgeRequest } from './edge-request.js';
export { type ParseOptions, parseSeries, type SeriesSource } from './parse-series.js';
export { type CheckRequest, checkSeries } from './pipeline.js';
export { REPORTS, reportNamed } from './report/index.js';
export { PLAIN_VIEW, type Report, type View } from './report/report.js';
export { AM_DEFAULTS, type AmOptions, type AmResult, writeAm } from './series/am.js';
export { type ShowDocument, showDocument } from './series/document.js';
export type { Patch } from './series/patch.js';
export { type Review, reviewSeries } from './series/review.js';
export type { Series } from './series/series.js';
