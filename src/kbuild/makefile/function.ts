// GNU make's text functions on conditional words (GNU make manual, "Functions for Transforming Text").
// `shell` and similar functions depend on the build machine; they return no words.
import { FALSE, type Formula, type Formulas, TRUE } from '../formula/formula.js';
import { type Alternative, anyOf, type Word, type Words, wordsUnder } from './word.js';

/** The part of a Makefile that functions use. `Makefile` implements it. */
export interface Caller {
  readonly formulas: Formulas;
  readonly expand: (template: string) => Words;
  readonly texts: (template: string) => readonly Alternative[] | null;
  readonly withLocals: <T>(locals: ReadonlyMap<string, Words>, evaluate: () => T) => T;
  readonly textOf: (name: string) => string | undefined;
  readonly wildcard: (pattern: string) => readonly string[];
}

const matcherOf = (pattern: string): ((text: string) => string | null) => {
  const percent = pattern.indexOf('%');
  if (percent === -1) return (text) => (text === pattern ? '' : null);
  const prefix = pattern.slice(0, percent);
  const suffix = pattern.slice(percent + 1);
  return (text) =>
    text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix)
      ? text.slice(prefix.length, text.length - suffix.length)
      : null;
};

const mapText = (words: Words, change: (text: string) => string): Words =>
  words.flatMap(({ text, when }) => {
    const changed = change(text);
    return changed === ''
      ? []
      : changed
          .split(/\s+/)
          .filter(Boolean)
          .map((one) => ({ text: one, when }));
  });

const patsubst = (pattern: string, replacement: string, words: Words): Words => {
  const match = matcherOf(pattern);
  return mapText(words, (text) => {
    const stem = match(text);
    return stem === null ? text : replacement.replace('%', () => stem);
  });
};

/** The words that match any pattern (`keep`) or none; the patterns have conditions too. */
const filter = (make: Caller, patterns: Words, words: Words, keep: boolean): Words => {
  const { formulas } = make;
  const matchers = patterns.map(({ text, when }) => ({ match: matcherOf(text), when }));
  return words.flatMap((word): Word[] => {
    let matched: Formula = FALSE;
    for (const { match, when } of matchers)
      if (match(word.text) !== null) matched = formulas.or(matched, when);
    const when = formulas.and(word.when, keep ? matched : formulas.not(matched));
    return when === FALSE ? [] : [{ text: word.text, when }];
  });
};

const MOST_CALL_ARGUMENTS = 9;

const call = (make: Caller, args: readonly string[]): Words => {
  const name = (args[0] ?? '').trim();
  const body = make.textOf(name);
  if (body === undefined) return [];
  const locals = new Map(
    args.slice(1, MOST_CALL_ARGUMENTS + 1).map((arg, i) => [`${i + 1}`, make.expand(arg)]),
  );
  return make.withLocals(locals, () => make.expand(body));
};

const foreach = (make: Caller, [name = '', list = '', body = '']: readonly string[]): Words =>
  make.expand(list).flatMap((word) =>
    wordsUnder(
      make.formulas,
      make.withLocals(new Map([[name.trim(), [word]]]), () => make.expand(body)),
      word.when,
    ),
  );

const either = (make: Caller, args: readonly string[]): Words => {
  const { formulas } = make;
  let rest: Formula = TRUE;
  const words: Word[] = [];
  for (const arg of args) {
    const expanded = make.expand(arg);
    words.push(...wordsUnder(formulas, expanded, rest));
    rest = formulas.without(rest, anyOf(formulas, expanded));
    if (rest === FALSE) break;
  }
  return words;
};

const choice = (make: Caller, [test = '', then = '', otherwise = '']: readonly string[]): Words => {
  const { formulas } = make;
  const holds = anyOf(formulas, make.expand(test));
  return [
    ...wordsUnder(formulas, make.expand(then), holds),
    ...wordsUnder(formulas, make.expand(otherwise), formulas.not(holds)),
  ];
};

type MakeFunction = (make: Caller, args: readonly string[]) => Words;

const plain = (text: string | undefined, make: Caller): string =>
  (make.texts(text ?? '') ?? []).map((alternative) => alternative.text)[0] ?? '';

const FUNCTIONS: Readonly<Record<string, MakeFunction>> = {
  subst: (make, [from, to, text]) => {
    const search = plain(from, make);
    const replacement = plain(to, make);
    return mapText(make.expand(text ?? ''), (word) =>
      search === '' ? word : word.split(search).join(replacement),
    );
  },
  patsubst: (make, [pattern, replacement, text]) =>
    patsubst(plain(pattern, make), plain(replacement, make), make.expand(text ?? '')),
  strip: (make, [text]) => make.expand(text ?? ''),
  sort: (make, [text]) => make.expand(text ?? ''),
  filter: (make, [patterns, text]) =>
    filter(make, make.expand(patterns ?? ''), make.expand(text ?? ''), true),
  'filter-out': (make, [patterns, text]) =>
    filter(make, make.expand(patterns ?? ''), make.expand(text ?? ''), false),
  findstring: (make, [search, text]) => {
    const sought = plain(search, make);
    return make
      .expand(text ?? '')
      .flatMap(({ text: word, when }) => (word.includes(sought) ? [{ text: sought, when }] : []));
  },
  addprefix: (make, [prefix, text]) =>
    make.expand(prefix ?? '').flatMap(({ text: start, when }) =>
      wordsUnder(
        make.formulas,
        mapText(make.expand(text ?? ''), (word) => start + word),
        when,
      ),
    ),
  addsuffix: (make, [suffix, text]) =>
    make.expand(suffix ?? '').flatMap(({ text: end, when }) =>
      wordsUnder(
        make.formulas,
        mapText(make.expand(text ?? ''), (word) => word + end),
        when,
      ),
    ),
  notdir: (make, [text]) => mapText(make.expand(text ?? ''), (word) => word.replace(/^.*\//, '')),
  dir: (make, [text]) => mapText(make.expand(text ?? ''), (word) => /^.*\//.exec(word)?.[0] ?? './'),
  basename: (make, [text]) => mapText(make.expand(text ?? ''), (word) => word.replace(/\.[^./]*$/, '')),
  abspath: (make, [text]) => make.expand(text ?? ''),
  realpath: (make, [text]) => make.expand(text ?? ''),
  firstword: (make, [text]) => make.expand(text ?? '').slice(0, 1),
  lastword: (make, [text]) => make.expand(text ?? '').slice(-1),
  wildcard: (make, [text]) =>
    make
      .expand(text ?? '')
      .flatMap(({ text: pattern, when }) => make.wildcard(pattern).map((found) => ({ text: found, when }))),
  if: choice,
  or: either,
  and: (make, args) => {
    const lists = args.map((arg) => make.expand(arg));
    const all = lists.reduce<Formula>(
      (every, list) => make.formulas.and(every, anyOf(make.formulas, list)),
      TRUE,
    );
    return wordsUnder(make.formulas, lists.at(-1) ?? [], all);
  },
  foreach,
  call,
};

/** Calls a function; no words for one that depends on the build machine (`shell`) or only has effects (`info`). */
export const callFunction = (make: Caller, name: string, args: readonly string[]): Words =>
  FUNCTIONS[name]?.(make, args) ?? [];
