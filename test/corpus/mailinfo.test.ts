// Each patch mail of the corpus, beside what git itself makes of it (git mailinfo).
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { plainStore } from '../../src/mail/body-store.js';
import { hasDiff } from '../../src/mail/has-diff.js';
import { readMail } from '../../src/mail/inner-mail.js';
import { splitMbox } from '../../src/mail/mbox.js';
import { parseDiff } from '../../src/patch/parse.js';
import { splitBody } from '../../src/series/body.js';
import { parseSubject } from '../../src/series/subject.js';
import { corpusPath, hasCorpus } from './place.js';

const folder = hasCorpus ? mkdtempSync(join(tmpdir(), 'mailinfo-')) : '';
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const mailinfo = (mail: Uint8Array) => {
  const message = join(folder, 'm');
  const patch = join(folder, 'p');
  spawnSync('git', ['mailinfo', '--encoding=UTF-8', '--no-scissors', message, patch], { input: mail });
  return { message: readFileSync(message, 'utf8'), patch: readFileSync(patch) };
};

const plain = (text: string): string => text.replace(/[ \t]+$/gm, '').trim();

/** Where we read more than git: an HTML part first, and a letter above the output of format-patch. */
const READ_BETTER = new Set([
  '20211207043116.27319-1-yf.wang@mediatek.com',
  '20200218092827.tp3pq67adzr56k7e@8bytes.org',
]);

describe.skipIf(!hasCorpus)('each patch mail, beside git mailinfo', () => {
  test.each(hasCorpus ? readdirSync(corpusPath('threads')) : [])('%s', async (name) => {
    for await (const raw of splitMbox(createReadStream(corpusPath(`threads/${name}`)), () => {})) {
      const place = { input: name, line: raw.line };
      const [mail] = readMail(raw.bytes, { place, fidelity: 'exact', store: plainStore });
      if (mail === undefined) continue;
      if (!hasDiff(mail.bodyText) || parseSubject(mail.subject).reply || READ_BETTER.has(mail.messageId))
        continue;
      const git = mailinfo(raw.bytes);
      const body = splitBody(mail);
      const diff = parseDiff(body.diff);
      expect(plain(body.text), mail.messageId).toBe(plain(git.message));
      expect(diff.files.length, mail.messageId).toBeGreaterThan(0);
      expect(diff.cut, mail.messageId).toEqual([]);
      expect(git.patch.includes(Buffer.from(body.diff.subarray(0, diff.end))), mail.messageId).toBe(true);
    }
  });
});
