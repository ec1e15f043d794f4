// `triage --interactive`: the rows as a list to walk through; a series is shown, applied, or its edges are.

import { ExitPromptError } from '@inquirer/core';
import { defined } from '../../base/defined.js';
import { UserError } from '../../base/error.js';
import { applySeries } from '../../flow/apply.js';
import {
  AM_DEFAULTS,
  checkSeries,
  reportIn,
  reportNamed,
  reviewSeries,
  type Series,
  SHOW_REPORTS,
  showDocument,
  TRIAGE_REPORTS,
  type TriageRequest,
  type TriageRow,
} from '../../index.js';
import { outcomeLines, refusalLines } from '../../report/apply/text.js';
import { plainLine } from '../../report/part/escape.js';
import { penOf } from '../../report/part/pen.js';
import { clip } from '../../report/part/wrap.js';
import type { View } from '../../report/report.js';
import { authorOf, reasonOf, titleOf } from '../../report/triage/cell.js';
import { triageLines } from '../../report/triage/table.js';
import { TRIAGE_SCHEMA_VERSION, type TriageResult } from '../../result/triage.js';
import { EXIT, reportError } from '../exit.js';
import { writeOut } from '../output.js';
import type { Session } from '../session.js';
import { askText, chooseSeries, type Wish } from './list.js';

/** A row, and the series that it is about; null for an input without one. */
export interface Entry {
  readonly row: TriageRow;
  readonly series: Series | null;
}

const HELP = 'Enter shows, a applies, d edges, r reply, / searches, ? helps, q leaves';

const ALL_HELP = [
  'arrows, j, k, Page Up, Page Down, Home, End   move',
  'Enter   show the series with its tags and objections',
  'd       check it: the edges after each patch',
  'a       apply it to a new branch, after two questions',
  'r       write a reply to its author into a file',
  '/ n     search a word, go to the next place',
  'l       limit the list to series with a word; an empty word shows all',
  'Esc     leave a question; in the list: leave',
  'q       leave',
  '',
  'any key goes back',
];

/** Room for the place in the list, such as `12 of 2000`. */
const PLACE_COLUMNS = 16;

/** Lines besides the list: head, blank, reason, help. */
const OTHER_LINES = 5;
const DEFAULT_ROWS = 24;
const LEAST_PAGE = 3;

const rowsOf = ({ io }: Session): number =>
  'rows' in io.stdout && typeof io.stdout.rows === 'number' ? io.stdout.rows : DEFAULT_ROWS;

/** What stands in a terminal after a key: the text, or why there is none. */
class Browser {
  constructor(
    private readonly entries: readonly Entry[],
    private readonly request: TriageRequest,
    private readonly view: View,
    private readonly session: Session,
  ) {}

  async run(): Promise<void> {
    const { io, context } = this.session;
    const pen = penOf(this.view);
    const { head, lines } = triageLines(
      pen,
      this.entries.map(({ row }) => row),
    );
    const reasons = this.entries.map(({ row }) =>
      pen.ink.dim(clip(`${row.verdict}, ${authorOf(row)}: ${reasonOf(row)}`, pen.columns - PLACE_COLUMNS)),
    );
    const setting = {
      head: pen.ink.dim(head),
      lines,
      texts: this.entries.map(({ row }) => `${titleOf(row)} ${authorOf(row)} ${row.verdict}`),
      reasons,
      pageSize: Math.max(LEAST_PAGE, rowsOf(this.session) - OTHER_LINES),
      help: pen.ink.dim(clip(HELP, pen.columns - 1)),
      allHelp: ALL_HELP.map((line) => clip(line, pen.columns - 1)),
    };
    const streams = { input: io.stdin, output: io.stdout, signal: context.signal, clearPromptOnDone: true };
    for (let start = 0; ; ) {
      // Takes the progress line away.
      await this.session.print('');
      const wish = await chooseSeries({ ...setting, start }, streams);
      if (wish.action === 'leave') return;
      start = wish.at;
      try {
        await this.obey(wish);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        reportError(error, (text) => void this.session.complain(text));
      }
    }
  }

  private async obey({ action, at }: Exclude<Wish, { readonly action: 'leave' }>): Promise<void> {
    const entry = this.entries[at];
    if (entry?.series == null) {
      await this.session.print(`${entry === undefined ? '' : reasonOf(entry.row)}\n`);
    } else if (action === 'show') {
      const { series } = entry;
      const document = showDocument(series, reviewSeries(series), []);
      await this.session.print(reportIn(SHOW_REPORTS, 'text').render(document, this.view));
    } else if (action === 'edges') await this.showEdges(entry.row, entry.series);
    else if (action === 'reply') await this.writeReply(entry.row);
    else await this.apply(entry.row, entry.series);
  }

  private async showEdges(row: TriageRow, series: Series): Promise<void> {
    const { tree, workingFolder, between, oneWay, config, architecture, cache } = this.request;
    const result = await checkSeries(
      {
        tree,
        series,
        ...defined({ workingFolder, between, oneWay, config, architecture, cache, base: row.base?.commit }),
      },
      this.session.context,
    );
    await this.session.print(reportNamed('terminal').render(result, this.view));
  }

  private async writeReply(row: TriageRow): Promise<void> {
    const { between = null } = this.request;
    const result: TriageResult = { schemaVersion: TRIAGE_SCHEMA_VERSION, between, rows: [row] };
    const name = `reply-${(row.series?.messageId ?? 'series').replace(/[^\w.@-]/g, '_').replace(/^\.+/, '')}.eml`;
    await writeOut(name, reportIn(TRIAGE_REPORTS, 'reply').render(result, this.view), this.session.io.folder);
    await this.session.print(`written to ${name}; send it with: mutt -H ${name}\n`);
  }

  private async apply(row: TriageRow, series: Series): Promise<void> {
    const { io, context } = this.session;
    const streams = { input: io.stdin, output: io.stdout, signal: context.signal };
    const branch = await askText({ message: 'a new branch for it (empty: do not apply):' }, streams);
    if (branch === '') return;
    const count = series.patches.length === 1 ? '1 patch' : `${series.patches.length} patches`;
    const question = `apply ${count} to the new branch ${plainLine(branch)}? Type yes:`;
    if ((await askText({ message: question }, streams)) !== 'yes') return;
    const { signoff: _, ...am } = AM_DEFAULTS;
    const outcome = await applySeries(
      series,
      {
        tree: this.request.tree,
        branch,
        base: row.base?.commit ?? 'auto',
        am,
        signOff: false,
        threeWay: true,
        partial: false,
        checkout: false,
        despiteObjections: false,
      },
      context,
    );
    const { columns } = this.view;
    const lines = [...outcomeLines(outcome, columns), ...refusalLines(outcome, columns)];
    await this.session.print(`${lines.join('\n')}\n`);
  }
}

/** Lets the user walk through the rows until they leave; gives the exit code. */
export const browse = async (
  entries: readonly Entry[],
  request: TriageRequest,
  view: View,
  session: Session,
): Promise<number> => {
  if (entries.length === 0) {
    await session.print('no series\n');
    return EXIT.ok;
  }
  try {
    await new Browser(entries, request, view, session).run();
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ExitPromptError) return EXIT.interrupted;
    throw error;
  }
};
