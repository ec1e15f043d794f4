// The sections of the HTML report. Every text of mail or tree goes through `html`.
import type { CheckResult, Excerpt, Finding, SeriesMail, State } from '../../result/verdict.js';
import { architecturesOf, codeLine, conditionOf, exportOf, placeOf, sentence, shown } from './edge-line.js';
import { escapeXml } from './escape.js';
import { type LedgerRow, ledgerOf, type Mark } from './ledger.js';
import { section } from './page.js';
import { refusalsHtml } from './refusal.js';
import { countsOf, otherFindings } from './state-text.js';

/** A name, a path or a subject in an element or in a quoted attribute. */
export const html = (text: string): string => escapeXml(shown(text));

/** A message, which may be longer, in an element. */
export const told = (text: string): string => escapeXml(sentence(text));

const MARK: { readonly [mark in Mark]: string } = {
  there: '<span aria-hidden="true">●</span>',
  added: '<b class="bad" aria-hidden="true">+</b>',
  removed: '<span class="good" aria-hidden="true">−</span>',
  gone: '',
};
const MARK_NAME: { readonly [mark in Mark]: string } = {
  there: 'there',
  added: 'added',
  removed: 'removed',
  gone: 'not there',
};

/** Where the archive of all lists has a mail (lore.kernel.org, "https://lore.kernel.org/all/<Message-ID>/"). */
export const archiveLink = (messageId: string, text: string): string => {
  const id = encodeURIComponent(messageId.replace(/\p{Cs}/gu, '\ufffd'));
  return `<a href="https://lore.kernel.org/all/${id}/" rel="noreferrer noopener">${text}</a>`;
};

/** What a state is called on the slider. */
export const stateName = (state: State): string => {
  const applied = state.applied ? '' : ' (does not apply)';
  return `${state.label}${applied}: ${countsOf(state)}${state.subject === undefined ? '' : `: ${state.subject}`}`;
};

const ledgerRow = (row: LedgerRow): string => {
  const condition = conditionOf(row.edge);
  const symbol = html(row.edge.symbol).replaceAll('_', '_<wbr>');
  const name = `<code>${symbol}</code>${condition === '' ? '' : ` <span class="faint">${escapeXml(condition)}</span>`}`;
  const marks = row.marks.map(
    (mark, at) =>
      `<td class="mark" data-column="${at}">${MARK[mark]}<span class="unseen">${MARK_NAME[mark]}</span></td>`,
  );
  return `<tr${row.removedBy === null ? '' : ' class="gone"'}><th scope="row">${name}</th><td>${row.edge.kind}</td>${marks.join('')}</tr>`;
};

/** The ledger as a table. */
export const ledgerSection = (result: CheckResult): string => {
  const heads = result.states.map(
    (state, at) =>
      `<th scope="col" class="state" data-column="${at}">${html(state.label)}${state.applied ? '' : ' <span class="bad">!</span>'}</th>`,
  );
  const counts = result.states.map(
    (state, at) => `<td class="mark" data-column="${at}">${state.edges.length}</td>`,
  );
  const groups = ledgerOf(result).map(
    (group) =>
      `<tbody class="heading"><tr><th scope="rowgroup" colspan="${result.states.length + 2}"><span>${html(group.consumer)} → ${html(group.provider)}</span></th></tr></tbody><tbody>${group.rows.map(ledgerRow).join('\n')}</tbody>`,
  );
  const table = [
    '<div class="box" tabindex="0" role="group" aria-label="table of edges and states"><table class="ledger">',
    `<thead><tr><th scope="col">edge</th><th scope="col">kind</th>${heads.join('')}</tr></thead>`,
    ...groups,
    `<tfoot><tr><th scope="row">edges</th><td></td>${counts.join('')}</tr></tfoot>`,
    '</table></div>',
    '<p class="faint">● there, + added, − removed by that patch, empty: not there.</p>',
  ];
  return section('ledger', 'Ledger', table.join('\n'));
};

const excerptOf = (
  result: CheckResult,
  place: { readonly path: string; readonly line: number },
  state: string | undefined,
): Excerpt | undefined =>
  (result.excerpts ?? []).find(
    (one) =>
      one.path === place.path && one.line === place.line && (state === undefined || one.state === state),
  );

const codeHtml = (excerpt: Excerpt | undefined): string => {
  if (excerpt === undefined) return '';
  const width = String(excerpt.first + excerpt.lines.length).length;
  const lines = excerpt.lines.map((line, at) => {
    const number = excerpt.first + at;
    const text = escapeXml(`${String(number).padStart(width)}  ${codeLine(line)}`);
    return number === excerpt.line ? `<span class="hit">${text}</span>` : text;
  });
  return `<pre tabindex="0" role="group" aria-label="code at ${html(placeOf(excerpt))}">${lines.join('\n')}</pre>`;
};

