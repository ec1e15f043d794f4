// A check in sections, the most urgent first: the terminal report and the mail report draw them. Each edge and each finding
// is in one section.
import { groupBy } from '../../base/group.js';
import { judgementOf } from '../../result/judge.js';
import type { CheckResult, Finding, FindingKind, State } from '../../result/verdict.js';
import { directionOf, plural, shown } from './edge-line.js';
import { type LedgerRow, ledgerOf } from './ledger.js';
import { type Ink, inkOf, lines, type Pen, plainInk } from './pen.js';
import {
  changesOf,
  edgeLines,
  edgeName,
  failureLines,
  findingLines,
  otherFindings,
  titleOf,
  verdictLines,
} from './state-text.js';
import { clip } from './wrap.js';

type Section = readonly string[];

/** What people say. */
const TALK: ReadonlySet<FindingKind> = new Set<FindingKind>(['objection', 'open-point']);

const headed = (pen: Pen, head: string, body: readonly string[]): Section =>
  body.length === 0 ? [] : [pen.ink.bold(head), ...body];

const aboutOf = ({ state }: Finding): string => (state === undefined ? '' : `${shown(state)}: `);

/** The state in which a row is shown: the one that removed the edge, else the one that added it, else the base. */
const homeOf = ({ addedBy, removedBy }: LedgerRow): string | null => removedBy ?? addedBy;

const changeLines = (pen: Pen, { edge, addedBy, removedBy }: LedgerRow): readonly string[] => {
  const [mark, ink]: readonly [string, Ink] =
    removedBy === null ? [pen.marks.added, inkOf(pen, 'added')] : [pen.marks.removed, inkOf(pen, 'removed')];
  const note = removedBy !== null && addedBy !== null ? `, added by ${shown(addedBy)}` : '';
  return edgeLines(pen, mark, ink, edge, `${directionOf(edge)} ${edgeName(edge)}${note}`);
};

/** More refused patches than these are named only. */
const MOST_SHOWN = 3;
/** As many patches in a row that change nothing are one line. */
const LEAST_RUN = 3;

interface PatchPart {
  readonly state: State;
  readonly body: readonly string[];
}

/** Counters and short commit ids are shorter. */
const MOST_LABEL = 16;

const labelOf = ({ label }: State): string => clip(shown(label), MOST_LABEL);

const headLines = (pen: Pen, { state, body }: PatchPart): readonly string[] => {
  const label = labelOf(state);
  const refused = state.applied ? [] : ['does not apply'];
  const counts = [...refused, ...changesOf(state)].join(', ');
  const subject = shown(state.subject ?? '');
  const text = counts === '' ? subject : `${counts}: ${subject}`;
  const ink = !state.applied ? pen.ink.red : body.length === 0 ? plainInk : pen.ink.bold;
  return lines(pen, ink, text, `  ${label}  `);
};

const runLines = (pen: Pen, run: readonly PatchPart[]): readonly string[] => {
  const [first, last] = [run[0], run.at(-1)];
  if (run.length < LEAST_RUN || first === undefined || last === undefined)
    return run.flatMap((part) => headLines(pen, part));
  const labels = `${labelOf(first.state)} to ${labelOf(last.state)}`;
  return lines(pen, pen.ink.dim, `${run.length} patches change no edge`, `  ${labels}  `);
};

/** Patches with what each does; those that do nothing are summed up. */
const patchLines = (pen: Pen, parts: readonly PatchPart[], verbose: boolean): readonly string[] => {
  const told: string[] = [];
  let run: PatchPart[] = [];
  const endRun = (): void => {
    told.push(...runLines(pen, run));
    run = [];
  };
  for (const part of parts) {
    const isQuiet = part.body.length === 0 && part.state.applied;
    if (isQuiet && !verbose) run.push(part);
    else {
      endRun();
      told.push(...headLines(pen, part), ...part.body);
    }
  }
  endRun();
  return told;
};

const patchSection = (
  pen: Pen,
  result: CheckResult,
  findings: readonly Finding[],
  verbose: boolean,
): Section => {
  const rows = ledgerOf(result).flatMap((group) => group.rows);
  const inner = { ...pen, columns: pen.columns - 2 };
  const told = (some: readonly Finding[]): readonly string[] =>
    some.flatMap((finding) => findingLines(inner, finding));
  let refused = 0;
  const parts = result.states.slice(1).map((state) => {
    if (!state.applied) refused += 1;
    const failures = verbose || refused <= MOST_SHOWN ? failureLines(pen, state, !verbose) : [];
    const edges = rows.filter((row) => homeOf(row) === state.label);
    const own = findings.filter((finding) => finding.state === state.label);
    return {
      state,
      body: [
        ...failures,
        ...[
          ...told(own.filter(({ severity }) => severity !== 'note')),
          ...edges.flatMap((row) => changeLines(inner, row)),
          ...told(own.filter(({ severity }) => severity === 'note')),
        ].map((line) => `  ${line}`),
      ],
    };
  });
  return headed(pen, 'patches', patchLines(pen, parts, verbose));
};

