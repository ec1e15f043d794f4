// Results of triage for the tests of reports: a row of each kind, and one whose every text is hostile.
import { TRIAGE_SCHEMA_VERSION, type TriageResult, type TriageRow } from '../../src/result/triage.js';

const COMMIT = '0123456789012345678901234567890123456789';

const review = {
  reviewed: 0,
  acked: 0,
  tested: 0,
  naks: 0,
  reviewedPatches: 0,
  questions: 0,
  robotFailures: 0,
};
const series = (revision: number, patches: number, ageDays: number, counts: Partial<typeof review> = {}) => ({
  revision,
  revisions: [revision],
  rfc: false,
  expected: patches,
  patches,
  author: 'Nora Winter <nora@example.org>',
  messageId: `v${revision}-${patches}@example.org`,
  date: '2026-03-02T09:00:00.000Z',
  ageDays,
  review: { ...review, ...counts },
});
const base = { commit: COMMIT, ref: 'HEAD', isTip: true, certainty: 'exact', matched: 2, wanted: 2 } as const;
const whole = (total: number) => ({ applied: total, total, refused: 0, merged: [], failure: null });

const rows: readonly TriageRow[] = [
  {
    verdict: 'ready',
    reason: 'All 3 patches are reviewed.',
    title: 'KVM, vfio: hold a guest without looking up symbols',
    inputs: ['removal.mbox'],
    series: series(2, 3, 9, { reviewed: 1, acked: 2, reviewedPatches: 3 }),
    base,
    apply: whole(3),
    onto: [
      { ref: 'origin/next', commit: COMMIT, applied: 3, total: 3 },
      { ref: 'origin/old', commit: COMMIT, applied: 1, total: 3 },
    ],
    links: { removed: 3, added: 0, remaining: 2, broken: [], violations: [], unknown: 0 },
  },
  {
    verdict: 'needs review',
    reason: 'A robot reports a failure. 4 of 12 patches are reviewed. 2 questions have no answer.',
    title: 'vfio: count those who have opened a device, and refuse a guest where nobody has',
    inputs: ['a.mbox', 'b.mbox'],
    series: { ...series(11, 12, 40, { reviewedPatches: 4, questions: 2, robotFailures: 1 }), rfc: true },
    base: { ...base, ref: 'origin/next', certainty: 'partial', matched: 1, wanted: 2 },
    apply: whole(12),
    onto: null,
    links: { removed: 0, added: 1, remaining: 6, broken: [], violations: [], unknown: 0 },
  },
  {
    verdict: 'objection open',
    reason: 'Viola Strand objects to 1/1: "NAK, this is the wrong way round"',
    title: 'KVM: refuse a device that nobody has opened',
    inputs: ['opening.mbox'],
    series: series(1, 1, 400, { naks: 1 }),
    base: { ...base, ref: null, isTip: false, certainty: 'stated' },
    apply: whole(1),
    onto: null,
    links: null,
  },
  {
    verdict: 'does not apply',
    reason:
      'None of the 2 patches applies. 1/2 does not apply at drivers/vfio/vfio_main.c:94: context does not match.',
    title: 'vfio: 設備を開く',
    inputs: ['c.mbox'],
    series: series(1, 2, 800),
    base: { ...base, isTip: false },
    apply: {
      applied: 0,
      total: 2,
      refused: 2,
      merged: [],
      failure: { patch: '1/2', path: 'drivers/vfio/vfio_main.c:94', message: 'context does not match' },
    },
    onto: null,
    links: null,
  },
  {
    verdict: 'breaks the link',
    reason: 'After 1/2: kvm needs kvm_gone, which nothing exports.',
    title: 'KVM: move a symbol',
    inputs: ['d.mbox'],
    series: series(1, 2, 0),
    base: { ...base, ref: null, isTip: false, certainty: 'given' },
    apply: whole(2),
    onto: null,
    links: {
      removed: 0,
      added: 0,
      remaining: 5,
      broken: [{ patch: '1/2', message: 'kvm needs kvm_gone, which nothing exports', kind: 'broken-link' }],
      violations: [],
      unknown: 0,
    },
  },
  {
    verdict: 'incomplete',
    reason: 'Patch 2/3 is missing.',
    title: 'KVM: a torn thread',
    inputs: ['e.mbox'],
    series: { ...series(1, 3, 20), patches: 2, date: null, ageDays: null },
    base: null,
    apply: null,
    onto: null,
    links: null,
  },
  {
    verdict: 'error',
    reason: 'It cannot be read: no such file or folder.',
    title: 'thread/f.mbox',
    inputs: ['thread/f.mbox'],
    series: null,
    base: null,
    apply: null,
    onto: null,
    links: null,
  },
  {
    verdict: 'superseded',
    reason: 'v2 of 2026-03-02 is in the input.',
    title: 'KVM, vfio: hold a guest',
    inputs: ['removal-v1.mbox'],
    series: series(1, 4, 30),
    base: null,
    apply: null,
    onto: null,
    links: null,
  },
  {
    verdict: 'merged',
    reason: 'The tree has all 2 patches already.',
    title: 'vfio: say what opens a device',
    inputs: ['g.mbox'],
    series: series(3, 2, 50, { reviewed: 1 }),
    base,
    apply: { applied: 0, total: 2, refused: 2, merged: ['1/2', '2/2'], failure: null },
    onto: null,
    links: null,
  },
];

export const sample: TriageResult = {
  schemaVersion: TRIAGE_SCHEMA_VERSION,
  between: ['kvm', 'vfio'],
  rows,
};

/** The sample with a text in the place of every text that mail or a tree gives. */
export const withText = (text: string): TriageResult => ({
  ...sample,
  between: [text, text],
  rows: rows.map((row) => ({
    ...row,
    reason: text,
    title: text,
    inputs: [text],
    series: row.series && { ...row.series, author: text, messageId: text },
    base: row.base && { ...row.base, ref: row.base.ref && text },
    apply: row.apply && {
      ...row.apply,
      failure: row.apply.failure && { patch: text, path: text, message: text },
    },
    onto: row.onto?.map((one) => ({ ...one, ref: text })) ?? null,
    links: row.links && {
      ...row.links,
      broken: row.links.broken.map(({ kind }) => ({ patch: text, message: text, kind })),
    },
  })),
});
