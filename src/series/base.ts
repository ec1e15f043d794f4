// What a series says of the ground it stands on: base-commit, change-id, prerequisites (git-format-patch(1),
// "BASE TREE INFORMATION"; b4's trailers of the same form). Only the cover letter and patch 1 count.
import type { MessageId } from '../base/id.js';

/** What a series states about its base. Null or empty where it states nothing. */
export interface SeriesBase {
  /** 40 or 64 hexadecimal digits, or as many as were written. */
  readonly baseCommit: string | null;
  readonly changeId: string | null;
  readonly prerequisitePatchIds: readonly string[];
  readonly prerequisiteChangeIds: readonly string[];
  readonly prerequisiteMessageIds: readonly MessageId[];
}

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((found) => found[1] ?? '');

/** Reads the texts of the cover letter and of patch 1, in that order. */
export const readBase = (texts: readonly string[]): SeriesBase => {
  const text = texts.map((part) => `\n${part}`).join('\n');
  const first = (...patterns: readonly RegExp[]): string | null => {
    for (const pattern of patterns) {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) return found.toLowerCase();
    }
    return null;
  };
  const changeId = /^change-id:[ \t]+(\S+)/im.exec(text)?.[1] ?? null;
  return {
    baseCommit: first(
      /^prerequisite-base-(?:commit|id):[ \t]+([0-9a-f]{7,64})\b/im,
      /^base-commit:[ \t]+([0-9a-f]{7,64})\b/im,
      /\bbased on [^\n]{0,200}?\b([0-9a-f]{40})\b/i,
    ),
    changeId,
    prerequisitePatchIds: all(text, /^prerequisite-patch-id:[ \t]+([0-9a-f]{40})\b/gim),
    prerequisiteChangeIds: all(text, /^prerequisite-change-id:[ \t]+([^\s:]+)/gim),
    prerequisiteMessageIds: all(
      text,
      /^(?:prerequisite-message-id|depends-on|based-on):[ \t]+(?:https?:\/\/\S+\/)?<?([^\s<>/]+@[^\s<>/]+)>?/gim,
    ) as readonly MessageId[],
  };
};
