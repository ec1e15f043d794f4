// Patches made at test time: a mail with the differences that some edits of a real kernel's files come to.
import { execFileSync } from 'node:child_process';
import { createTwoFilesPatch } from 'diff';
import { kernelPath } from './kernel-path.js';

export type Edit = (text: string) => string;

const read = (path: string): string =>
  execFileSync('git', ['show', `HEAD:${path}`], {
    cwd: kernelPath,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();

const diffOf = (path: string, before: string, after: string): string =>
  `diff --git a/${path} b/${path}\n${createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after)
    .split('\n')
    .slice(1)
    .join('\n')}`;

/** One mbox with one mail for each record of edits by path. An edit that changes nothing is an error of the test. */
export const seriesOf = (...patches: readonly Readonly<Record<string, Edit>>[]): Uint8Array => {
  const texts = new Map<string, string>();
  const mails = patches.map((edits, at) => {
    const diffs = Object.entries(edits).map(([path, edit]) => {
      const before = texts.get(path) ?? read(path);
      const after = edit(before);
      if (after === before) throw new Error(`nothing to change in ${path}`);
      texts.set(path, after);
      return diffOf(path, before, after);
    });
    return [
      'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001',
      'From: Ada Example <ada@example.org>',
      'Date: Tue, 14 Nov 2023 22:13:20 +0000',
      `Subject: [PATCH ${at + 1}/${patches.length}] change exports`,
      `Message-Id: <${at + 1}@example.org>`,
      '',
      'Signed-off-by: Ada Example <ada@example.org>',
      '---',
      ...diffs,
      '-- ',
      '2.39.0',
      '',
      '',
    ].join('\n');
  });
  return Buffer.from(mails.join(''));
};

/** An edit that replaces one text by another. */
export const replace =
  (from: string, to: string): Edit =>
  (text) =>
    text.replace(from, () => to);
