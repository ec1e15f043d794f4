// What an added line may have looked like before its white space was lost, the likeliest first.
import { columnsOf, gapsOf, likeness } from './gap.js';
import { indentsAfter, type Position } from './statement.js';
import { indentOf, indentTo, solid, widthOf } from './white-space.js';

/** A way to write a line; the higher its `cost`, the less likely it is in this file. */
export interface Way {
  readonly text: string;
  readonly cost: number;
}

/** What happened to the lines that can be compared with the pre-image. */
export type Damage = 'none' | 'tabs-expanded' | 'lost';

/** What the choice of white space in an added line depends on. */
export interface Surroundings {
  /** Lines of the post-image before this one, as far as they matter. */
  readonly before: readonly string[];
  /** What is open after them. */
  readonly position: Position;
  /** The lines of context that follow, and the hunk's further added lines are not known yet. */
  readonly after: readonly string[];
  /** The removed line that this one takes the place of. */
  readonly replaced: string | undefined;
  /** The removed line, anywhere in the patch, with exactly the same code. */
  readonly moved: string | undefined;
  readonly damage: Damage;
}

/** Below this a line that replaces another is taken to be a different one. */
const ALIKE = 0.5;

/** A shorter line (`return;`, `}`) occurs in many places. */
const TELLING_LENGTH = 12;

/** A longer line is no code that someone wrote; matching takes time with the square of the length. */
const MAX_LINE = 1000;

/** More ways are never tried for one line. */
const MAX_WAYS = 8;

export const waysOf = (damaged: string, around: Surroundings): readonly Way[] => {
  const text = damaged.trim();
  if (text === '') return [{ text: '', cost: 0 }];
  if (around.damage === 'none' || text.length > MAX_LINE) return literal(damaged);
  const { replaced, moved, before, after } = around;
  const found: { text: string; strong: boolean }[] = [];
  const add = (line: string, strong = false): void => {
    if (solid(line) === solid(text) && !found.some((way) => way.text === line))
      found.push({ text: line, strong });
  };
  if (around.damage === 'tabs-expanded') add(indentTo(widthOf(indentOf(damaged))) + text, true);
  const model =
    replaced !== undefined && replaced.length <= MAX_LINE && likeness(replaced, text) >= ALIKE
      ? replaced
      : undefined;
  if (model !== undefined) add(indentOf(model) + gapsOf(model, text), likeness(model, text) > 0.6);
  const indents = indentsAfter(before, text, around.position);
  if (moved !== undefined && solid(text).length >= TELLING_LENGTH) {
    // Moved code keeps its gaps; its indentation depends on the new place.
    add((indents[0] ?? '') + moved.trim(), indents[0] === indentOf(moved));
    add(moved);
  }
  const near = [...before.slice(-NEIGHBOURS), ...after.slice(0, NEIGHBOURS)].filter(
    (line) => line.trim() !== '',
  );
  const others = replaced === undefined ? near : [replaced, ...near];
  for (const indent of [...indents, ...others.map(indentOf)]) {
    const plain = indent + text;
    const columns = columnsOf(
      near.filter((line) => indentOf(line) === indent),
      plain,
    );
    const keeps = (line: string | undefined): boolean =>
      line !== undefined && indentOf(line) === indent && columnsOf([line], plain).length > 0;
    // The line above, or two lines, make a column likely; another alone may be an exception.
    const likely = keeps(before.at(-1)) || near.filter(keeps).length > 1;
    for (const line of likely ? [...columns, plain] : [plain, ...columns]) add(line);
  }
  const sure = found[0]?.strong ? 2 : 0;
  const ways = found.slice(0, MAX_WAYS).map((way, index) => ({
    text: way.text,
    cost: index === 0 ? 0 : sure + 1 + Math.floor((index - 1) / 2),
  }));
  // Some end a sentence with two blanks.
  const spaced = ways[0]?.text.replaceAll(/([.!?:]) (?=\S)/g, '$1  ');
  return spaced === undefined || spaced === ways[0]?.text
    ? ways
    : [...ways, { text: spaced, cost: sure + 2 }];
};

const NEIGHBOURS = 3;

const literal = (damaged: string): readonly Way[] => {
  const bare = damaged.trimEnd();
  return bare === damaged
    ? [{ text: damaged, cost: 0 }]
    : [
        { text: damaged, cost: 0 },
        { text: bare, cost: 1 },
      ];
};
