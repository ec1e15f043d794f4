// The check as an answer to the author: what was checked on which base, what each patch does to the edges, and what breaks.
// What people said in the thread is not repeated: the list has it.
import { UserError } from '../base/error.js';
import { changeText } from '../result/change-text.js';
import { judgementOf } from '../result/judge.js';
import type { CheckResult, Edge, Finding, State } from '../result/verdict.js';
import { placeOf, shown } from './part/edge-line.js';
import { paragraph, quoted, replyMail } from './part/reply-mail.js';
import type { Report } from './report.js';

const SHORT_COMMIT = 12;

const sentenceOf = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
};

/** The lines of the patch at a place, or nothing. */
const quoteAt = (
  { quotes = [] }: CheckResult,
  state: string,
  place: { readonly path?: string | undefined; readonly line?: number | undefined },
): readonly string[] => {
  const quote = quotes.find(
    (one) => one.state === state && one.path === place.path && one.line === place.line,
  );
  return quote === undefined ? [] : [quoted(quote.lines)];
};

const WAY: { readonly [kind in Edge['kind']]?: string } = {
  dynamic: ', by symbol_get()',
  include: ', by #include',
};

const needText = ({ consumer, provider, symbol, kind }: Edge, verb: string): string =>
  `${shown(consumer)} ${verb} ${shown(symbol)} of ${shown(provider)}${WAY[kind] ?? ''}`;

const addedText = (result: CheckResult, { label }: State, edge: Edge): readonly string[] => [
  ...quoteAt(result, label, edge.reference),
  paragraph(`Patch ${label} adds an edge: ${needText(edge, 'now needs')}, at ${placeOf(edge.reference)}.`),
];

const removedText = ({ label, removed }: State): readonly string[] =>
  removed.length === 0
    ? []
    : [
        paragraph(
          `Patch ${label} removes ${removed.length === 1 ? 'an edge' : `${removed.length} edges`}: ${removed
            .map((edge) => needText(edge, 'no longer needs'))
            .join('; ')}.`,
        ),
      ];

const refusedText = ({ label, applied, failures = [] }: State): readonly string[] => {
  if (applied) return [];
  const [first] = failures;
  if (first === undefined) return [paragraph(`Patch ${label} does not apply to this base.`)];
  const { path, line, message } = first;
  const place = line === undefined ? shown(path) : placeOf({ path, line });
  const why = message.replace(/, nearest at line \d+$/, '');
  return [paragraph(sentenceOf(`Patch ${label} does not apply to this base. ${place}: ${why}`))];
};

const problemText = (
  result: CheckResult,
  { state = '', path, line, message }: Finding,
): readonly string[] => [
  ...quoteAt(result, state, { path, line }),
  paragraph(sentenceOf(`After patch ${state}: ${message}`)),
];

const patchTexts = (result: CheckResult): readonly string[] => {
  const problems = judgementOf(result).findings.flatMap(({ finding, level }) =>
    level === 'note' || ['patch-unapplied', 'objection', 'open-point', 'white-space'].includes(finding.kind)
      ? []
      : [finding],
  );
  return result.states
    .slice(1)
    .flatMap((state) => [
      ...refusedText(state),
      ...removedText(state),
      ...state.added.flatMap((edge) => addedText(result, state, edge)),
      ...problems.filter((one) => one.state === state.label).flatMap((one) => problemText(result, one)),
    ]);
};

const render = (result: CheckResult): string => {
  const { series, base, between } = result;
  if (series?.reply === undefined) {
    throw new UserError('usage', 'there is nobody to answer: the result is not that of a series from mail', {
      hint: 'give the series as mail, not as commits; other formats take both',
    });
  }
  const names = between.map(shown).join(' and ');
  const on = base === undefined ? '' : ` on top of ${base.slice(0, SHORT_COMMIT)}`;
  const count = series.patches === 1 ? 'this patch' : `these ${series.patches} patches`;
  const texts = patchTexts(result);
  return replyMail(series.reply, [
    paragraph(
      `I applied ${count}${on}, and looked after each at the symbols that ${names} need of each other.`,
    ),
    ...(texts.length === 0 ? [paragraph('No patch changes an edge, and nothing breaks.')] : texts),
    [
      'In total:',
      ...changeText(result)
        .split('; ')
        .map((line) => `  ${paragraph(line)}`),
    ].join('\n'),
  ]);
};

export const reply: Report = {
  name: 'reply',
  description: 'a mail to the author, for mutt -H and git send-email',
  render,
};
