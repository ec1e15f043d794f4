// Which part of a mail is its text: the one with the diff, when there is one.
import { hasDiff } from './has-diff.js';
import type { Part } from './part.js';

/** A part by its type, or whatever holds a diff: mail programs attach patches as application/octet-stream and much else. */
const isReadableText = (part: Part): boolean =>
  part.type === 'text/plain' ||
  /^(?:text|application)\/(?:x-)?(?:patch|diff)$/.test(part.type) ||
  (!/^(?:text\/html|message\/|image\/|audio\/|video\/)/.test(part.type) && holdsDiff(part));

const holdsDiff = ({ bytes }: Part): boolean => hasDiff(bytes.toString('latin1'));

/** The first line of `git format-patch`, or a header field of one that lost it. */
const BEGINS_AS_PATCH_MAIL = /^\s*(?:>?From [0-9a-f]{40,64} |(?:From|Subject|Date): )/;

/** Patches that are attached below a text without one: as mails of their own, or as parts of one diff. */
export const attachedPatches = (parts: readonly Part[]): readonly Part[] => {
  const [first, ...others] = parts.filter(isReadableText);
  if (first === undefined || holdsDiff(first)) return [];
  return others.filter(holdsDiff);
};

/** Whether each of several attached patches has a header, as `git format-patch` writes it. */
export const areMails = (patches: readonly Part[]): boolean =>
  patches.length > 1 &&
  patches.every(({ bytes }) => BEGINS_AS_PATCH_MAIL.test(bytes.toString('latin1', 0, 200)));

const PACKED = /\.(?:patch|diff|mbox)s?\.(?:gz|xz|bz2|zst|zip|tar)$|\.(?:zip|tar\.\w+)$/i;

export interface ChosenText {
  readonly text: Part | null;
  /** The text before an attached patch. */
  readonly lead: Part | null;
  readonly leftOut: readonly string[];
}

const nameOf = (part: Part): string => `attachment ${part.fileName ?? part.type}`;

/**
 * The first text part, unless a later one holds a diff and the first does not. Several attached diffs without headers
 * are one patch, as for git mailinfo; several with headers are mails of their own and leave the first text.
 */
export const chooseText = (parts: readonly Part[]): ChosenText => {
  const texts = parts.filter(isReadableText);
  const first = texts[0] ?? null;
  const packed = parts.filter(({ fileName }) => fileName !== null && PACKED.test(fileName)).map(nameOf);
  if (first === null) {
    const html = parts.some(({ type }) => type === 'text/html') ? ['a text in HTML only'] : [];
    return { text: null, lead: null, leftOut: [...html, ...packed] };
  }
  const attached = attachedPatches(parts);
  const [patch] = attached;
  if (patch === undefined || areMails(attached)) {
    const besides = holdsDiff(first)
      ? texts.slice(1).filter((part) => holdsDiff(part) && !first.bytes.includes(part.bytes))
      : [];
    return { text: first, lead: null, leftOut: [...besides.map(nameOf), ...packed] };
  }
  const bytes = attached.length === 1 ? patch.bytes : Buffer.concat(attached.map((part) => part.bytes));
  return { text: { ...patch, bytes }, lead: first, leftOut: packed };
};
