import { describe, expect, test } from 'vitest';
import { isScissors, splitBody } from '../../src/series/body.js';
import { diffOf } from '../mail/mail-text.js';

const split = (text: string, leadText = '', scissors = false) => {
  const body = splitBody({ body: Buffer.from(text), charset: 'utf-8', leadText }, scissors);
  return { ...body, diff: Buffer.from(body.diff).toString() };
};

describe('splitBody', () => {
  test('message, trailers, notes, diff', () => {
    const body = split(
      `One.\n\nTwo.\n\nFixes: 0123456 ("x")\nSigned-off-by: A <a@example.org>\n---\nv2: changed\n\n x | 1 +\n\n${diffOf()}`,
    );
    expect(body.text).toBe('One.\n\nTwo.\n\nFixes: 0123456 ("x")\nSigned-off-by: A <a@example.org>');
    expect(body.trailers.map(({ name, line }) => [name, line])).toEqual([
      ['Fixes', 5],
      ['Signed-off-by', 6],
    ]);
    expect(body.notes).toBe('v2: changed\n\n x | 1 +');
    expect(body.diff).toBe(diffOf());
  });

  test.each([
    ['without a line of dashes', `Text.\n\n${diffOf()}`, 'Text.', ''],
    ['dashes in prose', `Text.\n--- not a break\n----\n\n${diffOf()}`, 'Text.', '--- not a break\n----'],
    [
      'a second line of dashes belongs to the notes',
      `Text.\n---\na\n---\nb\n\n${diffOf()}`,
      'Text.',
      'a\n---\nb',
    ],
    ['no message', `---\n${diffOf()}`, '', ''],
    ['without a diff', 'Only text.\n', 'Only text.', ''],
    ['an Index line', 'Text.\n\nIndex: x.c\n===\n--- a/x.c\n+++ b/x.c\n', 'Text.', ''],
  ])('%s', (_, text, message, notes) => {
    expect(split(text)).toMatchObject({ text: message, notes });
  });

  test('in-body header', () => {
    const body = split(
      `From: Bo <bo@example.org>\nSubject: [PATCH] real\n title\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\nText.\n---\n${diffOf()}`,
    );
    expect(body.inBody).toEqual({
      from: 'Bo <bo@example.org>',
      subject: '[PATCH] real title',
      date: 'Mon, 1 Jan 2024 00:00:00 +0000',
    });
    expect(body.text).toBe('Text.');
  });

  test('a paragraph that begins like a header is text', () => {
    expect(split(`From: here to there\nit goes on\n---\n${diffOf()}`).text).toBe(
      'From: here to there\nit goes on',
    );
  });

  test('the text above scissors stays, as git am keeps it', () => {
    const body = split(`Hi,\n\nlook.\n\n-- >8 --\nSubject: real\n\nText.\n---\n${diffOf()}`);
    expect(body).toMatchObject({
      text: 'Hi,\n\nlook.\n\n-- >8 --\nSubject: real\n\nText.',
      inBody: { subject: null },
    });
  });

  test('the text before an attached diff is its message', () => {
    expect(split(diffOf(), 'Lead.\n\nSigned-off-by: A <a@example.org>\n')).toMatchObject({
      text: 'Lead.\n\nSigned-off-by: A <a@example.org>',
      trailers: [{ name: 'Signed-off-by' }],
    });
  });

  test('the message in a part of its own ends at its ---, and may begin with a header', () => {
    const lead = 'From: In Body <in@body.example>\n\nLead.\n---\n a.c | 1 +\n';
    expect(split(diffOf(), lead)).toMatchObject({
      text: 'Lead.',
      inBody: { from: 'In Body <in@body.example>' },
      notes: ' a.c | 1 +',
    });
  });

  test.each([
    [
      'another From below the header',
      'From: A <a@x.example>\n\nFrom: B <b@x.example>\n\nt',
      'From: B <b@x.example>\n\nt',
    ],
    [
      'a second From in the header',
      'From: A <a@x.example>\nFrom: B <b@x.example>\n\nt',
      'From: B <b@x.example>\n\nt',
    ],
    ['no empty line below the header', 'From: A <a@x.example>\nt', 't'],
  ])('%s belongs to the message', (_, text, expected) => {
    const body = split(`${text}\n---\n${diffOf()}`);
    expect(body.text).toBe(expected);
    expect(body.inBody.from).toBe('A <a@x.example>');
  });
});

describe('what is no part of the commit', () => {
  const FORMAT_PATCH = 'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001';
  const FIELDS = 'From: Bo <bo@example.net>\nSubject: [PATCH] kvm: x';

  test.each([
    [
      'a letter above the output of format-patch',
      `Hello,\n\n${FORMAT_PATCH}\n${FIELDS}\n\nWhy.`,
      'Hello,',
      'Why.',
    ],
    ['the line in a message', `Before.\n\n${FORMAT_PATCH}\nafter.`, '', `Before.\n\n${FORMAT_PATCH}\nafter.`],
    ['scissors that nobody asked for', 'a\n-- >8 --\nb', '', 'a\n-- >8 --\nb'],
  ])('%s', (_, text, letter, message) => {
    const body = split(`${text}\n---\n\n${diffOf()}`);
    expect([body.letter, body.text]).toEqual([letter, message]);
  });

  test.each([
    ['above dashes', 'chatter\n-- >8 --\nSubject: new\n\nWhy.', 'new', 'Why.'],
    ['that begin with three dashes', 'chatter\n--- 8< ---\nSubject: new\n\nWhy.', 'new', 'Why.'],
    ['below dashes are notes', 'Why.\n---\n-- >8 --\nSubject: new', null, 'Why.'],
    ['twice', 'a\n-- >8 --\nb\n-- >8 --\nWhy.', null, 'Why.'],
  ])('scissors %s', (_, text, subject, message) => {
    const body = split(`${text}\n---\n\n${diffOf()}`, '', true);
    expect([body.inBody.subject, body.text]).toEqual([subject, message]);
  });

  // What git mailinfo --scissors does with each line.
  test.each([
    ['-- >8 --', true],
    ['--- 8< ---', true],
    ['- - - %< - - -', true],
    ['-->8--', false],
    ['-- >8 -- cut here -- 8< --', true],
    ['-- >8 -- cut the text that stands above this line', false],
    ['--------', false],
    ['we should not use 8< in a sentence', false],
  ])('%s', (line, isOne) => {
    expect(isScissors(line)).toBe(isOne);
  });

  test('the header of an attached patch may have any field', () => {
    const header = `${FORMAT_PATCH}\n${FIELDS}\nMIME-Version: 1.0\nContent-Type: text/plain;\n charset=UTF-8\nTo: x@example.org`;
    const body = split(`${header}\n\nWhy.\n---\n\n${diffOf()}`, 'See the attachment.');
    expect(body).toMatchObject({
      text: 'Why.',
      letter: 'See the attachment.',
      inBody: { subject: '[PATCH] kvm: x' },
    });
  });

  test.each([
    ['From: now on, five is six.', null],
    ['From: now on use list@example.org for this', null],
    ['From: Bo Tester <bo@example.net>', 'Bo Tester <bo@example.net>'],
    ['From: bo@example.net (Bo Tester)', 'bo@example.net (Bo Tester)'],
    ['From: bo@example.net', 'bo@example.net'],
  ])('an author is a mailbox: %s', (line, from) => {
    const body = split(`${line}\n\nWhy.\n---\n\n${diffOf()}`);
    expect(body.inBody.from).toBe(from);
    expect(body.text).toBe(from === null ? `${line}\n\nWhy.` : 'Why.');
  });
});
