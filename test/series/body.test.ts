import { describe, expect, test } from 'vitest';
import { splitBody } from '../../src/series/body.js';
import { diffOf } from '../mail/mail-text.js';

const split = (text: string, leadText = '') => {
  const body = splitBody({ body: Buffer.from(text), charset: 'utf-8', leadText });
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
