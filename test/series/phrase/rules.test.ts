import { describe, expect, test } from 'vitest';
import type { OwnLine } from '../../../src/series/own-text.js';
import { CONDITIONS, CONDITIONS_BEHIND } from '../../../src/series/phrase/condition.js';
import {
  AUTHOR_WORDS,
  DROP_REQUESTS,
  NEXT_VERSIONS,
  objectionBy,
  REFUSALS,
} from '../../../src/series/phrase/objection.js';
import { sentencesOf } from '../../../src/series/phrase/sentence.js';
import { takenBackBy, WITHDRAWALS } from '../../../src/series/phrase/withdraw.js';

const lines = (text: string): readonly OwnLine[] =>
  text.split('\n').map((line, at) => ({ text: line, line: at + 1, paragraph: 0 }));
const only = (text: string) => {
  const sentences = sentencesOf(lines(text));
  expect(sentences).toHaveLength(1);
  return sentences[0]!;
};

describe('each rule understands its own example', () => {
  test.each(WITHDRAWALS.map(({ says, example, find }) => [example, says, find] as const))(
    'takes back: %s (%s)',
    (example, _says, find) => {
      expect(find(only(example))).not.toBeNull();
      expect(takenBackBy(only(example))).not.toBeNull();
    },
  );
  test.each(REFUSALS.map(({ example, meaning }) => [example, meaning] as const))(
    'objects: %s (%s)',
    (example, meaning) => {
      expect(objectionBy(only(example), false)).toMatchObject({ kind: 'nak', tentative: meaning !== 'firm' });
    },
  );
  test.each([...new Set(DROP_REQUESTS.map(({ example }) => example))])('asks to drop: %s', (example) => {
    expect(objectionBy(only(example), false)).toMatchObject({ kind: 'request-to-drop', tentative: false });
  });
  test.each(AUTHOR_WORDS.map(({ example, meaning }) => [example, meaning] as const))(
    'the author gives up: %s (%s)',
    (example, meaning) => {
      const found = objectionBy(only(example), true);
      expect(found).toMatchObject({ kind: 'request-to-drop', tentative: meaning !== 'firm' });
    },
  );
  test.each(NEXT_VERSIONS.map(({ example }) => example))('the author announces: %s', (example) => {
    const sentences = sentencesOf(lines(example));
    expect(sentences.map((one) => objectionBy(one, true)?.kind)).toContain('superseded-by-author');
  });
  test.each([...CONDITIONS, ...CONDITIONS_BEHIND].map(({ example, find }) => [example, find] as const))(
    'gives under a condition: %s',
    (example, find) => {
      expect(sentencesOf(lines(example)).some((one) => find(one) !== null)).toBe(true);
    },
  );
});

describe('words that take nothing back', () => {
  test.each([
    'Please drop my earlier comment; the Reviewed-by stands.',
    'My Reviewed-by still stands for v2.',
    'Please drop the Fixes tag.',
    'Please drop my review comments on 2/3.',
    'Should I take back my R-b?',
    'I do not withdraw my Acked-by.',
    'If this breaks s390, I will take back my ack.',
    'He wrote "I withdraw my NAK".',
    'Please remove the tag from the sysfs file.',
    'I take back what I wrote about the title.',
    'Please carry my Reviewed-by.',
    'Please keep my tags.',
  ])('%s', (text) => {
    expect(sentencesOf(lines(text)).map(takenBackBy)).toEqual(sentencesOf(lines(text)).map(() => null));
  });
});

describe('words that take a tag back', () => {
  test.each([
    'R-b retracted.',
    'My Acked-by is revoked, sorry.',
    'Please do not add my Tested-by to v3.',
    "I'm withdrawing my Reviewed-by.",
    "Please don't carry my r-b over.",
    'Please disregard my Reviewed-by.',
    'I have to retract my ack.',
    'My tag no longer applies.',
    'Let me take back my\nReviewed-by.',
    'Please strike my R-b from the series.',
    'I no longer stand behind my Reviewed-by.',
    'Un-acked.',
  ])('%j', (text) => {
    expect(sentencesOf(lines(text)).map(takenBackBy)).toContain('tag');
  });
});

describe('words that take an objection back', () => {
  test.each([
    'Consider my NAK withdrawn.',
    'Un-NAK.',
    'I take back my objection.',
    'I hereby lift my NAK.',
    'My concerns are addressed.',
    'NAK withdrawn.',
    'Please ignore my NACK.',
  ])('%s', (text) => {
    expect(takenBackBy(only(text))).toBe('objection');
  });
});

const objects = (text: string, byAuthor = false): readonly string[] =>
  sentencesOf(lines(text)).flatMap((one) => {
    const found = objectionBy(one, byAuthor);
    return found === null ? [] : [`${found.kind}${found.tentative ? '?' : ''}`];
  });

describe('objections', () => {
  test.each([
    ['NAK', ['nak']],
    ['So NAK from me, sorry.', ['nak']],
    ['NAK.\nThe device has to keep its state.', ['nak']],
    ['If you insist, NAK.', ['nak']],
    ['I NAKed v1 for that reason and I NAK this one as well.', ['nak']],
    ['A hard NAK.', ['nak']],
    ['-1 from me', ['nak']],
    ['We are not going to take this.', ['nak']],
    ['I object to this.', ['nak']],
    ['NAK? :-)', ['nak?']],
    ['NAK ;-)', ['nak?']],
    ['Maybe this deserves a NAK.', ['nak?']],
    ['I am tempted to NAK this.', ['nak?']],
    ['Unless somebody NAKs it, I will apply this on Friday.', []],
    ['If nobody objects I will merge it.', []],
    ['Did Alex NAK the v1 of this?', []],
    ['Paolo NAKed this in 2024.', []],
    ['She will NAK this.', []],
    ['Greg has already nacked that approach.', []],
    ['This is not a NAK, just a question of taste.', []],
    ['I do not object.', []],
    ['No objection from me.', []],
    ['I have no strong objection to this.', []],
    ['The controller answers with a NAK.', []],
    ['We NAK the packet here.', []],
    ['It then sends NAK on the bus.', []],
    ['He wrote "NAK" in the other thread.', []],
    ['The function returns -1 here.', []],
    ['Would you strongly object to a rename?', []],
    ['Please do not merge these two helpers into one function.', []],
    ['The second argument is not needed.', []],
    ['The include is no longer needed.', []],
    ['Please drop the blank line.', []],
    ['Please drop this include.', []],
    ['You can ignore this, I misread.', []],
    ['Please ignore my question above.', []],
    ['Please skip this check for nested guests.', []],
    ['Please drop this series until v3 of the other one is in.', ['request-to-drop']],
    ['Could you please drop this patch?', ['request-to-drop?']],
    ['Please ignore v2.', []],
  ])('%j', (text, expected) => {
    expect(objects(text)).toEqual(expected);
  });
});
