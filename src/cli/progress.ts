// The line on standard error with the current work, on a terminal (ECMA-48, EL "erase in line").

import { plainLine } from '../report/part/escape.js';
import { clip } from '../report/part/wrap.js';
import { type Io, writeNote } from './io.js';
import { isUtf8 } from './view.js';

/** The progress line on standard error. */
export interface Progress {
  readonly show: (step: string) => void;
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void;
}

/** Often enough to look alive, seldom enough to cost nothing. */
const INTERVAL_MS = 80;
/** In a log a line is enough that often. */
const LOG_INTERVAL_MS = 10_000;

/** Few enough columns to leave room for words. */
const BAR_COLUMNS = 16;

const COUNTED = /^(\w+) (\d{1,6})\/(\d{1,6})(?= |$)/;

const grouped = (digits: string): string => Number(digits).toLocaleString('en-US');

/** `analyse 212/1208 units` as `analysing 212 of 1,208 units`. */
const inWords = (step: string): string =>
  step.replace(
    COUNTED,
    (_, verb: string, done: string, total: string) =>
      `${verb.replace(/e$/, '')}ing ${grouped(done)} of ${grouped(total)}`,
  );

/** The same with a bar before it: how far a phase of counted steps is. */
const withBar = (step: string): string => {
  const [, , done, total] = COUNTED.exec(step) ?? [];
  if (done === undefined) return step;
  const part = Math.min(1, Number(done) / Math.max(1, Number(total)));
  const full = Math.round(part * BAR_COLUMNS);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_COLUMNS - full)}] ${inWords(step)}`;
};

/** Lines of a log, one every ten seconds. A run that ends before has none. */
const progressInLog = (io: Io, now: () => number): Progress => {
  let last = now();
  const show = (step: string): void => {
    if (now() - last < LOG_INTERVAL_MS) return;
    last = now();
    void writeNote(io.stderr, `kvm-vfio-series: ${inWords(plainLine(step))}\n`);
  };
  return { show, clear: () => {} };
};

/**
 * A line that rewrites itself on a terminal, and lines of a log elsewhere.
 * @param now milliseconds that only grow.
 */
export const progressOn = (io: Io, now: () => number = () => performance.now()): Progress => {
  const columns = io.errColumns;
  if (columns === undefined || io.env['TERM'] === 'dumb') return progressInLog(io, now);
  const ascii = !isUtf8(io);
  let visible = false;
  let last = 0;
  let phase = '';
  const clear = (): void => {
    if (visible) void writeNote(io.stderr, '\r\u001b[K');
    visible = false;
  };
  const show = (step: string): void => {
    const time = now();
    const [word = ''] = step.split(' ', 1);
    // Always show the first step of a phase: it may be the only one for a long time.
    if (word === phase && time - last < INTERVAL_MS) return;
    last = time;
    phase = word;
    visible = true;
    const line = clip(withBar(plainLine(step)), columns - 1);
    void writeNote(io.stderr, `\r\u001b[K${ascii ? line.replace(/…$/, '~') : line}`);
  };
  return { show, clear };
};
