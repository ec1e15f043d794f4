// Names whose definitions a patch takes away: members of structs that are still there, functions, variables, macros,
// constants of enums.
import type { Aggregate } from '../../csource/aggregate.js';
import { definitionsOf, type TextDefinition } from '../../csource/definition.js';
import type { SourceFile } from './source-file.js';

/** A name whose definition a patch removes. */
export interface RemovedName {
  readonly name: string;
  readonly kind: 'member' | TextDefinition['kind'];
  /** Tag of the struct that had the member; null for other names. */
  readonly struct: string | null;
  /** Where it was defined. */
  readonly path: string;
  readonly line: number;
  /** Seen by that file alone. */
  readonly isLocal: boolean;
}

/** Shorter names are too common to search for. */
const SHORTEST_NAME = 3;

const isStruct = ({ keyword, tag }: Aggregate): boolean => keyword !== 'enum' && tag !== null;

const membersOf = (files: readonly SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const structs = new Map<string, Set<string>>();
  for (const { tag, members } of files.flatMap(({ aggregates }) => aggregates).filter(isStruct)) {
    const known = structs.get(tag ?? '') ?? new Set();
    for (const { name } of members) known.add(name);
    structs.set(tag ?? '', known);
  }
  return structs;
};

const removedMembers = (
  before: readonly SourceFile[],
  now: readonly SourceFile[],
  isAsked: (name: string) => boolean,
): readonly RemovedName[] => {
  const had = before.flatMap(({ path, aggregates }) =>
    aggregates.filter(isStruct).flatMap(({ tag, members }) =>
      members
        .filter(({ name }) => isAsked(name))
        .map(
          ({ name, line }): RemovedName => ({
            name,
            kind: 'member',
            struct: tag,
            path,
            line,
            isLocal: false,
          }),
        ),
    ),
  );
  if (had.length === 0) return [];
  const left = membersOf(now);
  return had.filter(({ struct, name }) => left.get(struct ?? '')?.has(name) === false);
};

const removedDefinitions = (
  before: readonly SourceFile[],
  now: readonly SourceFile[],
  isAsked: (name: string) => boolean,
): readonly RemovedName[] => {
  const had = before.flatMap(({ path, spelling, aggregates }) =>
    definitionsOf(spelling, aggregates)
      .filter(({ name }) => isAsked(name))
      .map(({ name, kind, line, isLocal }): RemovedName => {
        const isOwn = isLocal && path.endsWith('.c');
        return { name, kind, struct: null, path, line, isLocal: isOwn };
      }),
  );
  if (had.length === 0) return [];
  const left = new Set(
    now.flatMap(({ spelling, aggregates }) => definitionsOf(spelling, aggregates).map(({ name }) => name)),
  );
  return had.filter(({ name }) => !left.has(name));
};

/**
 * What the touched files defined before and none of them defines now; each name once.
 * @param words the names to look for; the files after the patch are read when they defined one before.
 */
export const removedNames = (
  before: readonly SourceFile[],
  now: readonly SourceFile[],
  words: ReadonlySet<string>,
): readonly RemovedName[] => {
  const asked = new Set([...words].filter((word) => word.length >= SHORTEST_NAME));
  if (asked.size === 0) return [];
  const isAsked = (name: string): boolean => asked.has(name);
  const names = new Map<string, RemovedName>();
  for (const removed of [
    ...removedMembers(before, now, isAsked),
    ...removedDefinitions(before, now, isAsked),
  ]) {
    const key = JSON.stringify([removed.struct, removed.name]);
    if (!names.has(key)) names.set(key, removed);
  }
  return [...names.values()];
};
