// What the lines of a patch do to lookups and exports of symbols. It needs no tree, so it can be said of a revision that
// applies to none that is here; it is what `grep` would find, not an edge.
import { byCodeUnit } from '../../base/order.js';
import type { SymbolLine } from '../../result/comparison.js';
import type { Patch } from '../../series/patch.js';
import { PRIMITIVES } from '../../unit/primitive.js';

const NAMES = [...PRIMITIVES].filter(([, { kind }]) => kind !== 'put').map(([name]) => name);

/** Longest first, or `EXPORT_SYMBOL` would hide the others. */
const CALL = new RegExp(
  `\\b(${[...NAMES].sort((a, b) => b.length - a.length).join('|')})\\s*\\(\\s*"?([A-Za-z_]\\w*)`,
  'g',
);
const C_FILE = /\.[chS]$/;

/** Removed or added lines of one hunk as one text: a call may be broken over lines. */
const sideOf = (hunk: string, sign: string): string =>
  hunk
    .split('\n')
    .filter((line) => line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n');

interface Count {
  readonly primitive: string;
  readonly symbol: string;
  readonly path: string;
  balance: number;
}

/** A call that a patch only moves within a file is none of them. */
export const symbolLines = (patch: Patch | null): readonly SymbolLine[] => {
  if (patch === null) return [];
  const text = Buffer.from(patch.diff).toString('latin1');
  const counts = new Map<string, Count>();
  for (const { oldPath, newPath, hunks } of patch.files) {
    for (const { start, end } of hunks) {
      for (const [sign, path, step] of [
        ['-', oldPath, -1],
        ['+', newPath, 1],
      ] as const) {
        if (path === null || !C_FILE.test(path)) continue;
        for (const [, primitive = '', symbol = ''] of sideOf(text.slice(start, end), sign).matchAll(CALL)) {
          const key = `${primitive} ${symbol} ${newPath ?? path}`;
          const count = counts.get(key) ?? { primitive, symbol, path, balance: 0 };
          count.balance += step;
          counts.set(key, count);
        }
      }
    }
  }
  return [...counts]
    .filter(([, { balance }]) => balance !== 0)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, { primitive, symbol, path, balance }]) => ({
      change: balance > 0 ? 'added' : 'removed',
      primitive,
      symbol,
      path,
    }));
};
