// What `triage --interactive` asks: which series, what to do with it, and the name of a branch.
import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core';

/** The user's command and the line that it is about. */
export type Wish =
  | { readonly action: 'show' | 'apply' | 'edges'; readonly at: number }
  | { readonly action: 'leave' };

/** The content of the list. */
export interface ListSetting {
  readonly head: string;
  /** One for each series; each begins with a blank, where the cursor stands. */
  readonly lines: readonly string[];
  /** The note on the line under the cursor. */
  readonly reasons: readonly string[];
  /** Number of the line where the cursor stands first. */
  readonly start: number;
  readonly pageSize: number;
  /** One line of help. */
  readonly help: string;
}

const WISHES: { readonly [key: string]: 'apply' | 'edges' } = { a: 'apply', d: 'edges' };

/** A list to choose a line from: arrow keys, Enter, a, d, q. */
export const chooseSeries = createPrompt<Wish, ListSetting>((setting, done) => {
  const { lines, reasons, start, pageSize } = setting;
  const [active, setActive] = useState(start);
  const last = lines.length - 1;
  useKeypress((key, line) => {
    // The keys are commands; nothing is typed.
    line.clearLine(0);
    const wish = WISHES[key.name];
    if (isUpKey(key, ['vim'])) setActive(Math.max(0, active - 1));
    else if (isDownKey(key, ['vim'])) setActive(Math.min(last, active + 1));
    else if (key.name === 'home') setActive(0);
    else if (key.name === 'end') setActive(last);
    else if (key.name === 'pageup') setActive(Math.max(0, active - pageSize));
    else if (key.name === 'pagedown') setActive(Math.min(last, active + pageSize));
    else if (key.name === 'q' || key.name === 'escape') done({ action: 'leave' });
    else if (isEnterKey(key)) done({ action: 'show', at: active });
    else if (wish !== undefined && !key.ctrl) done({ action: wish, at: active });
  });
  const page = usePagination({
    items: lines,
    active,
    renderItem: ({ item, isActive }) => `${isActive ? '>' : ' '}${item.slice(1)}`,
    pageSize,
    loop: false,
  });
  return [`${setting.head}\n${page}`, `\n${reasons[active] ?? ''}\n${setting.help}`];
});

/** A line of text; empty when the user only pressed Enter. */
export const askText = createPrompt<string, { readonly message: string }>(({ message }, done) => {
  const [value, setValue] = useState('');
  useKeypress((key, line) => {
    if (isEnterKey(key)) done(value.trim());
    else setValue(line.line);
  });
  return `${message} ${value}`;
});
