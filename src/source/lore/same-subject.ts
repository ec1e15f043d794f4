// public-inbox puts mails of one subject into one thread, also when nothing else ties them together: another
// author's series of the same title would then be read as a newer revision.
import { linksIn } from '../clone/link.js';

/** Begins each mail of a thread that public-inbox sends (mboxrd). */
const SEPARATOR = Buffer.from('From mboxrd@z ');

interface Mail {
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly answers: readonly string[];
  readonly isReply: boolean;
  readonly author: string;
}

/** The mails of one thread, without the threads that share its subject. */
export interface OwnThread {
  readonly bytes: Uint8Array;
  /** Subjects of the threads that were left out. */
  readonly others: readonly string[];
}

/**
 * The thread without those that others began under the same subject. A reply without references stays: some mail
 * programs write none. Everything stays when the wanted mail is not there.
 */
export const ownThread = (mbox: Uint8Array, messageId: string): OwnThread => {
  const mails = split(mbox).map(readMail);
  const component = components(mails);
  const own = component.get(messageId);
  if (own === undefined) return { bytes: mbox, others: [] };
  const people = new Set(mails.filter(({ id }) => component.get(id) === own).map(({ author }) => author));
  const dropped = new Set<string>();
  const others: string[] = [];
  for (const { id, answers, isReply, author, bytes } of mails) {
    const root = component.get(id) ?? id;
    if (root === own || dropped.has(root)) continue;
    if (isReply || answers.length > 0 || people.has(author)) continue;
    dropped.add(root);
    others.push(fieldOf(bytes, 'Subject'));
  }
  if (dropped.size === 0) return { bytes: mbox, others };
  const kept = mails.filter(({ id }) => !dropped.has(component.get(id) ?? id));
  return { bytes: Buffer.concat(kept.map(({ bytes }) => bytes)), others };
};

const split = (mbox: Uint8Array): readonly Uint8Array[] => {
  const buffer = Buffer.from(mbox.buffer, mbox.byteOffset, mbox.byteLength);
  const starts: number[] = [];
  for (let at = buffer.indexOf(SEPARATOR); at >= 0; at = buffer.indexOf(SEPARATOR, at + 1)) {
    if (at === 0 || buffer[at - 1] === 0x0a) starts.push(at);
  }
  return starts.map((start, index) => buffer.subarray(start, starts[index + 1] ?? buffer.length));
};

/** A header of more is not looked through. */
const HEAD_BYTES = 64 * 1024;

const fieldOf = (bytes: Uint8Array, name: string): string => {
  const text = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const header = (text.split(/\r?\n\r?\n/, 1)[0] ?? '').replaceAll(/\r?\n[ \t]+/g, ' ');
  return (new RegExp(`^${name}[ \t]*:(.*)$`, 'im').exec(header)?.[1] ?? '').slice(0, 1000).trim();
};

const readMail = (bytes: Uint8Array, index: number): Mail => {
  const { messageId, answers } = linksIn(bytes.subarray(0, HEAD_BYTES));
  const from = fieldOf(bytes, 'From');
  return {
    bytes,
    id: messageId ?? `no message-id ${index}`,
    answers,
    isReply: /^(?:re|aw|fwd?):/i.test(fieldOf(bytes, 'Subject')),
    author: (/<([^<>]*)>/.exec(from)?.[1] ?? from).toLowerCase(),
  };
};

/** Each message-id with the name of its conversation (union-find). */
const components = (mails: readonly Mail[]): ReadonlyMap<string, string> => {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    for (let at = id; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { id, answers } of mails) {
    if (!parents.has(id)) parents.set(id, id);
    for (const answer of answers) {
      if (!parents.has(answer)) parents.set(answer, answer);
      parents.set(rootOf(answer), rootOf(id));
    }
  }
  return new Map([...parents.keys()].map((id) => [id, rootOf(id)]));
};
