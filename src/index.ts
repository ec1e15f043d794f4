// The library's face: whatever a command does can be done with it. The commands import the same functions, from here or,
// where a quick start counts (the hook), from their own files; only what a terminal needs is theirs alone.

export { type Context, quietContext } from './base/context.js';
export type { Diagnostic } from './base/diagnostic.js';
export { type ErrorCode, UserError } from './base/error.js';
export { type Baseline, baselineText, type KnownEdge } from './check/guard/baseline.js';
export type { Policy } from './check/guard/policy.js';
export { readBaseline } from './check/guard/read-baseline.js';
export { readPolicy } from './check/guard/read-policy.js';
export { parseClaim } from './check/opaque-claim.js';
export { readResult } from './check/saved.js';
export { type ApplyRequest, applySeries } from './flow/apply.js';
export {
  type GuardedTree,
  guardTree,
  renewedBaseline,
  type TreeGuard,
  type TreeGuardRequest,
  treeGuard,
} from './flow/baseline.js';
export { type CheckRequest, checkSeries } from './flow/check.js';
export { type CompareRequest, compareRevisions } from './flow/diff.js';
export { analyseTree, edgesOf, type TreeRequest } from './flow/edges.js';
export { type ExplainRequest, explainEdges, NoSuchEdge } from './flow/explain.js';
export { checkPushedCommits, type PushRequest, type PushRules } from './flow/hook.js';
export { listModules, type ModulesRequest } from './flow/modules.js';
export type { EdgeRequest, GuardRequest } from './flow/request.js';
export { type ParseOptions, parseSeries, type SeriesSource } from './flow/series.js';
export { type TriageRequest, triageSeries } from './flow/triage.js';
export { DEFAULT_AT_LEAST, type VerifyRequest, verifyBuild } from './flow/verify.js';
export { symbolUsage, type WhoRequest } from './flow/who.js';
export {
  hookStatus,
  type InstallOptions,
  installHook,
  uninstallHook,
} from './hook/install.js';
export { DIFF_REPORTS } from './report/diff/index.js';
export { EDGES_REPORTS } from './report/edges/index.js';
export { EXPLAIN_REPORTS } from './report/explain/index.js';
export { REPORTS, reportNamed } from './report/index.js';
export { toJson } from './report/json.js';
export { MODULES_REPORTS } from './report/modules/index.js';
export { type PieceReport, PLAIN_VIEW, type Report, reportIn, type View } from './report/report.js';
export { SHOW_REPORTS } from './report/show/index.js';
export { TRIAGE_REPORTS } from './report/triage/index.js';
export { WHO_REPORTS } from './report/who/index.js';
export { type ApplyDocument, type ApplyOutcome, applyDocument } from './result/apply.js';
export type * from './result/comparison.js';
export type * from './result/edge-list.js';
export type * from './result/explanation.js';
export type * from './result/hook.js';
export { DEFAULT_FAIL_ON, FAIL_ON, judge } from './result/judge.js';
export type * from './result/module-list.js';
export { formatMailbox, type ShowDocument, showDocument } from './result/series.js';
export type * from './result/symbol-usage.js';
export type * from './result/triage.js';
export type * from './result/verdict.js';
export type { Verification } from './result/verification.js';
export { AM_DEFAULTS, type AmOptions, type AmResult, writeAm } from './series/am.js';
export type { Patch } from './series/patch.js';
export { pickPatches } from './series/pick.js';
export { type Review, reviewSeries } from './series/review.js';
export type { Series } from './series/series.js';
