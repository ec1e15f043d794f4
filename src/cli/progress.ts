// The line on standard error that says what is being done, while it is a terminal (ECMA-48, EL "erase in line").

import { plainLine } from '../report/part/escape.js';
import { clip } from '../report/part/wrap.js';
import { type Io, write } from './io.js';
import { isUtf8 } from './view.js';

/** The progress line on standard error. */
export interface Progress {
  readonly show: (step: string) => void;
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void;
}

/** Often enough to look alive, seldom enough to cost nothing. */
const INTERVAL_MS = 80;

/** Few enough columns to leave room for words. */
const BAR_COLUMNS = 16;

/** `triage 5/33 title` with a bar before the title: how far a phase of counted steps is. */
const withBar = (step: string): string =>
  step.replace(/^(\w+) (\d{1,6})\/(\d{1,6})(?= |$)/, (all, _word: string, done: string, total: string) => {
    const part = Math.min(1, Number(done) / Math.max(1, Number(total)));
    const full = Math.round(part * BAR_COLUMNS);
    return `${all} [${'#'.repeat(full)}${'.'.repeat(BAR_COLUMNS - full)}]`;
  });

/** A line that rewrites itself on a terminal, and nothing elsewhere. */
export const progressOn = (io: Io): Progress => {
  const columns = io.errColumns;
  if (columns === undefined || io.env['TERM'] === 'dumb') return { show: () => {}, clear: () => {} };
  const ascii = !isUtf8(io);
  let visible = false;
  let last = 0;
  let phase = '';
  const clear = (): void => {
    if (visible) void write(io.stderr, '\r\u001b[K');
    visible = false;
  };
  const show = (step: string): void => {
    const now = performance.now();
    const [word = ''] = step.split(' ', 1);
    // The first step of a phase is always shown: a long one may say nothing more.
    if (word === phase && now - last < INTERVAL_MS) return;
    last = now;
    phase = word;
    visible = true;
    const line = clip(withBar(plainLine(step)), columns - 1);
    void write(io.stderr, `\r\u001b[K${ascii ? line.replace(/…$/, '~') : line}`);
  };
  return { show, clear };
};
