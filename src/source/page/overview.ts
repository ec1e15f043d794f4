// Who answers whom: the thread overview at the foot of a public-inbox page.

import type { Preformatted } from './html.js';
import { messageIdInLink } from './link.js';

/** From a message (its message-id, or its anchor on the page) to the one that it answers. */
export type Parents = ReadonlyMap<string, string>;

/** `2026-04-07 18:01 `, then two blanks for each level below the first, then "` " when it is a reply. */
const ENTRY = /^(?:\d{4}-\d\d-\d\d +\d?\d:\d\d| {16}) (?:( *)` )?/;

/** What a link of the overview names: an anchor (`m` and a hash), or the message itself. */
const nameIn = (href: string | undefined): string | undefined =>
  /^[^#]*#(m[0-9a-f]{8,64})$/.exec(href ?? '')?.[1] ?? messageIdInLink(href);

/**
 * @param self name of the message of the page, for the entry that stands for it.
 */
export const parentsIn = (pre: Preformatted, self: string | undefined): Parents => {
  const parents = new Map<string, string>();
  const above: string[] = [];
  for (const { depth, name } of entriesIn(pre, self)) {
    const parent = depth === 0 ? undefined : above[depth - 1];
    if (parent !== undefined && parent !== name) parents.set(name, parent);
    above.length = Math.min(above.length, depth);
    above[depth] = name;
  }
  return parents;
};

/** The entries of an overview in order: the level of a message in the thread, and the message's name. */
function* entriesIn(
  pre: Preformatted,
  self: string | undefined,
): Generator<{ readonly depth: number; readonly name: string }> {
  let start = 0;
  let at = 0;
  for (const line of pre.text.split('\n')) {
    const end = start + line.length;
    const entry = ENTRY.exec(line);
    while (at < pre.marks.length && (pre.marks[at]?.start ?? 0) < start) at += 1;
    start = end + 1;
    if (entry === null) continue;
    let name: string | undefined;
    for (let mark = pre.marks[at]; mark !== undefined && mark.start <= end; mark = pre.marks[at]) {
      if (mark.tag === 'a') name ??= mark.id === 'r' ? self : nameIn(mark.href);
      at += 1;
    }
    const depth = entry[1] === undefined ? 0 : entry[1].length / 2 + 1;
    if (name !== undefined && Number.isInteger(depth)) yield { depth, name };
  }
}