/** The edges that no patch changes. */
const keptLines = (pen: Pen, result: CheckResult): readonly string[] => {
  const kept = ledgerOf(result).flatMap(({ rows }) => rows.filter((row) => homeOf(row) === null));
  return [...groupBy(kept, ({ edge }) => directionOf(edge))].flatMap(([direction, rows]) => [
    ...lines(pen, pen.ink.bold, direction, ''),
    ...rows.flatMap(({ edge }) => edgeLines(pen, '=', plainInk, edge)),
  ]);
};

/** What the base has already: one line, or all of it. */
const baseSection = (pen: Pen, result: CheckResult, notes: readonly Finding[], verbose: boolean): Section => {
  const kept = keptLines(pen, result);
  const told = notes.flatMap((finding) => findingLines(pen, finding));
  // Without patches, the base is what the user asks for.
  if (result.states.length === 1)
    return [...kept, ...(kept.length > 0 && told.length > 0 ? [''] : []), ...told];
  // An old edge that fails the result is no matter of the past.
  const fails = judgementOf(result).edges.some(({ level, addedBy }) => level === 'error' && addedBy === null);
  if (verbose || fails) return headed(pen, 'before the series', [...kept, ...(verbose ? told : [])]);
  const count = ledgerOf(result).flatMap(({ rows }) => rows.filter((row) => homeOf(row) === null)).length;
  const parts = [
    ...(count === 0 ? [] : [`${plural(count, 'edge')} ${count === 1 ? 'stays' : 'stay'}`]),
    ...(notes.length === 0 ? [] : [plural(notes.length, 'finding')]),
  ];
  return parts.length === 0
    ? []
    : lines(pen, pen.ink.dim, `${parts.join('; ')}; --verbose shows them`, 'before the series: ', 2);
};

/** Repairs of white space as one finding, unless all are wanted. */
const summed = (findings: readonly Finding[]): readonly Finding[] => {
  const repairs = findings.filter(({ kind }) => kind === 'white-space');
  const [first] = repairs;
  if (first === undefined || repairs.length === 1) return findings;
  const count = (severity: Finding['severity']): number =>
    repairs.filter((finding) => finding.severity === severity).length;
  const [lost, unsure] = [count('error'), count('warning')];
  const parts = [
    `${repairs.length - lost} rebuilt`,
    ...(unsure === 0 ? [] : [`${unsure} of them not verifiable`]),
    ...(lost === 0 ? [] : [`${lost} not recoverable`]),
  ];
  const message = `the mail lost white space in ${repairs.length} places: ${parts.join(', ')}; --verbose lists them`;
  const severity = lost > 0 ? 'error' : unsure > 0 ? 'warning' : 'note';
  return [{ kind: first.kind, severity, message }, ...findings.filter((one) => one.kind !== first.kind)];
};

const ESCAPES = /\u001b\[[0-9;]*m/g;

/** What the marks mean, as far as they are there. */
const legendOf = (pen: Pen, sections: readonly Section[]): Section => {
  const { removed, added } = pen.marks;
  const words: readonly (readonly [string, string])[] = [
    ['!', 'wrong or in doubt'],
    ['*', 'note'],
    [removed, 'removed'],
    [added, 'added'],
    ['=', 'stays'],
    ['<', 'in the tree'],
    ['>', 'in the patch'],
  ];
  const used = new Set(sections.flat().map((line) => /^ +(\S) /.exec(line.replace(ESCAPES, ''))?.[1]));
  const text = words.flatMap(([mark, meaning]) => (used.has(mark) ? [`${mark} ${meaning}`] : [])).join(', ');
  return text === '' ? [] : lines(pen, pen.ink.dim, text, '', 0);
};

/** The sections below the verdict. */
export const checkSections = (pen: Pen, result: CheckResult, verbose: boolean): readonly Section[] => {
  const found = verbose ? otherFindings(result) : summed(otherFindings(result));
  const labels = new Set(result.states.slice(1).map(({ label }) => label));
  const base = result.states[0]?.label;
  const isTalk = ({ kind }: Finding): boolean => TALK.has(kind);
  const ofPatch = ({ state }: Finding): boolean => state !== undefined && labels.has(state);
  const others = found.filter((finding) => !isTalk(finding));
  const ofBase = others.filter(({ state }) => state === base);
  const rest = others.filter((finding) => !ofPatch(finding) && finding.state !== base);
  const told = (findings: readonly Finding[]): readonly string[] =>
    findings.flatMap((finding) => findingLines(pen, finding, aboutOf(finding)));
  const sections = [
    headed(pen, 'objections and questions', told(found.filter(isTalk))),
    patchSection(pen, result, others.filter(ofPatch), verbose),
    headed(pen, 'the series as a whole', told(rest)),
    baseSection(pen, result, ofBase, verbose),
  ];
  const title = lines(pen, pen.ink.bold, titleOf(result), '', 2);
  return [title, ...sections, legendOf(pen, sections)];
};

/** All sections. */
export const checkReport = (pen: Pen, result: CheckResult, verbose: boolean): readonly Section[] => [
  verdictLines(pen, result),
  ...checkSections(pen, result, verbose),
];
