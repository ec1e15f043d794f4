// Who answers whom in a copied text: each message carries the line of its parent from the thread overview.
import type { CopiedMessage } from './cut.js';

/** A message that the overview names and the text does not hold. */
interface NamedMessage {
  readonly subject: string;
  readonly name: string;
  readonly date: string;
}

/** The overview of a thread in copied text. */
export interface CopiedThread {
  /** Index of the parent of each message, `named` for the one below, `undefined` for none. */
  readonly parents: readonly (number | 'named' | undefined)[];
  /** The first message of the thread, when it was not copied. */
  readonly named: NamedMessage | undefined;
}

/** A date, the mark of a reply, then a subject (left out when it is that of the line before) and a name. */
const LINE = /^(\d{4}-\d\d-\d\d +\d?\d:\d\d) (` )?(.*)$/;

const bare = (subject: string): string =>
  subject
    .replace(/^(?:re|aw|fwd?):\s*/i, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Whether a subject is the one that the overview shows; a `"` at its end stands for what the line before has. */
const sameSubject = (shown: string, subject: string): boolean =>
  shown.endsWith(' "') ? bare(subject).startsWith(bare(shown.slice(0, -2))) : bare(shown) === bare(subject);

export const treeOf = (messages: readonly CopiedMessage[]): CopiedThread => {
  let named: NamedMessage | undefined;
  const parents = messages.map((message, index) => {
    const [, date, reply, rest = ''] = LINE.exec(message.above[0] ?? '') ?? [];
    if (date === undefined) return message.above.length === 0 ? undefined : parentBySubject(messages, index);
    const candidates = messages.flatMap((other, at) => {
      if (at === index || other.date !== date || !rest.endsWith(other.name)) return [];
      const shown = rest.slice(0, rest.length - other.name.length).trim();
      return sameSubject(shown === '' ? message.subject : shown, other.subject) ? [at] : [];
    });
    if (candidates[0] !== undefined) return candidates[0];
    if (reply !== undefined) return parentBySubject(messages, index);
    named ??= namedIn(rest, date, messages);
    return named === undefined ? undefined : 'named';
  });
  return { parents, named };
};

/** The first message of the same title; it has to be another one and no reply to this. */
const parentBySubject = (messages: readonly CopiedMessage[], index: number): number | undefined => {
  const title = bare(messages[index]?.subject ?? '');
  const first = messages.findIndex(({ subject }) => bare(subject) === title);
  return first < 0 || first >= index ? undefined : first;
};

/** Splits a subject and a name with only a blank between them, by the names in the text. */
const namedIn = (
  rest: string,
  date: string,
  messages: readonly CopiedMessage[],
): NamedMessage | undefined => {
  const names = [...new Set(messages.map(({ name }) => name))].filter((name) => rest.endsWith(` ${name}`));
  const name = names.sort((a, b) => b.length - a.length)[0];
  return name === undefined ? undefined : { subject: rest.slice(0, -name.length).trim(), name, date };
};
