// The report for a comment on a forge: tables, details and a Mermaid graph (GitHub Flavored Markdown Spec).
import type { CheckResult, Finding, State } from '../result/verdict.js';
import { mermaidLines } from './mermaid.js';
import { architecturesOf, exportOf, placeOf, plural, sentence, shown } from './part/edge-line.js';
import { codeSpan, escapeMarkdown } from './part/escape.js';
import { folded, table } from './part/forge.js';
import { type LedgerRow, ledgerOf, type Mark } from './part/ledger.js';
import { countsOf, otherFindings, titleOf } from './part/state-text.js';
import type { Report } from './report.js';

const MARK: { readonly [mark in Mark]: string } = { there: '●', added: '**+**', removed: '−', gone: ' ' };

/** A comment may have 65,536 characters; this many rows of ordinary names fit. */
const MOST_ROWS = 150;

const named = (row: LedgerRow): string => {
  const { consumer, provider, symbol, condition } = row.edge;
  const edge = `${escapeMarkdown(shown(consumer))} → ${escapeMarkdown(shown(provider))} ${codeSpan(shown(symbol))}`;
  return condition === null ? edge : `${edge} if ${codeSpan(shown(condition))}`;
};

const ledger = (result: CheckResult, rows: readonly LedgerRow[]): readonly string[] =>
  table(
    ['edge', 'kind', ...result.states.map((state) => escapeMarkdown(shown(state.label)))],
    [
      ...rows.map((row) => [named(row), row.edge.kind, ...row.marks.map((mark) => MARK[mark])]),
      ['edges', '', ...result.states.map((state) => String(state.edges.length))],
    ],
  );

const places = (rows: readonly LedgerRow[]): readonly string[] =>
  table(
    ['edge', 'needed at', 'exported', 'architectures'],
    rows.map((row) => [
      named(row),
      codeSpan(placeOf(row.edge.reference)),
      codeSpan(exportOf(row.edge)),
      escapeMarkdown(architecturesOf(row.edge)),
    ]),
  );

const findingLine = (finding: Finding): string => {
  const place =
    finding.path === undefined
      ? ''
      : ` at ${codeSpan(shown(finding.path) + (finding.line === undefined ? '' : `:${finding.line}`))}`;
  const about = finding.state === undefined ? '' : `${escapeMarkdown(shown(finding.state))}: `;
  return `- **${finding.severity}** ${about}${escapeMarkdown(sentence(finding.message))}${place}`;
};

const refusal = ({ applied, failures = [] }: State): string => {
  if (applied) return '';
  const files = new Set(failures.map(({ path }) => path)).size;
  const count =
    failures.length === 0 ? '' : ` (${plural(failures.length, 'place')} in ${plural(files, 'file')})`;
  return `**does not apply**${count}, `;
};

const render = (result: CheckResult): string => {
  const all = ledgerOf(result).flatMap((group) => group.rows);
  const rows = all.slice(0, MOST_ROWS);
  const left = all.length - rows.length;
  const { failed, reason } = result.verdict;
  const findings = otherFindings(result).map(findingLine);
  return [
    `### ${failed ? '❌' : '✅'} ${escapeMarkdown(shown(reason))}`,
    '',
    escapeMarkdown(titleOf(result)),
    '',
    ...ledger(result, rows),
    ...(left > 0 ? ['', `${left} more edges are not shown.`] : []),
    '',
    '● there, **+** added, − removed',
    '',
    ...(findings.length > 0 ? [...findings, ''] : []),
    ...folded('Where each edge is', places(rows)),
    ...folded(
      'What each patch does',
      result.states.map((state) => {
        const subject = state.subject === undefined ? '' : `: ${escapeMarkdown(shown(state.subject))}`;
        return `- ${escapeMarkdown(shown(state.label))} ${refusal(state)}${countsOf(state)}${subject}`;
      }),
    ),
    ...folded('Graph after the last state', [
      '```mermaid',
      ...mermaidLines(result, result.states.length - 1),
      '```',
    ]),
  ].join('\n');
};

export const githubMarkdown: Report = {
  name: 'github-markdown',
  description: 'Markdown with tables and a graph, for a comment on a forge',
  render,
};
