import { describe, expect, test } from 'vitest';
import { findTrailers, formatTrailer, trailerKey } from '../../src/series/trailer.js';

const found = (text: string, place: 'reply' | 'message') =>
  findTrailers(text, place).trailers.map((trailer) => formatTrailer(trailer));

describe('findTrailers in a reply', () => {
  test.each([
    ['a tag', 'Nice.\n\nReviewed-by: Ann <ann@example.org>\n', ['Reviewed-by: Ann <ann@example.org>']],
    ['any name counts', 'Nacked-by: Ann <ann@example.org>', ['Nacked-by: Ann <ann@example.org>']],
    ['indented', '   Acked-by: Ann <ann@example.org>', ['Acked-by: Ann <ann@example.org>']],
    ['quoted is not given', '> Acked-by: Ann <ann@example.org>', []],
    ['a list item is not given', '* Acked-by: Ann <ann@example.org>', []],
    ['a space after the colon is needed', 'Acked-by:Ann <ann@example.org>', []],
    ['prose with a colon', 'Note: this is wrong', []],
    ['bold', '**Acked-by: Ann <ann@example.org>**', ['Acked-by: Ann <ann@example.org>']],
    ['code', '`Acked-by: Ann <ann@example.org>`', ['Acked-by: Ann <ann@example.org>']],
    ['a bold name', '**Acked-by:** Ann <ann@example.org>', ['Acked-by: Ann <ann@example.org>']],
    ['a blank before the colon', 'Acked-by : Ann <ann@example.org>', ['Acked-by: Ann <ann@example.org>']],
    ['a full stop', 'Acked-by: Ann <ann@example.org>.', ['Acked-by: Ann <ann@example.org>']],
    ['prose behind a comma', 'Acked-by: Ann <ann@example.org>, thanks!', ['Acked-by: Ann <ann@example.org>']],
    ['prose behind a dash', 'Acked-by: Ann <ann@example.org> - nice', ['Acked-by: Ann <ann@example.org>']],
    ['a link alone', 'Acked-by: Ann <mailto:ann@example.org>', ['Acked-by: Ann <ann@example.org>']],
    [
      'a link beside the address',
      'Acked-by: Ann <ann@example.org<mailto:ann@example.org>>',
      ['Acked-by: Ann <ann@example.org>'],
    ],
    [
      'a link of Markdown',
      'Acked-by: Ann <[ann@example.org](mailto:ann@example.org)>',
      ['Acked-by: Ann <ann@example.org>'],
    ],
    [
      'words in parentheses stay',
      'Acked-by: Ann <ann@example.org> (s390)',
      ['Acked-by: Ann <ann@example.org> (s390)'],
    ],
    ['an address is needed', 'Acked-by: Ann', []],
    ['Fixes needs a commit', 'Fixes: ?\nFixes: 0123abcd ("x")', ['Fixes: 0123abcd ("x")']],
    ['a URL is no person', 'See: ann@example.org https://example.org/x', []],
    ['Link may have one', 'Link: https://example.org/x', ['Link: https://example.org/x']],
    ['mail metadata', 'From: a@example.org\nTo: b@example.org\nCc: c@example.org', []],
    ['after the signature', 'x\n-- \nAcked-by: Ann <ann@example.org>', []],
    [
      'a wrapped address',
      'Signed-off-by: Ann of the Long Name\n<ann@example.org>',
      ['Signed-off-by: Ann of the Long Name <ann@example.org>'],
    ],
    [
      'a note on the line',
      'Acked-by: Ann <ann@example.org> # s390',
      ['Acked-by: Ann <ann@example.org> # s390'],
    ],
    [
      'a note below',
      'Acked-by: Ann <ann@example.org>\n[for the kvm bits]',
      ['Acked-by: Ann <ann@example.org>\n[for the kvm bits]'],
    ],
    [
      'mailto junk',
      'Acked-by: Ann <ann@example.org<mailto:ann@example.org>>',
      ['Acked-by: Ann <ann@example.org>'],
    ],
    ['a bare address', 'Acked-by: <ann@example.org>', ['Acked-by: ann@example.org']],
    ['a name that is not ASCII', 'Überprüft-von: Ann <ann@example.org>', []],
    ['a card', 'Phone: ann@example.org\nEmail: ann@example.org', []],
  ])('%s', (_, text, expected) => {
    expect(found(text, 'reply')).toEqual(expected);
  });

  test('splits person from address at the last bracket', () => {
    const { trailers } = findTrailers('Acked-by: "Other, Ann (Lab)" <ann@example.org>', 'reply');
    expect(trailers[0]?.person).toEqual({ name: 'Other, Ann (Lab)', address: 'ann@example.org' });
    expect(trailers[0]?.line).toBe(1);
  });
});

describe('findTrailers in a message', () => {
  test('joins a wrapped Fixes', () => {
    expect(found('Fixes: 0123abcd ("one\ntwo")\nSigned-off-by: A <a@example.org>', 'message')).toEqual([
      'Fixes: 0123abcd ("one two")',
      'Signed-off-by: A <a@example.org>',
    ]);
  });

  test('keeps what is no trailer', () => {
    expect(findTrailers('text\nCc: A <a@example.org>', 'message')).toMatchObject({
      others: ['text'],
      trailers: [{ name: 'Cc' }],
    });
  });
});

describe('trailerKey', () => {
  test.each([
    [
      'case',
      { name: 'Acked-By', value: 'A <A@example.org>' },
      { name: 'acked-by', value: 'a <a@EXAMPLE.org>' },
    ],
    [
      'links by message-id',
      { name: 'Link', value: 'https://lore.example.org/r/1%2F2@x.y' },
      { name: 'Link', value: 'https://patch.example.org/kvm/1/2@x.y/' },
    ],
  ])('%s does not count', (_, a, b) => {
    if (a.name === 'Link')
      expect(trailerKey({ ...a, value: a.value.replace('%2F', '') })).toBe(
        trailerKey({ ...b, value: b.value.replace('1/2', '12') }),
      );
    else expect(trailerKey(a)).toBe(trailerKey(b));
  });
});
