// What `triage --interactive` asks: which series, what to do with it, and the name of a branch.
import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  type KeypressEvent,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core';

type Action = 'show' | 'apply' | 'edges' | 'reply';

/** The user's command and the line that it is about. */
export type Wish = { readonly action: Action; readonly at: number } | { readonly action: 'leave' };

/** The content of the list. */
export interface ListSetting {
  readonly head: string;
  /** One for each series; each begins with a blank, where the cursor stands. */
  readonly lines: readonly string[];
  /** What is searched: the plain text of each line. */
  readonly texts: readonly string[];
  /** The note on the line under the cursor. */
  readonly reasons: readonly string[];
  /** Number of the line where the cursor stands first. */
  readonly start: number;
  readonly pageSize: number;
  /** One line of help, and all of it. */
  readonly help: string;
  readonly allHelp: readonly string[];
}

const ACTIONS: { readonly [key: string]: Action } = { a: 'apply', d: 'edges', r: 'reply' };

/** What the keys do: move in the list, type a word to search or to limit the list, or look at the help. */
type Mode = 'list' | 'search' | 'limit' | 'help';

const MODES: { readonly [sequence: string]: Mode } = { '/': 'search', l: 'limit', '?': 'help' };

/** The character of a key that has no name, such as `/`. */
const characterOf = (key: KeypressEvent): string =>
  'sequence' in key && typeof key.sequence === 'string' ? key.sequence : key.name;

const isMatch = (text: string, word: string): boolean => text.toLowerCase().includes(word.toLowerCase());

/** Where a key that moves leads; undefined for another key. */
const moved = (key: KeypressEvent, active: number, last: number, pageSize: number): number | undefined => {
  const steps: { readonly [name: string]: number } = {
    home: -active,
    end: last - active,
    pageup: -pageSize,
    pagedown: pageSize,
  };
  const step = isUpKey(key, ['vim']) ? -1 : isDownKey(key, ['vim']) ? 1 : steps[key.name];
  return step === undefined ? undefined : Math.max(0, Math.min(last, active + step));
};

/** A list to choose a line from. Letters are commands here and nowhere else. */
export const chooseSeries = createPrompt<Wish, ListSetting>((setting, done) => {
  const { lines, texts, reasons, start, pageSize } = setting;
  const [active, setActive] = useState(start);
  const [mode, setMode] = useState<Mode>('list');
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const [limit, setLimit] = useState('');
  const shown = texts.flatMap((text, at) => (isMatch(text, limit) ? [at] : []));
  const last = Math.max(0, shown.length - 1);

  const search = (word: string): void => {
    if (word === '') return;
    const after = [...shown.keys()].map((step) => (active + 1 + step) % shown.length);
    const found = after.find((at) => isMatch(texts[shown[at] ?? -1] ?? '', word));
    if (found !== undefined) setActive(found);
  };
  const accept = (): void => {
    if (mode === 'search') {
      setSought(typed);
      search(typed);
    } else {
      setLimit(typed);
      setActive(0);
    }
    setMode('list');
  };
  const command = (key: KeypressEvent): void => {
    const to = moved(key, active, last, pageSize);
    const next = MODES[characterOf(key)];
    const action = isEnterKey(key) ? 'show' : key.ctrl ? undefined : ACTIONS[key.name];
    const at = shown[active];
    if (to !== undefined) setActive(to);
    else if (next !== undefined) {
      setTyped('');
      setMode(next);
    } else if (key.name === 'n') search(sought);
    else if (key.name === 'q' || key.name === 'escape') done({ action: 'leave' });
    else if (action !== undefined && at !== undefined) done({ action, at });
  };

  useKeypress((key, line) => {
    if (mode === 'search' || mode === 'limit') {
      if (isEnterKey(key)) accept();
      else if (key.name === 'escape') setMode('list');
      else {
        setTyped(line.line);
        return;
      }
    } else if (mode === 'help') setMode('list');
    else command(key);
    // Nothing that was a command is text.
    line.clearLine(0);
  });

  const page = usePagination({
    items: shown.map((at) => lines[at] ?? ''),
    active,
    renderItem: ({ item, isActive }) => `${isActive ? '>' : ' '}${item.slice(1)}`,
    pageSize,
    loop: false,
  });
  if (mode === 'help') return setting.allHelp.join('\n');
  const foot =
    mode === 'list' ? setting.help : `${mode === 'search' ? 'search' : 'only series with'}: ${typed}`;
  const place = shown.length === 0 ? `no series with "${limit}"` : `${active + 1} of ${shown.length}`;
  return [`${setting.head}\n${page}`, `\n${place}  ${reasons[shown[active] ?? -1] ?? ''}\n${foot}`];
});

/** A line of text; empty when the user only pressed Enter, or left with Esc. */
export const askText = createPrompt<string, { readonly message: string }>(({ message }, done) => {
  const [value, setValue] = useState('');
  useKeypress((key, line) => {
    if (key.name === 'escape') done('');
    else if (isEnterKey(key)) done(value.trim());
    else setValue(line.line);
  });
  return `${message} ${value}`;
});
