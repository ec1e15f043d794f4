// Checks for patchwork: one a patch, each `check` as its REST API takes it
// (patchwork documentation, "REST API", POST /patches/{id}/checks/).
import type { CheckResult } from '../result/verdict.js';
import { toJson } from './json.js';
import { shorten } from './part/escape.js';
import { type PatchOutcome, patchOutcomes } from './part/outcome.js';
import type { Report } from './report.js';

const STATE: { readonly [level in PatchOutcome['level']]: string } = {
  success: 'success',
  warning: 'warning',
  error: 'fail',
};

/** patchwork shows the description in a table cell. */
const DESCRIPTION_LIMIT = 500;

const render = (result: CheckResult): string => {
  const mails = new Map((result.series?.mails ?? []).map((mail) => [mail.number, mail.messageId]));
  const checks = patchOutcomes(result).map(({ state, level, summary }, at) => ({
    label: state.label,
    messageId: mails.get(at + 1) ?? null,
    check: {
      state: STATE[level],
      context: 'kvm-vfio-series',
      description: shorten(summary, DESCRIPTION_LIMIT),
    },
  }));
  return toJson({ schemaVersion: 1, checks });
};

export const patchwork: Report = {
  name: 'patchwork',
  description: 'checks for patchwork, one per patch (schema/patchwork.schema.json)',
  render,
};
