// `triage` as answers to the authors: a mail for each series that needs action; several are an mbox.
import { SETTLED, type TriageResult, type TriageRow, type TriageVerdict } from '../../result/triage.js';
import { paragraph, replyMail } from '../part/reply-mail.js';
import type { Report } from '../report.js';
import { pairOf } from './cell.js';

const FROM_LINE = 'From kvm-vfio-series@z Thu Jan  1 00:00:00 1970';

/** Verdicts whose reason is what the thread says already. */
const SAID: ReadonlySet<TriageVerdict> = new Set<TriageVerdict>(['ready', 'needs review', 'objection open']);

const edgesText = (result: TriageResult, { links }: TriageRow): readonly string[] => {
  if (links === null) return [];
  const { removed, added, remaining } = links;
  return [
    paragraph(`Edges between ${pairOf(result)}: ${removed} removed, ${added} added, ${remaining} left.`),
  ];
};

const bodyOf = (result: TriageResult, row: TriageRow): readonly string[] => {
  const { base, verdict, reason } = row;
  const on = base === null ? '' : `I tried this on top of ${base.commit.slice(0, 12)}. `;
  const why = SAID.has(verdict) ? (row.apply === null ? '' : 'It applies.') : reason;
  return [paragraph(`${on}${why}`.trim()), ...edgesText(result, row)];
};

const mails = (result: TriageResult): readonly string[] =>
  result.rows.flatMap((row) =>
    row.series?.reply === undefined || SETTLED.has(row.verdict)
      ? []
      : [replyMail(row.series.reply, bodyOf(result, row))],
  );

/** A line of a body that looks like the first of a mail, in the mboxrd form. */
const inMbox = (mail: string): string => `${FROM_LINE}\n${mail.replace(/^(>*From )/gm, '>$1')}\n`;

export const reply: Report<TriageResult> = {
  name: 'reply',
  description: 'a mail to each author, for mutt -H; several as an mbox',
  render: (result) => {
    const all = mails(result);
    if (all.length === 0) return 'no series to answer\n';
    return all.length === 1 ? (all[0] ?? '') : all.map(inMbox).join('');
  },
};
