// Module names and globs in queries: `-` and `_` are the same (modprobe(8)), `*` and `?` are wildcards.
import { globMatcher } from '../base/glob.js';
import { byCodeUnit } from '../base/order.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE } from '../kbuild/formula/formula.js';
import { meansVmlinux } from './vmlinux.js';

const folded = (name: string): string => name.replaceAll('_', '-');

/** A test for module names. */
export const nameMatcher = (pattern: string): ((name: string) => boolean) => {
  const matches = globMatcher(folded(pattern.replace(/\.ko$/, '')));
  return (name) => matches(folded(name));
};

/** A test for modules, by name and, when the pattern has a `/`, by path. */
export const moduleMatcher = (
  pattern: string,
): ((object: Pick<CompositeObject, 'name' | 'path'>) => boolean) => {
  const matches = nameMatcher(pattern);
  const byPath = pattern.includes('/');
  return (object) => matches(byPath ? object.path : object.name);
};

/** Too many Makefiles contain shorter parts for a search to help. */
const SHORTEST_PART = 3;

/**
 * For each pattern its longest part without wildcards, with `-` for `_`: the Makefile of the module contains it. Empty if
 * some pattern has no part of `SHORTEST_PART` letters or means vmlinux; then all Makefiles have to be read.
 */
export const soughtParts = (patterns: readonly string[]): readonly string[] => {
  if (patterns.some(meansVmlinux)) return [];
  const parts = patterns.map((pattern) => {
    const name = folded(pattern.replace(/\.ko$/, '').replace(/^.*\//, ''));
    return name.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  });
  return parts.some((part) => part.length < SHORTEST_PART) ? [] : parts;
};

/** Whether an object is a module in some configuration, or is composed like one but always built in. */
export const isModuleLike = (object: CompositeObject): boolean =>
  object.moduleWhen !== FALSE || object.units.length > 1;

const MOST_SUGGESTIONS = 5;

/** Edit distance with swaps of neighbours (optimal string alignment). */
const distance = (a: string, b: string): number => {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] as number) + 1 : change;
      next.push(Math.min(change, swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
};

/** Suggestions for a name that does not exist, nearest first. */
export const nearNames = (name: string, names: Iterable<string>): readonly string[] => {
  const sought = folded(name);
  const limit = Math.max(2, Math.floor(sought.length / 3));
  const lengthOff = (other: string): number => Math.abs(other.length - name.length);
  const scored: { name: string; score: number }[] = [];
  for (const near of new Set(names)) {
    const candidate = folded(near);
    const contains = sought.length >= 3 && (candidate.includes(sought) || sought.includes(candidate));
    const score = contains ? 1 : distance(sought, candidate);
    if (score <= limit) scored.push({ name: near, score });
  }
  return scored
    .sort((a, b) => a.score - b.score || lengthOff(a.name) - lengthOff(b.name) || byCodeUnit(a.name, b.name))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name);
};
