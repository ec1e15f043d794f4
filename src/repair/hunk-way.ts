// One hunk with its white space, for one set of choices among the ways that its lines may have looked.
import { type Damage, waysOf } from './added-line.js';
import type { AlignedHunk, AlignedLine } from './aligned-hunk.js';
import { likeness } from './gap.js';
import { ordersOf } from './gap-order.js';
import { advance, positionAfter } from './statement.js';
import { solid } from './white-space.js';

/** A line of a rebuilt hunk. */
export interface RebuiltLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** Line of the pre-image, when it is one of it. */
  readonly at: number | undefined;
}

/** From the number of a choice to the way that is taken; 0, the likeliest, where none is named. */
export type Choices = ReadonlyMap<number, number>;

/** One way to write a hunk. */
export interface HunkWay {
  readonly lines: readonly RebuiltLine[];
  /** For each choice the costs of its ways. */
  readonly choices: readonly (readonly number[])[];
}

/** What the ways to write a hunk depend on. */
export interface HunkContext {
  readonly preImage: readonly string[];
  /** Removed lines of the whole patch by their code without white space. */
  readonly moved: ReadonlyMap<string, string>;
  readonly damage: Damage;
}

/** Lines that are looked back on; see `statement.ts`. */
const LOOK_BACK = 400;

/** Writes a hunk for any set of choices; what does not depend on them is looked at once. */
export const hunkWriter = (
  { lines: aligned, start, fit, hunk }: AlignedHunk,
  { preImage, moved, damage }: HunkContext,
): ((chosen: Choices) => HunkWay) => {
  const runs = runsOf(aligned).map((run) => ({
    orders: ordersOf(run.lines, run.before, run.after, run.replaces),
    lines: run.lines,
  }));
  // Behind the second `@@` git repeats the line that the function begins with.
  const above =
    fit === 'nowhere' ? [hunk.section.trim()] : preImage.slice(Math.max(0, start - LOOK_BACK), start);
  const top = positionAfter(above);
  return (chosen) => {
    const choices: (readonly number[])[] = [];
    const ordered = runs.flatMap(({ lines, orders }) => {
      if (orders.length < 2) return lines;
      choices.push(orders.map(({ cost }) => cost));
      return orders[chosen.get(choices.length - 1) ?? 0]?.lines ?? lines;
    });
    const replaced = replacedBy(ordered);
    const after = contextAfter(ordered);
    const post = [...above];
    let position = top;
    const push = (text: string): void => {
      position = advance(position, text, post.length);
      post.push(text);
    };
    const lines = ordered.map((line, index): RebuiltLine => {
      if (line.kind === 'removed') return { sign: '-', text: line.text, at: line.at };
      if (line.kind === 'kept' || line.kind === 'swallowed') {
        push(line.text);
        return { sign: ' ', text: line.text, at: line.at };
      }
      const ways = waysOf(line.text, {
        before: post,
        position,
        after: after[index] ?? [],
        replaced: line.kind === 'added' ? replaced.get(line) : undefined,
        moved: moved.get(solid(line.text)),
        damage,
      });
      let way = 0;
      if (line.kind === 'added' && ways.length > 1) {
        choices.push(ways.map(({ cost }) => cost));
        way = chosen.get(choices.length - 1) ?? 0;
      }
      const text = (ways[way] ?? ways[0])?.text ?? line.text;
      if (line.kind === 'removed-unknown') return { sign: '-', text, at: undefined };
      push(text);
      return { sign: line.kind === 'added' ? '+' : ' ', text, at: undefined };
    });
    return { lines, choices };
  };
};

interface Run {
  readonly lines: readonly AlignedLine[];
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly replaces: boolean;
}

/** Runs of added and swallowed lines, and the lines between them one by one. */
const runsOf = (lines: readonly AlignedLine[]): readonly Run[] => {
  const runs: {
    lines: AlignedLine[];
    before: string | undefined;
    after: string | undefined;
    replaces: boolean;
  }[] = [];
  let above: string | undefined;
  let open: (typeof runs)[number] | undefined;
  let removed = false;
  for (const line of lines) {
    const loose = line.kind === 'added' || line.kind === 'swallowed';
    if (loose && open !== undefined) open.lines.push(line);
    else {
      if (open !== undefined && line.kind === 'kept') open.after = line.text;
      const run = { lines: [line], before: above, after: undefined, replaces: removed };
      runs.push(run);
      open = loose ? run : undefined;
    }
    removed = line.kind === 'removed' || line.kind === 'removed-unknown';
    if (!removed) above = line.text;
  }
  return runs;
};

/** For each line the lines of context that follow it, as many as are looked at. */
const contextAfter = (lines: readonly AlignedLine[]): readonly (readonly string[])[] => {
  const after: (readonly string[])[] = [];
  let next: readonly string[] = [];
  for (const line of [...lines].reverse()) {
    after.push(next);
    if (line.kind === 'kept') next = [line.text, ...next].slice(0, AFTER);
  }
  return after.reverse();
};

/** Lines of context behind a line that matter for it. */
const AFTER = 3;

/** A changed line is looked for among so many removed ones; a rewritten file has thousands of both. */
const MAX_PAIRED = 50;

/** Pairs each added line with the removed line of its change that it is most like, in order. */
const replacedBy = (lines: readonly AlignedLine[]): ReadonlyMap<AlignedLine, string> => {
  const pairs = new Map<AlignedLine, string>();
  let removed: string[] = [];
  let added: AlignedLine[] = [];
  const close = (): void => {
    let next = 0;
    for (const line of added) {
      let [best, at] = [0, -1];
      for (let index = next; index < Math.min(removed.length, next + MAX_PAIRED); index += 1) {
        const alike = likeness(removed[index] ?? '', line.text);
        if (alike > best) [best, at] = [alike, index];
      }
      if (at < 0) continue;
      pairs.set(line, removed[at] ?? '');
      if (best > 0.5) next = at + 1;
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0 && removed.length === 0) close();
      removed.push(line.text);
    } else if (line.kind === 'added') added.push(line);
    else if (line.kind !== 'removed-unknown') close();
  }
  close();
  return pairs;
};