const definitions = (pairs: readonly (readonly [string, string])[]): string =>
  `<dl>${pairs.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;

/** The patch that removed the edge, else the patch that added it. */
const changeOf = ({ addedBy, removedBy }: LedgerRow): string => {
  if (removedBy !== null) return ` <span class="good">removed by ${html(removedBy)}</span>`;
  return addedBy === null ? '' : ` <span class="bad">added by ${html(addedBy)}</span>`;
};

const edgeHtml = (result: CheckResult, row: LedgerRow): string => {
  const { edge, lastSeen } = row;
  const condition = edge.condition === null ? '' : ` ${escapeXml(conditionOf(edge))}`;
  const place = `<span class="faint">(${edge.kind})${condition} at ${escapeXml(placeOf(edge.reference))}</span>`;
  const head = `<code>${html(edge.symbol)}</code> ${place}${changeOf(row)}`;
  const pairs: readonly (readonly [string, string])[] = [
    ['needed at', `<code>${escapeXml(placeOf(edge.reference))}</code>`],
    ['exported', `<code>${escapeXml(exportOf(edge))}</code>`],
    ['condition', edge.condition === null ? 'none' : `<code>${escapeXml(conditionOf(edge))}</code>`],
    ['architectures', escapeXml(architecturesOf(edge))],
  ];
  const code = codeHtml(excerptOf(result, edge.reference, lastSeen));
  return `<details><summary>${head}</summary>${definitions(pairs)}${code}</details>`;
};

/** Each edge with its places and the code around its reference. */
export const edgesSection = (result: CheckResult): string => {
  const groups = ledgerOf(result).map(({ consumer, provider, rows }) =>
    [`<h3>${html(consumer)} → ${html(provider)}</h3>`, ...rows.map((row) => edgeHtml(result, row))].join(
      '\n',
    ),
  );
  return section('edges', 'Edges', groups.join('\n') || '<p>There is none at any state.</p>');
};

const objectionsTo = (result: CheckResult, label: string): readonly Finding[] =>
  result.findings.filter((finding) => finding.kind === 'objection' && finding.state === label);

const mailHtml = (result: CheckResult, mail: SeriesMail): string => {
  const state = mail.number === 0 ? undefined : result.states[mail.number];
  const subject =
    mail.messageId === null ? html(mail.subject) : archiveLink(mail.messageId, html(mail.subject));
  const counts = state === undefined ? '' : ` <span class="faint">${countsOf(state)}</span>`;
  const failed = state === undefined || state.applied ? '' : ' <b class="bad">does not apply</b>';
  const objections = state === undefined ? [] : objectionsTo(result, state.label);
  const tags = [
    ...mail.tags.map((tag) => `<li>${html(tag.name)}: ${html(tag.value)}</li>`),
    ...objections.map(
      (one) =>
        `<li><b class="bad">${one.severity === 'note' ? 'objection?' : 'objection'}</b> ${linked(one)}</li>`,
    ),
  ];
  const label = mail.number === 0 ? 'cover letter' : html(state?.label ?? String(mail.number));
  return [
    `<li><b>${label}</b> ${subject}${failed}${counts}<br><span class="faint">${html(mail.author)}</span>`,
    ...(tags.length === 0 ? [] : [`<ul class="tags">${tags.join('')}</ul>`]),
    '</li>',
  ].join('');
};

export const linked = (finding: Finding): string =>
  finding.messageId === undefined
    ? told(finding.message)
    : archiveLink(finding.messageId, told(finding.message));

/** The mails of the series with their tags and objections; the commits of a range when there is no mail. */
export const seriesSection = (result: CheckResult): string => {
  const mails = result.series?.mails ?? [];
  if (mails.length > 0) {
    const items = mails.map((mail) => mailHtml(result, mail)).join('\n');
    return section('series', 'Series', `<ol class="patches">${items}</ol>`);
  }
  if (result.states.length < 2) return '';
  const items = result.states.map((state) => `<li>${html(stateName(state))}</li>`).join('\n');
  return section('series', 'States', `<ol class="patches">${items}</ol>`);
};

/** @param isFirst whether no finding before it is at the same place: an excerpt appears once. */
const findingHtml = (result: CheckResult, finding: Finding, isFirst: boolean): string => {
  const { path, line, severity, state } = finding;
  const place =
    path === undefined ? '' : ` <code>${html(path)}${line === undefined ? '' : `:${line}`}</code>`;
  const about = state === undefined ? '' : `${html(state)}: `;
  const code =
    path === undefined || line === undefined || !isFirst
      ? ''
      : codeHtml(excerptOf(result, { path, line }, state));
  return `<li><b${severity === 'note' ? '' : ' class="bad"'}>${severity}</b> ${about}${linked(finding)}${place}${code}</li>`;
};

/** Patches that do not apply, with the lines that were expected and found, and findings with the code around them. */
export const findingsSection = (result: CheckResult): string => {
  const found = otherFindings(result).filter(({ kind }) => kind !== 'objection');
  const items = found.map((finding, at) => {
    const before = found.findIndex(({ path, line }) => path === finding.path && line === finding.line);
    return findingHtml(result, finding, before === at);
  });
  const list = items.length === 0 ? '' : `<ul class="findings">${items.join('\n')}</ul>`;
  return section('findings', 'Findings', refusalsHtml(result.states) + list);
};
