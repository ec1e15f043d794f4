// Names and globs of modules as users write them: `-` and `_` are the same (modprobe(8)), `*` and `?` are wildcards.
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE } from '../kbuild/formula/formula.js';

const folded = (name: string): string => name.replaceAll('_', '-');

/** A test for module names and, when the pattern has a `/`, for their paths. */
export const moduleMatcher = (pattern: string): ((object: CompositeObject) => boolean) => {
  const source = folded(pattern.replace(/\.ko$/, ''))
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  const byPath = pattern.includes('/');
  return (object) => expression.test(folded(byPath ? object.path : object.name));
};

/** Whether an object counts as a module: it is one in some configuration, or is made as one but always built in. */
export const isModuleLike = (object: CompositeObject): boolean =>
  object.moduleWhen !== FALSE || object.units.length > 1;

/** At most this many near names are worth reading. */
const MOST_SUGGESTIONS = 5;

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
};

/** Names near to one that does not exist, nearest first. */
export const nearNames = (wanted: string, names: Iterable<string>): readonly string[] => {
  const sought = folded(wanted);
  const limit = Math.max(2, Math.floor(sought.length / 3));
  const scored: { name: string; score: number }[] = [];
  for (const name of new Set(names)) {
    const candidate = folded(name);
    const contains = sought.length >= 3 && (candidate.includes(sought) || sought.includes(candidate));
    const score = contains ? 1 : distance(sought, candidate);
    if (score <= limit) scored.push({ name, score });
  }
  return scored
    .sort((a, b) => a.score - b.score || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name);
};
