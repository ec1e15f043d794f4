// Names whose definitions a patch takes away: members of structs that are still there, functions, variables, macros,
// constants of enums.
import type { Aggregate } from '../../csource/aggregate.js';
import { definitionsOf, type TextDefinition } from '../../csource/definition.js';
import type { SourceFile } from './source-file.js';

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

/** Shorter names are too common to tell anything by. */
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
): readonly RemovedName[] => {
  const left = membersOf(now);
  return before.flatMap(({ path, aggregates }) =>
    aggregates.filter(isStruct).flatMap(({ tag, members }) =>
      members
        .filter(({ name }) => left.get(tag ?? '')?.has(name) === false)
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
};

const removedDefinitions = (
  before: readonly SourceFile[],
  now: readonly SourceFile[],
): readonly RemovedName[] => {
  const left = new Set(
    now.flatMap(({ spelling, aggregates }) => definitionsOf(spelling, aggregates).map(({ name }) => name)),
  );
  return before.flatMap(({ path, spelling, aggregates }) =>
    definitionsOf(spelling, aggregates)
      .filter(({ name }) => !left.has(name))
      .map(({ name, kind, line, isLocal }): RemovedName => {
        const isOwn = isLocal && path.endsWith('.c');
        return { name, kind, struct: null, path, line, isLocal: isOwn };
      }),
  );
};

/** What the touched files defined before and none of them defines now; each name once. */
export const removedNames = (
  before: readonly SourceFile[],
  now: readonly SourceFile[],
): readonly RemovedName[] => {
  const names = new Map<string, RemovedName>();
  for (const removed of [...removedMembers(before, now), ...removedDefinitions(before, now)]) {
    const key = JSON.stringify([removed.struct, removed.name]);
    if (removed.name.length >= SHORTEST_NAME && !names.has(key)) names.set(key, removed);
  }
  return [...names.values()];
};
