// The name of the branch that `apply` makes of a series: its revision and its title, as git check-ref-format(1) allows.
import type { Series } from './series.js';

const MOST_LETTERS = 50;

/** `v2/vfio-drop-symbol-get`: small letters, digits and dashes, cut at a word. */
export const branchOf = ({ title, revision }: Pick<Series, 'title' | 'revision'>): string => {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word.slice(0, MOST_LETTERS) : `${name}-${word}`;
    if (longer.length > MOST_LETTERS) break;
    name = longer;
  }
  return `v${revision}/${name === '' ? 'series' : name}`;
};
