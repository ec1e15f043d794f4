// What we find in each thread of the corpus, beside what b4 finds. Every difference stands in differences.md, with the
// rule that b4 breaks; one that is not there, or is there and is gone, fails.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { isTaken, reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { corpusInput, corpusPath, hasCorpus } from './place.js';

interface ExpectedPatch {
  readonly index: number;
  readonly message_id: string;
  readonly author?: string;
  readonly added_trailers: readonly string[];
  readonly added_with_cover_trailers?: readonly string[];
  readonly trailers_in_patch?: readonly string[];
}
interface Expected {
  readonly version_chosen: number;
  readonly revisions_found: readonly number[];
  readonly patches_expected: number;
  readonly patches_found: number;
  readonly missing: readonly number[];
  readonly has_cover: boolean;
  readonly base_commit: string | null;
  readonly change_id: string | null;
  readonly cover_trailers: readonly string[];
  readonly mismatched_trailers: readonly { readonly trailer: string }[];
  readonly patches: readonly ExpectedPatch[];
  readonly other_versions?: Readonly<Record<string, Partial<Expected>>>;
  readonly with_allow_unicode_control_chars?: { readonly patches: readonly Omit<ExpectedPatch, 'index'>[] };
}

const expected: Readonly<Record<string, Expected>> = hasCorpus
  ? JSON.parse(readFileSync(corpusPath('b4-expected.json'), 'utf8')).files
  : {};

/** The code spans of each section of differences.md. */
const argued = new Map<string, readonly string[]>(
  readFileSync(new URL('./differences.md', import.meta.url), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n', 1).join('').trim(),
      [...section.matchAll(/^- `(.+)`$/gm)].map((found) => found[1]!),
    ]),
);

/** Lists compared as sets, then in order. */
const compareLists = (
  what: string,
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] => {
  const more = ours.filter((entry) => !theirs.includes(entry)).map((entry) => `${what}: we add ${entry}`);
  const less = theirs.filter((entry) => !ours.includes(entry)).map((entry) => `${what}: b4 adds ${entry}`);
  if (more.length + less.length > 0) return [...more, ...less];
  return ours.join('\n') === [...new Set(theirs)].join('\n') ? [] : [`${what}: order`];
};

const compareValue = (what: string, ours: unknown, theirs: unknown): readonly string[] =>
  theirs === undefined || JSON.stringify(ours) === JSON.stringify(theirs)
    ? []
    : [`${what}: ${JSON.stringify(ours)}, b4 ${JSON.stringify(theirs)}`];

const differences = async (
  name: string,
  theirs: Partial<Expected>,
  revision?: number,
): Promise<readonly string[]> => {
  const series = await readSeries(
    [corpusInput(`threads/${name}`)],
    revision === undefined ? {} : { revision },
    quietContext(),
  );
  const review = reviewSeries(series);
  const text = ({ trailer }: { trailer: { name: string; value: string } }) =>
    `${trailer.name}: ${trailer.value}`;
  const numbers = [...new Set(series.revisions.map((one) => one.revision))];
  const found = [
    ...compareValue('revision', series.revision, theirs.version_chosen),
    ...compareValue('revisions', numbers, theirs.revisions_found),
    ...compareValue('expected', series.expected, theirs.patches_expected),
    ...compareValue('patches', series.patches.length, theirs.patches_found),
    ...compareValue('missing', series.missing, theirs.missing),
    ...compareValue('cover', series.cover !== null, theirs.has_cover),
    ...compareValue('base-commit', series.base.baseCommit, theirs.base_commit),
    ...compareValue('change-id', series.base.changeId, theirs.change_id),
    ...(theirs.cover_trailers === undefined
      ? []
      : compareLists('cover', review.cover.filter(isTaken).map(text), theirs.cover_trailers)),
  ];
  if (found.some((one) => one.startsWith('revision:'))) return found;
  const patches =
    theirs.patches?.length === 0 && expected[name]?.with_allow_unicode_control_chars !== undefined
      ? expected[name].with_allow_unicode_control_chars.patches.map((patch, at) => ({
          ...patch,
          index: at + 1,
        }))
      : (theirs.patches ?? []);
  const others: string[] = [];
  for (const patch of patches) {
    const ours = series.patches.find(({ index }) => index === patch.index);
    const state = review.patches.find(({ index }) => index === patch.index);
    const added = state?.trailers.filter((one) => one.source !== 'patch' && isTaken(one)) ?? [];
    const what = `patch ${patch.index}`;
    others.push(
      ...compareValue(`${what} mail`, ours?.messageId, patch.message_id ?? undefined),
      ...compareValue(
        `${what} author`,
        `${ours?.author.name} <${ours?.author.address}>`,
        patch.author?.replace(/^"(.*)" </, '$1 <'),
      ),
      ...compareLists(what, added.filter(({ source }) => source !== 'cover').map(text), patch.added_trailers),
    );
    if (patch.added_with_cover_trailers !== undefined) {
      const withCover = compareLists(`${what} with cover`, added.map(text), patch.added_with_cover_trailers);
      // What differs on the cover letter or on the patch itself is listed there, once.
      const told = [...found, ...others].map((one) => one.replace(/^[^:]+: /, ''));
      others.push(
        ...withCover.filter((one) => !told.includes(one.replace(/^[^:]+: /, '')) && !one.endsWith(': order')),
      );
    }
    if (patch.trailers_in_patch !== undefined) {
      const own = ours?.trailers.map((trailer) => text({ trailer })) ?? [];
      others.push(...compareValue(`${what} own trailers`, own, patch.trailers_in_patch));
    }
  }
  return [...found, ...others];
};

describe.skipIf(!hasCorpus)('each thread, beside b4', () => {
  test.each(Object.keys(expected))('%s', async (name) => {
    expect(await differences(name, expected[name]!)).toEqual(argued.get(name) ?? []);
  });

  const others = Object.entries(expected).flatMap(([name, { other_versions: versions = {} }]) =>
    Object.entries(versions).map(([version, theirs]) => [name, Number(version.slice(1)), theirs] as const),
  );
  test.each(others)('%s v%i', async (name, revision, theirs) => {
    const { patches = [] } = theirs;
    const numbered = patches.map((patch, at) => ({ ...patch, index: patch.index ?? at + 1 }));
    expect(await differences(name, { ...theirs, patches: numbered }, revision)).toEqual(
      argued.get(`${name} v${revision}`) ?? [],
    );
  });

  test('no difference is argued for a thread that is not there', () => {
    const known = [...Object.keys(expected), ...others.map(([name, revision]) => `${name} v${revision}`)];
    expect([...argued.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });
});
