// The thread of a series: its summary for reports, and its diagnostics as findings.
import { defined } from '../base/defined.js';
import type { Diagnostic } from '../base/diagnostic.js';
import { UserError } from '../base/error.js';
import type { Mailbox } from '../mail/address.js';
import type { Finding, SeriesMail, SeriesSummary, Tag } from '../result/verdict.js';
import type { Patch } from '../series/patch.js';
import { isTaken, type Objection, type Review, type ReviewTrailer } from '../series/review.js';
import type { Cover, Series } from '../series/series.js';
import type { PatchToApply } from '../state/step.js';
import { replyOf } from './reply-address.js';

/** `2/3`; a lone patch is `1/1`. */
export const labelOf = (patch: Patch, series: Series): string => `${patch.index}/${series.expected}`;

const personOf = (mailbox: Mailbox): string =>
  mailbox.name === '' ? mailbox.address : `${mailbox.name} <${mailbox.address}>`;

const tagOf = ({ trailer, messageId }: ReviewTrailer): Tag => ({
  name: trailer.name,
  value: trailer.value,
  messageId,
});

const mailOf = (patch: Patch, review: Review): SeriesMail => ({
  number: patch.index,
  subject: patch.subject,
  author: personOf(patch.author),
  messageId: patch.messageId,
  tags: (review.patches.find((one) => one.index === patch.index)?.trailers ?? []).filter(isTaken).map(tagOf),
});

const coverOf = (cover: Cover, review: Review): SeriesMail => ({
  number: 0,
  subject: cover.subject,
  author: personOf(cover.author),
  messageId: cover.messageId,
  tags: review.cover.filter(isTaken).map(tagOf),
});

/** The series as reports show it. */
export const summariseSeries = (series: Series, review: Review): SeriesSummary => ({
  revision: series.revision,
  patches: series.expected,
  subject: series.title,
  mails: [
    ...(series.cover === null ? [] : [coverOf(series.cover, review)]),
    ...series.patches.map((patch) => mailOf(patch, review)),
  ],
  ...replyOf(series),
});

/** The patches in their order, as git takes them. */
export const patchesToApply = (series: Series): readonly PatchToApply[] =>
  series.patches.map((patch) => ({
    label: labelOf(patch, series),
    subject: patch.subject,
    diff: patch.diff,
    files: patch.files,
  }));

/**
 * Refuses a series that is not whole: the states after the gap would be wrong.
 * @throws UserError `input` with what is missing, cut or forbidden.
 */
export const requireWhole = (series: Series): void => {
  const errors = series.diagnostics.filter((one) => one.severity === 'error');
  const [first, ...others] = errors;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UserError('input', `${first.message}${more}`, {
    hint:
      first.code === 'path-escapes-tree'
        ? 'Nothing was applied. Such a patch is no kernel patch: do not apply it by hand either.'
        : 'Give the whole thread as it was sent (on lore: t.mbox.gz).',
  });
};

/** Codes of what `src/repair` says. */
const REPAIRS = new Set(['patch-rebuilt', 'patch-not-recoverable']);

const findingOf = (diagnostic: Diagnostic): Finding => {
  const { severity, code, message, path, line, messageId } = diagnostic;
  return {
    kind: REPAIRS.has(code) ? 'white-space' : 'note',
    severity,
    message,
    ...defined({ path, line, messageId }),
  };
};

const OBJECTION: { readonly [kind in Objection['kind']]: string } = {
  nak: 'objects',
  'request-to-drop': 'asks to drop it',
  'superseded-by-author': 'will send another version',
  question: 'asked, unanswered',
};

const objectionFinding = (objection: Objection, series: Series): Finding => {
  const { kind, by, quote, patch, messageId, tentative } = objection;
  const isNak = kind === 'nak' || kind === 'request-to-drop';
  return {
    kind: isNak ? 'objection' : 'open-point',
    severity: isNak && !tentative ? 'warning' : 'note',
    message: `${by.name === '' ? by.address : by.name} ${OBJECTION[kind]}: ${quote}`,
    ...(patch === null ? {} : { state: `${patch}/${series.expected}` }),
    messageId,
  };
};

/** What speaks against this revision, then what was noticed while the series was put together. */
export const seriesFindings = (series: Series, review: Review): readonly Finding[] => [
  ...review.objections
    .filter((objection) => objection.revision === series.revision && !objection.takenBack)
    .map((objection) => objectionFinding(objection, series)),
  ...series.diagnostics.map(findingOf),
];
