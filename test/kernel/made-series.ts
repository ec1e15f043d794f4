// A series that is made for the kernel at hand, so that no line of it stands in this repository.
import { execFileSync } from 'node:child_process';
import { createTwoFilesPatch } from 'diff';

export interface Edit {
  readonly path: string;
  readonly from: string | RegExp;
  readonly to: string;
}

const MOST_OUTPUT = 1 << 26;

/** One mail for each patch; an edit applies to what the edits before it left. */
export const madeSeries = (kernel: string, patches: readonly (readonly Edit[])[]): Uint8Array => {
  const texts = new Map<string, string>();
  const read = (path: string): string =>
    texts.get(path) ??
    execFileSync('git', ['-C', kernel, 'show', `HEAD:${path}`], {
      encoding: 'latin1',
      maxBuffer: MOST_OUTPUT,
    });
  const mails = patches.map((edits, i) => {
    const diffs = new Map<string, readonly [string, string]>();
    for (const { path, from, to } of edits) {
      const before = read(path);
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${path} has nothing to replace`);
      diffs.set(path, [diffs.get(path)?.[0] ?? before, after]);
      texts.set(path, after);
    }
    const diff = [...diffs].map(([path, [before, after]]) => {
      const text = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined);
      return `diff --git a/${path} b/${path}\n${text.replace(/^=+\n/, '')}`;
    });
    const number = `${i + 1}/${patches.length}`;
    const reply = i === 0 ? '' : 'In-Reply-To: <made-1@example.org>\n';
    return `From made Thu Jan  1 00:00:00 1970\nFrom: A Person <a@example.org>\nDate: Thu, 1 Jan 2026 00:00:0${i} +0000\nSubject: [PATCH ${number}] made ${i + 1}\nMessage-ID: <made-${i + 1}@example.org>\n${reply}\nWhy.\n\nSigned-off-by: A Person <a@example.org>\n---\n${diff.join('')}\n`;
  });
  return Buffer.from(mails.join(''), 'latin1');
};
