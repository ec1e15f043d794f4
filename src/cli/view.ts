// How the output will be looked at: width, colour, characters and links
// (https://no-color.org, https://force-color.org, locale(7), OSC 8 "Hyperlinks in Terminal Emulators").
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { View } from '../report/report.js';
import type { Io } from './io.js';

const DEFAULT_COLUMNS = 80;
/** Narrower than this, wrapping no longer helps. */
const LEAST_COLUMNS = 40;
/** Wider than this, a line is hard to read. */
const MOST_COLUMNS = 120;

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

/** The level of colour: `--no-color` and NO_COLOR win over FORCE_COLOR, which wins over what the stream is. */
const colourOf = (io: Io, wanted: boolean): View['colour'] => {
  const { env } = io;
  if (!wanted || isSet(env['NO_COLOR'])) return 0;
  const forced = env['FORCE_COLOR'];
  if (isSet(forced)) {
    if (forced === 'false' || forced === '0') return 0;
    return forced === '2' ? 2 : forced === '3' ? 3 : 1;
  }
  if (io.outColumns === undefined || env['TERM'] === 'dumb') return 0;
  return 1;
};

/** Whether the locale writes UTF-8: LC_ALL, else LC_CTYPE, else LANG. */
export const isUtf8 = ({ env }: Io): boolean => {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet) ?? '';
  return /utf-?8/i.test(locale);
};

/** VTE supports links since 0.50. */
const VTE_WITH_LINKS = 5000;

/** Whether the terminal supports OSC 8. */
const hasLinks = (io: Io): boolean => {
  const { env } = io;
  if (io.outColumns === undefined || isSet(env['CI'])) return false;
  return (
    Number(env['VTE_VERSION'] ?? 0) >= VTE_WITH_LINKS ||
    /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper)$/.test(env['TERM_PROGRAM'] ?? '') ||
    /^(?:xterm-kitty|foot|alacritty|xterm-ghostty|wezterm)/.test(env['TERM'] ?? '') ||
    isSet(env['KONSOLE_VERSION']) ||
    isSet(env['WT_SESSION'])
  );
};

/** Options about the look of the output. */
export interface ViewOptions {
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly state?: string;
}

/** The view of this program's standard output; places link into the folder `tree` when there is one. */
export const viewOf = (io: Io, options: ViewOptions, tree?: string): View => ({
  columns: Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, io.outColumns ?? DEFAULT_COLUMNS)),
  colour: colourOf(io, options.color),
  ascii: options.ascii === true || !isUtf8(io),
  links: tree !== undefined && hasLinks(io) ? `${pathToFileURL(resolve(io.folder, tree)).href}/` : null,
  detail: options.quiet === true ? 'quiet' : options.verbose === true ? 'verbose' : 'normal',
  state: options.state ?? null,
  run: io.run ?? null,
});
